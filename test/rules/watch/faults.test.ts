import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { assign, setup } from 'xstate';
import { orderMachine } from '../../../machines/index.ts';
import { createShop, type ShopOptions } from '../../../src/index.ts';
import { watchHandler } from '../../../src/watch.ts';
import { stopTime, Viewer } from './viewer.ts';

beforeEach(stopTime);
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const broken = () => {
  throw new Error('broken');
};

/** Charts of orders that fail, by where. */
const CHARTS = {
  'at its start': orderMachine.provide({ actions: { tellPlaced: broken } as never }),
  'in its context at its start': setup({}).createMachine({
    ...orderMachine.config,
    // The engine tries charts with an order of another id.
    entry: assign(({ context }) => (Object(context).orderId === 'order-1' ? broken() : {})),
  } as never),
  'in a step': orderMachine.provide({ actions: { tellConfirmed: broken } as never }),
};

/** What becomes of an order of the chart, as text. */
async function fateOf(order: object, isWatched: boolean): Promise<string[]> {
  const machines = { order } as never as ShopOptions['machines'];
  const shop = await createShop({ machines: machines as never, createId: () => 'order-1' });
  await shop.products.add({ sku: 'mug', name: 'M', category: 'k', priceMinor: 1, stock: 9 });
  await shop.users.register({ userId: 'ada', name: 'Ada' });
  await shop.carts.add('ada', 'mug', 1);
  const viewer = isWatched ? await Viewer.of(watchHandler(shop)) : undefined;
  await viewer?.next();
  const fate: string[] = [];
  const note = (text: unknown) => fate.push(String(text));
  await shop.checkout('ada').then(({ ok }) => note(ok), note);
  await shop.orders.confirm('order-1').then(({ ok }) => note(ok), note);
  note(shop.health().state);
  return fate;
}

describe('a watched shop whose chart fails', () => {
  it.each(Object.entries(CHARTS))(
    '%s tells the same error as one that is not watched',
    async (_, chart) => {
      const alone = await fateOf(chart, false);
      expect(alone.join()).toContain('broken');
      expect(await fateOf(chart, true)).toEqual(alone);
    },
  );
});

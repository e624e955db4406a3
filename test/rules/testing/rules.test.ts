import { describe, expect, test } from 'vitest';
import { createShop, type Order } from '../../../src/index.ts';
import {
  expectConsistent,
  expectNothingHeld,
} from '../../../src/testing/simulation/expectations.ts';
import { expectRecovered } from '../../../src/testing/simulation/expectRecovered.ts';
import { History } from '../../../src/testing/simulation/history.ts';
import { OncePerKey } from '../../../src/testing/simulation/oncePerKey.ts';
import type { Call } from '../../../src/testing/simulation/sessionRules.ts';
import { readShopState } from '../../../src/testing/simulation/shopState.ts';
import { simulatedStore } from '../../../src/testing.ts';

/** A shop with an order of one of three mugs, and its history. */
async function sellingShop() {
  const history = new History();
  const store = simulatedStore({
    onCommit(number, batch) {
      const opened = shop;
      const read = opened && (() => readShopState(opened, history));
      history.addBatch(number, batch, { at: 0, read });
    },
  });
  let shop: Awaited<ReturnType<typeof createShop>> | undefined;
  const clock = { now: () => 0, setTimeout: () => 0, clearTimeout() {} };
  shop = await createShop({ store, clock });
  await shop.products.add({ sku: 'mug', name: 'Mug', category: 'c', priceMinor: 9, stock: 3 });
  await shop.users.register({ userId: 'ada', name: 'Ada' });
  await shop.carts.add('ada', 'mug', 1);
  await shop.checkout('ada');
  history.setReceived(new Map([['mug', 3]]));
  return { shop, store, history, state: readShopState(shop, history) };
}

describe('a rule of the simulation is broken', () => {
  test('when a unit is missing', async () => {
    const { shop, history, state } = await sellingShop();
    expectConsistent(shop, state, history);
    history.setReceived(new Map([['mug', 4]]));
    expect(() => expectConsistent(shop, state, history)).toThrow(
      expect.objectContaining({ rule: 'units' }),
    );
  });

  test('when the audit finds a problem', async () => {
    const { shop, history, state } = await sellingShop();
    const wrong = {
      ...shop,
      audit: () => ({ ok: false, problems: ['a unit is held by nothing'] }),
    };
    expect(() => expectConsistent(wrong, state, history)).toThrow(
      expect.objectContaining({ rule: 'audit' }),
    );
  });

  test('when the history of an order has a fact that the log does not have', async () => {
    const { shop, history, state } = await sellingShop();
    const index = history.facts.findIndex(({ type }) => type === 'order.placed');
    history.facts[index] = { ...(history.facts[index] as (typeof history.facts)[0]), at: 1 };
    expect(() => expectConsistent(shop, state, history)).toThrow(
      expect.objectContaining({ rule: 'facts' }),
    );
  });

  test('when an order in a final state holds units', async () => {
    const { state } = await sellingShop();
    expectNothingHeld(state, new Set(['delivered']));
    expect(() => expectNothingHeld(state, new Set(['pending']))).toThrow(
      expect.objectContaining({ rule: 'final-states' }),
    );
  });

  test('when a shop opens as another one than it was after its last durable batch', async () => {
    const { store, history, state } = await sellingShop();
    await expectRecovered(store, history, {});
    const ada = { ...(state.users.ada as NonNullable<typeof state.users.ada>), name: 'Eve' };
    history.setState({ ...state, users: { ada } });
    await expect(expectRecovered(store, history, {})).rejects.toMatchObject({ rule: 'recovery' });
    history.setState(state);
    history.facts[0] = { ...(history.facts[0] as (typeof history.facts)[0]), at: 1 };
    await expect(expectRecovered(store, history, {})).rejects.toMatchObject({ rule: 'facts' });
  });

  test('when one idempotency key has bought two orders within its window, and not after it', () => {
    const once = new OncePerKey({ idempotencyWindowMs: 1000 });
    const answer = (orderId: string, now: number) =>
      once.answered(
        { command: { key: 'ada k1' }, sentAt: now } as Call,
        { ok: true, order: { orderId } as Order },
        now,
      );
    answer('a', 0);
    answer('a', 999);
    answer('b', 1000);
    answer('b', 1999);
    expect(() => answer('c', 1999)).toThrow("the key 'ada k1' has bought b and c");
  });
});

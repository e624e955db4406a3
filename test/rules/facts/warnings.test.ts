import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createShop, type Shop } from '../../../src/index.ts';
import { extendOrder } from '../../../src/machines.ts';

let warnings: unknown[];
beforeEach(() => {
  warnings = [];
  vi.spyOn(process, 'emitWarning').mockImplementation((text) => void warnings.push(text));
});
afterEach(() => {
  vi.restoreAllMocks();
});

async function restocked(shop: Shop, times: number): Promise<void> {
  await shop.products.add({ sku: 'mug', name: 'Mug', category: 'kitchen', priceMinor: 900 });
  for (let time = 0; time < times; time++) await shop.products.restock('mug', 1);
}

describe('a handler that fails', () => {
  test.each([
    ['throws', () => Promise.reject(new Error('no network'))],
    [
      'rejects',
      () => {
        throw new Error('no network');
      },
    ],
  ])(
    'and %s is a warning of the process, once, when nothing listens to observer.failed',
    async (_, fail) => {
      const shop = await createShop();
      shop.on('stock.restocked', fail);
      shop.on('*', () => {});
      await restocked(shop, 3);
      expect(warnings).toEqual([
        "a handler failed with stock.restocked: Error: no network; shop.on('observer.failed', ...) gets all such failures",
      ]);
    },
  );

  test('is no warning when something listens to observer.failed', async () => {
    const shop = await createShop();
    const failures: unknown[] = [];
    shop.on('observer.failed', ({ observer }) => failures.push(observer));
    shop.observe({
      name: 'sms',
      notify() {
        throw new Error('no network');
      },
    });
    await restocked(shop, 2);
    expect(failures).toEqual(['sms', 'sms']);
    expect(warnings).toEqual([]);
  });
});

describe('a handler for a misspelt fact', () => {
  test.each([
    ['order.plcaed', "shop.on: there is no fact 'order.plcaed' (did you mean order.placed?)"],
    ['orderPlaced', "shop.on: there is no fact 'orderPlaced' (did you mean order.placed?)"],
    ['weather', "shop.on: there is no fact 'weather'"],
  ])('is a warning in a shop with the standard charts: %s', async (type, warning) => {
    const shop: Shop = await createShop();
    shop.on(type as 'order.placed', () => {});
    expect(warnings).toEqual([warning]);
  });

  test('is no warning with a chart that may emit it, nor for the facts that there are', async () => {
    const own: Shop = await createShop({ machines: { order: extendOrder({}) } });
    own.on('order.packed' as 'order.placed', () => {});
    const shop = await createShop();
    for (const type of ['*', 'order.placed', 'observer.failed', 'stock.low']) {
      shop.on(type as 'order.placed', () => {});
    }
    expect(warnings).toEqual([]);
  });
});

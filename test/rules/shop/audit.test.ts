import { describe, expect, test } from 'vitest';
import { totalProblem } from '../../../machines/index.ts';
import { createShop, memoryStore, type Store } from '../../../src/index.ts';
import { simulatedClock } from '../../../src/testing.ts';
import { buy, openShop, START } from './openShop.ts';

/** A store with an order of Ada's of two mugs, at 900 each. */
async function soldStore(): Promise<Store> {
  const store = memoryStore();
  const { shop } = await openShop({ store });
  await buy(shop, 'ada', { mug: 2 });
  expect(shop.audit()).toEqual({ ok: true, problems: [] });
  await shop.close();
  return store;
}

describe('the audit of a shop compares the total of an order with its lines', () => {
  test.each([1799, 0, 1801])('and reports a total of %d', async (total) => {
    const store = await soldStore();
    const [[key, text] = [[], '']] = store.range({ prefix: ['open', 'order'] });
    const changed = text.replace('1800,"USD"', `${total},"USD"`);
    expect(changed).not.toBe(text);
    await store.commit([{ op: 'put', key, value: changed }]);
    const shop = await createShop({ store, clock: simulatedClock(START) });
    const [order] = shop.orders.list({ userId: 'ada' });
    expect(shop.audit()).toEqual({
      ok: false,
      problems: [`order ${order?.orderId}: its total is ${total}, but its lines add up to 1800`],
    });
    await shop.close();
  });

  test('and says nothing of an order of a chart that has no totals', () => {
    const line = { sku: 'mug', name: 'Mug', quantity: 1, unitPriceMinor: 9, allocations: [] };
    const priced = { ...line, lineTotalMinor: 9 };
    const own = { orderId: 'o', lines: [priced, line as never] };
    expect(totalProblem({ orderId: 'o' })).toBeUndefined();
    expect(totalProblem({ orderId: 'o', lines: [priced] })).toBeUndefined();
    expect(totalProblem({ ...own, totalMinor: 5 })).toBeUndefined();
    expect(totalProblem({ orderId: 'o', totalMinor: 5 })).toBeUndefined();
    expect(totalProblem({ orderId: 'o', lines: [priced], totalMinor: 9 })).toBeUndefined();
  });
});

import { beforeAll, describe, expect, test, vi } from 'vitest';
import { createShop, type Shop } from '../../../src/index.ts';
import { OrderArchive } from '../../../src/orders/orderArchive.ts';

let shop: Shop;
let orders: string[];
let ofAda: string;
beforeAll(async () => {
  shop = await createShop();
  await shop.products.add({ sku: 'mug', name: 'Mug', category: 'c', priceMinor: 1, stock: 999 });
  for (const userId of ['ada', 'mallory']) await shop.users.register({ userId, name: userId });
  const buy = async (userId: string) => {
    await shop.carts.add(userId, 'mug', 1);
    const answer = await shop.checkout(userId);
    const orderId = answer.ok ? answer.order.orderId : '';
    await shop.orders.cancel(orderId);
    return orderId;
  };
  ofAda = await buy('ada');
  orders = [];
  for (let number = 0; number < 200; number++) orders.unshift(await buy('mallory'));
});

/** Counts the orders that are unpacked from the archive of past ones. */
function unpacked(list: () => unknown[]): number {
  const get = vi.spyOn(OrderArchive.prototype, 'get');
  list();
  const { length } = get.mock.calls;
  get.mockRestore();
  return length;
}

describe('a list of orders', () => {
  test('reads the orders of its page only', () => {
    expect(unpacked(() => shop.orders.list({ userId: 'mallory', limit: 3 }))).toBe(3);
    expect(unpacked(() => shop.orders.list({ userId: 'mallory', limit: 0 }))).toBe(0);
    const before = orders[150] as string;
    expect(unpacked(() => shop.orders.list({ userId: 'mallory', limit: 3, before }))).toBe(3);
  });

  test('with a limit beyond all numbers reads the orders of its user only', () => {
    const limit = Number.MAX_SAFE_INTEGER;
    expect(shop.orders.list({ userId: 'mallory', limit }).map(({ orderId }) => orderId)).toEqual(
      orders,
    );
    expect(unpacked(() => shop.orders.list({ userId: 'mallory', limit }))).toBe(200);
    expect(unpacked(() => shop.orders.list({ userId: 'nobody', limit }))).toBe(0);
  });

  test('before an order of another user shows nothing of that order', () => {
    expect(shop.orders.list({ userId: 'mallory', before: ofAda })).toEqual([]);
    const page = shop.orders.list({ userId: 'ada', before: orders[0] as string });
    expect(page.map(({ orderId }) => orderId)).toEqual([ofAda]);
  });

  test.each([0, -1, 1.5, Number.NaN, '', '__proto__', 'none', {}, []])(
    'before something that is no order and no time reads no order: %j',
    (before) => {
      const count = unpacked(() => {
        try {
          return shop.orders.list({ userId: 'mallory', before: before as never, limit: 5 });
        } catch (error) {
          expect(error).toMatchObject({ code: 'ERR_STATECART_ARGUMENT', argument: 'before' });
          return [];
        }
      });
      expect(count).toBeLessThanOrEqual(before === 0 ? 200 : 0);
    },
  );
});

describe('a page of products', () => {
  test.each([
    { limit: Number.MAX_SAFE_INTEGER },
    { offset: Number.MAX_SAFE_INTEGER },
    { limit: Number.MAX_SAFE_INTEGER, offset: Number.MAX_SAFE_INTEGER },
    { limit: 0 },
  ])('with a limit or offset beyond all numbers has no more than there is: %j', (options) => {
    const { total, items } = shop.search([], options);
    expect(total).toBe(1);
    expect(items.length).toBeLessThanOrEqual(1);
    expect(shop.suggest('mug', { limit: options.limit ?? 1 }).length).toBeLessThanOrEqual(2);
  });
});

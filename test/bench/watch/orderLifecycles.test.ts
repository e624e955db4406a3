import { expect, test } from 'vitest';
import { seeded } from '../../../bench/harness/seeded.ts';
import { Times } from '../../../bench/search/times.ts';
import { OrderLifecycles } from '../../../bench/watch/load/orderLifecycles.ts';
import { requestLoop } from '../../../bench/watch/load/requestLoop.ts';
import { createShop, type Shop } from '../../../src/index.ts';

const TERMS = { users: 12, products: 2, stock: 1000 };

async function filledShop(): Promise<Shop> {
  const shop = await createShop();
  for (let product = 0; product < TERMS.products; product++) {
    const details = { name: 'a', category: 'all', priceMinor: 1, stock: TERMS.stock };
    await shop.products.add({ sku: `sku-${product}`, ...details });
  }
  for (let user = 0; user < TERMS.users; user++) {
    await shop.users.register({ userId: `user-${user}`, name: 'a' });
  }
  return shop;
}

test('orders under way are at all steps, and go on in turn', async () => {
  const shop = await filledShop();
  const delivered: string[] = [];
  shop.on('order.delivered', ({ userId }) => delivered.push(userId));
  const lifecycles = new OrderLifecycles(shop, TERMS, seeded(1));
  await lifecycles.begin(4);
  expect(lifecycles.steps).toBe(2 * (0 + 1 + 2 + 3 + 4 + 5));
  for (let step = 0; step < TERMS.users; step++) await lifecycles.step();
  expect(delivered).toEqual(['user-5', 'user-11']);
  // All but those who begin anew have an order under way: two units of two products each.
  expect(await lifecycles.end(4)).toBe(2 * TERMS.users);
  expect(delivered.toSorted()).toEqual(
    [...Array(TERMS.users).keys()].map((n) => `user-${n}`).sort(),
  );
  await shop.close();
});

test('a user whose command is under way is passed over', async () => {
  const shop = await filledShop();
  const users: string[] = [];
  const release: (() => void)[] = [];
  const add: Shop['carts']['add'] = async (userId, sku, quantity) => {
    users.push(userId);
    if (users.length === 1) await new Promise<void>((resolve) => release.push(resolve));
    return await shop.carts.add(userId, sku, quantity);
  };
  const slow = Object.create(shop, { carts: { value: { add } } }) as Shop;
  const lifecycles = new OrderLifecycles(slow, { ...TERMS, users: 3 }, seeded(1));
  const first = lifecycles.step();
  for (let step = 0; step < 4; step++) await lifecycles.step();
  expect(users).toEqual(['user-0', 'user-1', 'user-2', 'user-1', 'user-2']);
  release[0]?.();
  await first;
  await shop.close();
});

test('stock that is missing for no order fails the run', async () => {
  const shop = await filledShop();
  const lifecycles = new OrderLifecycles(shop, TERMS, seeded(1));
  await lifecycles.begin(1);
  await shop.products.restock('sku-0', 1);
  await expect(lifecycles.end(1)).rejects.toThrow('product 0: ');
  await shop.close();
});

test('timers have their turn between requests that are answered at once', async () => {
  const times = new Times();
  let isTimerDue = false;
  setTimeout(() => {
    isTimerDue = true;
  }, 1);
  const options = { clients: 3, seconds: 0, minRequests: 50, times, onProgress: () => {} };
  await requestLoop(options, async () => {
    const until = performance.now() + 1;
    while (performance.now() < until);
  });
  expect(isTimerDue).toBe(true);
  expect(times.summary().count).toBeGreaterThanOrEqual(50);
});

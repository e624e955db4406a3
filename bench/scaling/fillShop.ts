import { setImmediate } from 'node:timers/promises';
import type { Shop } from '../../src/index.ts';
import { expectOk } from '../../src/terminal/expectOk.ts';
import { drawPair, skuOf } from '../closedLoop/purchases.ts';
import type { Seeded } from '../harness/seeded.ts';
import { ORDER_USERS, PROGRESS_STEP, STOCK } from './limits.ts';
import type { OnProgress, Point } from './point.ts';

/** Fills an empty shop with the products, live carts and past orders of a point. */
export async function fillShop(
  shop: Shop,
  point: Point,
  random: Seeded,
  onProgress: OnProgress,
): Promise<void> {
  const drawSkus = () => drawPair(point.products, random).map(skuOf);

  await each('products', point.products, onProgress, async (product) => {
    const sku = skuOf(product);
    const details = { name: `Product ${product}`, category: 'all', priceMinor: 1000 };
    expectOk(await shop.products.add({ sku, ...details, stock: STOCK }));
  });

  await each('carts', point.carts, onProgress, async (cart) => {
    const userId = `holder-${cart}`;
    expectOk(await shop.users.register({ userId, name: userId }));
    for (const sku of drawSkus()) expectOk(await shop.carts.add(userId, sku, 1));
  });

  const users = Math.min(ORDER_USERS, point.orders);
  await each('users', users, onProgress, async (user) => {
    expectOk(await shop.users.register({ userId: `customer-${user}`, name: 'Customer' }));
  });
  await each('past orders', point.orders, onProgress, async (order) => {
    const userId = `customer-${order % users}`;
    for (const sku of drawSkus()) expectOk(await shop.carts.add(userId, sku, 1));
    const { orderId } = expectOk(await shop.checkout(userId)).order;
    expectOk(await shop.orders.confirm(orderId));
    expectOk(await shop.orders.ship(orderId, { trackingNumber: `T-${order}` }));
    expectOk(await shop.orders.deliver(orderId));
  });
}

/**
 * Runs a function for each number, many at a time so that they share the commits of a store on disk,
 * but no two for the same user. Reports the progress at intervals.
 */
async function each(
  stage: string,
  total: number,
  onProgress: OnProgress,
  work: (index: number) => Promise<void>,
): Promise<void> {
  for (let first = 0; first < total; first += PROGRESS_STEP) {
    const count = Math.min(PROGRESS_STEP, total - first);
    await Promise.all(Array.from({ length: count }, (_, index) => work(first + index)));
    onProgress({ stage, done: first + count, total });
    // A shop in memory never waits: this lets the message be sent, and timers have their turn.
    await setImmediate();
  }
}

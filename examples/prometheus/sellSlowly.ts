import type { Shop } from '../../src/index.ts';
import { expectOk } from '../../src/terminal/expectOk.ts';
import { BUYERS, PURCHASE_EVERY_MS, STOCK } from './limits.ts';

/** Fills a shop, and then buys something in it every now and then. @returns a function that ends this. */
export async function sellSlowly(shop: Shop): Promise<() => void> {
  const mug = { sku: 'mug', name: 'Mug', category: 'kitchen', priceMinor: 900, stock: STOCK };
  expectOk(await shop.products.add(mug));
  for (let buyer = 0; buyer < BUYERS; buyer++) {
    expectOk(await shop.users.register({ userId: `buyer-${buyer}`, name: 'Buyer' }));
  }
  let purchases = 0;
  const timer = setInterval(
    () => void buy(shop, `buyer-${purchases++ % BUYERS}`),
    PURCHASE_EVERY_MS,
  );
  return () => clearInterval(timer);
}

/** Refusals and failures are for the metrics to show. */
async function buy(shop: Shop, userId: string): Promise<void> {
  await shop.carts.add(userId, 'mug', 1);
  const answer = await shop.checkout(userId);
  if (answer.ok) await shop.orders.confirm(answer.order.orderId);
}

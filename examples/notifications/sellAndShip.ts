import type { Shop } from '../../src/index.ts';
import { expectOk } from '../../src/terminal/expectOk.ts';

/** Sells one mug to each of some buyers, and brings the orders to them. */
export async function sellAndShip(shop: Shop, orders: number): Promise<void> {
  const mug = { sku: 'mug', name: 'Mug', category: 'kitchen', priceMinor: 900, stock: orders };
  expectOk(await shop.products.add(mug));
  for (let number = 1; number <= orders; number++) {
    const userId = `buyer-${number}`;
    const email = `${userId}@example.com`;
    expectOk(await shop.users.register({ userId, name: `Buyer ${number}`, email }));
    expectOk(await shop.carts.add(userId, 'mug', 1));
    const { orderId } = expectOk(await shop.checkout(userId)).order;
    expectOk(await shop.orders.confirm(orderId));
    expectOk(await shop.orders.ship(orderId, { trackingNumber: `T-${number}` }));
    expectOk(await shop.orders.deliver(orderId));
  }
}

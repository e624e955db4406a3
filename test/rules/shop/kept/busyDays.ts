import type { Shop } from '../../../../src/index.ts';
import type { SimulatedClock } from '../../../../src/testing.ts';
import { accepted, buy, fillCart, HOUR, MINUTE } from '../openShop.ts';

/** Sends every command of carts and orders, accepted and refused, and lets every timer fire. */
export async function busyDays(
  shop: Shop,
  clock: SimulatedClock,
  between: () => void = () => {},
): Promise<void> {
  const { carts, orders } = shop;
  for (let day = 0; day < 2; day++) {
    await carts.clear('bob');
    await fillCart(shop, 'ada', { mug: 1, lamp: 1 });
    await carts.setQuantity('ada', 'mug', 6);
    between();
    await carts.add('ada', 'mug', 1_000_000);
    await carts.setQuantity('ada', 'vase', 2);
    await carts.remove('ada', 'lamp');
    const { order: paid } = accepted(await shop.checkout('ada', { idempotencyKey: `k${day}` }));
    between();
    await shop.checkout('ada', { idempotencyKey: `k${day}` });
    await shop.checkout('ada');

    await fillCart(shop, 'bob', { mug: 1, lamp: 3 });
    await fillCart(shop, 'mia', { lamp: 3 });
    const { order: unpaid } = accepted(await shop.checkout('mia'));
    between();
    await shop.checkout('bob');
    await orders.ship(paid.orderId, { trackingNumber: 'early' });
    await orders.confirm(paid.orderId);
    between();
    await orders.send(paid.orderId, { type: 'note', text: 'fragile' });
    await orders.confirm(paid.orderId);
    clock.advance(20 * MINUTE);
    const cancelled = await buy(shop, 'ada', { mug: 1 });
    await orders.confirm(cancelled.orderId);
    await orders.cancel(cancelled.orderId, { reason: 'late' });
    await orders.cancel(cancelled.orderId);
    between();
    // Mia's order is cancelled, and its stock can be sold again.
    clock.advance(20 * MINUTE);
    await orders.confirm(unpaid.orderId);
    await orders.ship(paid.orderId, { trackingNumber: `T${day}` });
    between();
    await orders.deliver(paid.orderId);
    await orders.send(paid.orderId, { type: 'note', text: 'none' });
    // Bob's cart, which a refused checkout has left open, expires.
    clock.advance(25 * HOUR);
    between();
    await shop.products.restock('mug', 7);
  }
}

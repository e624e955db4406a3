import { createShop, type Shop, type Store } from '../../src/index.ts';
import { expectOk } from '../../src/terminal/expectOk.ts';
import { chargeCardAt } from './chargeCard.ts';
import { payingOrder } from './payingOrder.ts';

/** A shop whose orders are paid over a gateway. */
export type PayingShop = Shop<{ order: ReturnType<typeof payingOrder> }>;

/** Opens the shop of a store. Orders that wait for the gateway ask it again. */
export async function openShop(store: Store, gatewayUrl: string): Promise<PayingShop> {
  const order = payingOrder(chargeCardAt(gatewayUrl));
  let lastId = 1000;
  return createShop({ store, machines: { order }, createId: () => `${++lastId}` });
}

/** Adds what is for sale, and a buyer. */
export async function fillShop(shop: PayingShop): Promise<void> {
  const mug = { sku: 'mug', name: 'Mug', category: 'kitchen', priceMinor: 900, stock: 50 };
  expectOk(await shop.products.add(mug));
  expectOk(await shop.users.register({ userId: 'ada', name: 'Ada' }));
}

/** Sells the buyer a mug. @returns the id of the order, which is not paid yet. */
export async function sellMug(shop: PayingShop): Promise<string> {
  expectOk(await shop.carts.add('ada', 'mug', 1));
  return expectOk(await shop.checkout('ada')).order.orderId;
}

import { createShop } from '../../src/index.ts';
import { type Purchase, skuOf, userIdOf } from '../closedLoop/purchases.ts';
import { expectOk } from '../replay/expectOk.ts';
import type { Peer, PeerOptions } from './peer.ts';

/** statecart as it comes: default options, with its store, its histories and its views. */
export async function openStatecart({ products, stock, users }: PeerOptions): Promise<Peer> {
  const shop = await createShop();
  for (let product = 0; product < products; product++) {
    const sku = skuOf(product);
    expectOk(await shop.products.add({ sku, name: sku, category: 'all', priceMinor: 1000, stock }));
  }
  for (let user = 0; user < users; user++) {
    const userId = userIdOf(user);
    expectOk(await shop.users.register({ userId, name: userId }));
  }

  async function fillCart({ userId, skus }: Purchase): Promise<void> {
    for (const sku of skus) expectOk(await shop.carts.add(userId, sku, 1));
  }

  return {
    async fillCarts(purchases) {
      for (const purchase of purchases) await fillCart(purchase);
    },
    async checkout({ userId }) {
      expectOk(await shop.checkout(userId));
    },
    async life(purchase) {
      await fillCart(purchase);
      const { order } = expectOk(await shop.checkout(purchase.userId));
      const { orderId } = order;
      expectOk(await shop.orders.confirm(orderId));
      expectOk(await shop.orders.ship(orderId, { trackingNumber: 'T-1' }));
      expectOk(await shop.orders.deliver(orderId));
    },
    async remaining() {
      const { problems } = shop.audit();
      if (problems.length > 0) throw new Error(`the audit finds: ${problems.join('; ')}`);
      return Array.from({ length: products }, (_, product) => {
        return shop.products.get(skuOf(product))?.available ?? Number.NaN;
      });
    },
    close: () => shop.close(),
  };
}

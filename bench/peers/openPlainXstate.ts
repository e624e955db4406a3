import { type Purchase, skuOf } from '../closedLoop/purchases.ts';
import type { Peer, PeerOptions } from './peer.ts';
import { PlainXstateShop } from './plainXstateShop.ts';

/** {@link PlainXstateShop} as a peer. A command is complete when its function returns. */
export async function openPlainXstate({ products, stock }: PeerOptions): Promise<Peer> {
  const shop = new PlainXstateShop();
  for (let product = 0; product < products; product++) {
    shop.addProduct(skuOf(product), 1000, stock);
  }

  function fillCart({ userId, skus }: Purchase): void {
    for (const sku of skus) shop.addToCart(userId, sku, 1);
  }

  return {
    async fillCarts(purchases) {
      for (const purchase of purchases) fillCart(purchase);
    },
    async checkout({ userId }) {
      shop.checkout(userId);
    },
    async lifecycle(purchase) {
      fillCart(purchase);
      const orderId = shop.checkout(purchase.userId);
      shop.send(orderId, { type: 'order.confirm' });
      shop.send(orderId, { type: 'order.ship', trackingNumber: 'T-1' });
      const { stock: units } = shop.send(orderId, { type: 'order.deliver' });
      if (units !== 'committed') throw new Error(`the stock of order ${orderId} is ${units}`);
    },
    async remaining() {
      return Array.from({ length: products }, (_, product) =>
        shop.ledger.available(skuOf(product)),
      );
    },
    async close() {},
  };
}

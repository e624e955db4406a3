import { type Purchase, skuOf } from '../closedLoop/purchases.ts';
import { NO_CARTS, type Peer, type PeerOptions } from './peer.ts';

/**
 * The upper bound: two Maps in this process, checked and written by one function, without carts,
 * charts, histories or observers. Its cost is mostly that of the loop itself.
 */
export async function openMap({ products, stock }: PeerOptions): Promise<Peer> {
  const available = new Map<string, number>();
  const orders = new Map<string, readonly { sku: string; quantity: number }[]>();
  for (let product = 0; product < products; product++) available.set(skuOf(product), stock);

  return {
    ...NO_CARTS,
    async checkout({ number, skus }: Purchase) {
      const lines = skus.map((sku) => ({ sku, quantity: 1 }));
      for (const { sku, quantity } of lines) {
        if ((available.get(sku) ?? 0) < quantity) throw new Error(`${sku} is out of stock`);
      }
      for (const { sku, quantity } of lines) {
        available.set(sku, (available.get(sku) ?? 0) - quantity);
      }
      orders.set(`order-${number}`, lines);
    },
    async remaining() {
      return [...available.values()];
    },
    async close() {},
  };
}

import type { Shop } from '../../src/index.ts';

/** The facts that a sale listens to. */
const TYPES = [
  'cart.expired',
  'stock.depleted',
  'order.placed',
  'order.confirmed',
  'order.shipped',
  'order.delivered',
] as const;

/** Counts the facts of a shop from now on: by type, cancellations also by reason. */
export function countFacts(shop: Pick<Shop, 'on'>): Record<string, number> {
  const counts: Record<string, number> = {};
  const count = (name: string) => {
    counts[name] = (counts[name] ?? 0) + 1;
  };
  for (const type of TYPES) shop.on(type, () => count(type));
  shop.on('order.cancelled', ({ reason }) => count(`order.cancelled ${reason}`));
  return counts;
}

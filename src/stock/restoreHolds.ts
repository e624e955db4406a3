import type { HeldLine, Hold, OrderContext, StockLedger } from '../../machines/index.ts';

/** Restores the holds of orders in the order in which they were reserved, which is that of their numbers. */
export function restoreHolds(ledger: StockLedger, orders: readonly OrderContext[]): void {
  const holders = orders.filter(({ stock }) => stock === 'held');
  for (const order of holders.sort((a, b) => a.number - b.number)) {
    ledger.restoreHold(holdOf(order));
  }
}

/** A hold has no record of its own: it follows from its order. */
function holdOf({ orderId, lines }: OrderContext): Hold {
  const held = new Map<string, HeldLine>();
  for (const { sku, allocations } of lines) held.set(sku, { sku, allocations });
  return { orderId, lines: [...held.values()] };
}

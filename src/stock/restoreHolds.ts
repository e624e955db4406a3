import type { HeldLine, Hold, OrderContext, StockLedger } from '../../machines/index.ts';

/** Restores the holds of orders in the order of reservation, which is the order of their numbers. */
export function restoreHolds(ledger: StockLedger, orders: readonly OrderContext[]): void {
  const holders = orders.filter(({ stock }) => stock === 'held');
  for (const order of holders.sort((a, b) => a.number - b.number)) {
    ledger.restoreHold(holdOf(order));
  }
}

/** The hold of an order. Holds are not stored, since orders contain them. */
function holdOf({ orderId, lines }: OrderContext): Hold {
  const held = new Map<string, HeldLine>();
  for (const { sku, allocations } of lines) held.set(sku, { sku, allocations });
  return { orderId, lines: [...held.values()] };
}

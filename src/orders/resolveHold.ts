import type { OrderContext, ReleaseStock, ShipStock, StockLedger } from '../../machines/index.ts';
import { restoreHolds } from '../stock/restoreHolds.ts';
import type { Stock } from '../stock/stock.ts';

type Before = Pick<OrderContext, 'stock'> | undefined;

/**
 * What a migration must not do with the stock of an order: units that were shipped or released are not held again.
 *
 * @param before undefined if the record could not be read.
 * @returns what is wrong, a predicate whose subject is the order; undefined if nothing is.
 */
export function holdProblem(before: Before, { stock }: OrderContext): string | undefined {
  if (before?.stock === undefined || before.stock === 'held' || before.stock === stock) {
    return undefined;
  }
  return `has ${before.stock} its stock, which cannot become ${stock}`;
}

/**
 * Does with the hold of an order that was migrated what its context says: ships it or releases it, or lets it be. To be
 * called within a turn.
 *
 * @param before the order before the migration; undefined if its record could not be read.
 */
export function resolveHold(stock: Stock, before: Before, order: OrderContext): void {
  const { orderId } = order;
  const { ledger } = stock;
  const wasHeld = before === undefined ? isUnclaimed(ledger, order) : before.stock === 'held';
  if (!wasHeld) return;
  if (ledger.holdOf(orderId) === undefined) restoreHolds(ledger, [{ ...order, stock: 'held' }]);
  const release: ReleaseStock = { type: 'inventory.release', orderId };
  const ship: ShipStock = { type: 'inventory.ship', orderId };
  if (order.stock === 'released') stock.send(release);
  if (order.stock === 'committed') stock.send(ship);
}

/** True when the stock holds the units of the order and no hold claims them: its order could not be read. */
export function isUnclaimed(ledger: StockLedger, { lines }: OrderContext): boolean {
  const claimed = new Map<string, number>();
  const keyOf = (sku: string, location: string) => JSON.stringify([sku, location]);
  for (const hold of ledger.openHolds()) {
    for (const { sku, allocations } of hold.lines) {
      for (const { location, quantity } of allocations) {
        const key = keyOf(sku, location);
        claimed.set(key, (claimed.get(key) ?? 0) + quantity);
      }
    }
  }
  return lines.every(({ sku, allocations }) =>
    allocations.every(({ location, quantity }) => {
      const balances = ledger.has(sku) ? ledger.balances(sku) : [];
      const held = balances.find((balance) => balance.location === location)?.held ?? 0;
      return held - (claimed.get(keyOf(sku, location)) ?? 0) >= quantity;
    }),
  );
}

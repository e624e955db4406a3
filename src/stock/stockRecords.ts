import type {
  HeldLine,
  Hold,
  OrderContext,
  StockLedger,
  StoredStock,
} from '../../machines/index.ts';
import { stockRecord } from '../schema/stock.ts';
import type { Change, Store } from '../store/store.ts';

/** What is kept of a product's stock as it is now. */
export function stockChange(ledger: StockLedger, sku: string): Change {
  return stockRecord.put(stockRecord.key(sku), ledger.balances(sku));
}

/** The stock that is kept. */
export function storedStock(store: Store): StoredStock {
  return {
    find: (sku) => stockRecord.get(store, stockRecord.key(sku)),
    *skus() {
      for (const [, sku] of stockRecord.keys(store)) yield sku;
    },
  };
}

/** Puts back the holds of orders; those with the smaller number were first. */
export function restoreHolds(ledger: StockLedger, orders: OrderContext[]): void {
  const holders = orders.filter(({ stock }) => stock === 'held');
  for (const order of holders.sort((a, b) => a.number - b.number)) {
    ledger.restoreHold(holdOf(order));
  }
}

/** The hold is not kept by itself: an order says all of it. */
function holdOf({ orderId, lines }: OrderContext): Hold {
  const held = new Map<string, HeldLine>();
  for (const { sku, allocations } of lines) held.set(sku, { sku, allocations });
  return { orderId, lines: [...held.values()] };
}

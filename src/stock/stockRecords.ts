import type {
  Balance,
  HeldLine,
  Hold,
  OrderContext,
  StockLedger,
  StoredStock,
} from '../../machines/index.ts';
import type { Change, Store } from '../store/store.ts';

const STOCK = 'stock';

/** Location, received, available, held and shipped units of one balance after the other. */
type PackedBalances = (string | number)[];

/** What is kept of a product's stock as it is now. */
export function stockChange(ledger: StockLedger, sku: string): Change {
  const packed: PackedBalances = [];
  for (const { location, received, available, held, shipped } of ledger.balances(sku)) {
    packed.push(location, received, available, held, shipped);
  }
  return { op: 'put', key: [STOCK, sku], value: JSON.stringify(packed) };
}

/** The stock that is kept. */
export function storedStock(store: Store): StoredStock {
  return {
    find(sku) {
      const value = store.get([STOCK, sku]);
      return value === undefined ? undefined : unpackStock(value);
    },
    *skus() {
      for (const [[, sku]] of store.range({ prefix: [STOCK] })) yield String(sku);
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

/** The balances of a record, as {@link stockChange} has written it. */
export function unpackStock(text: string): Balance[] {
  const packed = JSON.parse(text) as PackedBalances;
  const balances: Balance[] = [];
  for (let index = 0; index < packed.length; index += 5) {
    const [location, received, available, held, shipped] = packed.slice(index, index + 5) as [
      string,
      number,
      number,
      number,
      number,
    ];
    balances.push({ location, received, available, held, shipped });
  }
  return balances;
}

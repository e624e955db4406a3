import type { OpenHolds } from './hold.ts';
import type { Balance, StockEntries, StockEntry } from './stockEntry.ts';

/** Entries in a store, as `balances` of a ledger returned them. */
export interface StoredStock {
  /** The balances of a SKU at all its locations; undefined if the store does not know it. @param sku the product. */
  find(sku: string): readonly Readonly<Balance>[] | undefined;
  /** All SKUs of the store, in any order. */
  skus(): Iterable<string>;
}

/** Where a ledger keeps what it knows, and whom it tells. */
export interface LedgerOptions {
  /** Called for each SKU whose stock has changed, right after the change. */
  readonly changed?: ((sku: string, entry: StockEntry) => void) | undefined;
  /** Entries that are not loaded yet. Each is read when it is first needed. */
  readonly stored?: StoredStock | undefined;
  /** Where the entries that are loaded are kept; a Map when left out. */
  readonly entries?: StockEntries | undefined;
  /** Where the open holds are kept; a Map when left out. */
  readonly holds?: OpenHolds | undefined;
}

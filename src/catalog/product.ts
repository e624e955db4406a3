import type { StockLedger } from '../../machines/index.ts';
import type { Catalog, CatalogEntry } from './catalog.ts';

/** A product as callers see it: the catalogue's entry with what is left and what users think. */
export interface Product extends CatalogEntry {
  /** Units that could be sold now, over all locations. */
  readonly available: number;
  /** The mean of all ratings, 1 to 5; 0 without reviews. */
  readonly rating: number;
  readonly reviewCount: number;
}

export function productView(entry: CatalogEntry, catalog: Catalog, ledger: StockLedger): Product {
  const { sku } = entry;
  return { ...entry, available: ledger.available(sku), ...catalog.rating(sku) };
}

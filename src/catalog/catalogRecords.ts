import type { Change, Store } from '../store/store.ts';
import type { Catalog, CatalogEntry, Review } from './catalog.ts';

/** Products are kept by their number, so that they come back in their order. */
const PRODUCT = 'product';
const REVIEW = 'review';

/** What is kept of a product as it is now. */
export function productChange(catalog: Catalog, sku: string): Change {
  const value = JSON.stringify(catalog.get(sku));
  return { op: 'put', key: [PRODUCT, catalog.numberOf(sku)], value };
}

/** What is kept of a review, by its place among those of the product. */
export function reviewChange(catalog: Catalog, sku: string, place: number, review: Review): Change {
  const key = [REVIEW, catalog.numberOf(sku), place];
  return { op: 'put', key, value: JSON.stringify(review) };
}

/** Fills an empty catalogue with what is kept. */
export function restoreCatalog(catalog: Catalog, store: Store): void {
  const skus = new Map<number, string>();
  for (const [[, number], value] of store.range({ prefix: [PRODUCT] })) {
    const entry = JSON.parse(value) as CatalogEntry;
    catalog.add(entry, number as number);
    skus.set(number as number, entry.sku);
  }
  for (const [[, number], value] of store.range({ prefix: [REVIEW] })) {
    catalog.review(skus.get(number as number) as string, JSON.parse(value) as Review);
  }
}

import type { Change, Store } from '../store/store.ts';
import type { Catalog, CatalogEntry, CatalogSource, Review, StoredProduct } from './catalog.ts';

/** By SKU: the product's number, and its entry. */
const PRODUCT = 'product';
/** By SKU and the review's place among those of the product. */
const REVIEW = 'review';

/** What is kept of a product as it is now. */
export function productChange(catalog: Catalog, sku: string): Change {
  const value = JSON.stringify([catalog.numberOf(sku), catalog.get(sku)]);
  return { op: 'put', key: [PRODUCT, sku], value };
}

/** What is kept of a review, by its place among those of the product. */
export function reviewChange(sku: string, place: number, review: Review): Change {
  return { op: 'put', key: [REVIEW, sku, place], value: JSON.stringify(review) };
}

/** The products that are kept. */
export function storedCatalog(store: Store): CatalogSource {
  return {
    find(sku) {
      const value = store.get([PRODUCT, sku]);
      return value === undefined ? undefined : read(value, store);
    },
    *all() {
      for (const [, value] of store.range({ prefix: [PRODUCT] })) yield read(value, store);
    },
  };
}

function read(value: string, store: Store): StoredProduct {
  const [number, entry] = JSON.parse(value) as [number, CatalogEntry];
  const reviews: Review[] = [];
  for (const [, text] of store.range({ prefix: [REVIEW, entry.sku] })) {
    reviews.push(JSON.parse(text) as Review);
  }
  return { entry, number, reviews };
}

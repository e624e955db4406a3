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
      return value === undefined ? undefined : read(value, reviewsIn(store, sku).get(sku));
    },
    *all() {
      // One pass over all reviews costs less than to look for those of each product.
      const reviews = reviewsIn(store);
      for (const [[, sku], value] of store.range({ prefix: [PRODUCT] })) {
        yield read(value, reviews.get(String(sku)));
      }
    },
  };
}

function read(value: string, reviews: readonly Review[] = []): StoredProduct {
  const [number, entry] = JSON.parse(value) as [number, CatalogEntry];
  return { entry, number, reviews };
}

/** Reviews by SKU, of all products or of one. */
function reviewsIn(store: Store, ...sku: [] | [string]): Map<string, Review[]> {
  const found = new Map<string, Review[]>();
  for (const [[, reviewed], text] of store.range({ prefix: [REVIEW, ...sku] })) {
    const review = JSON.parse(text) as Review;
    const reviews = found.get(String(reviewed));
    if (reviews === undefined) found.set(String(reviewed), [review]);
    else reviews.push(review);
  }
  return found;
}

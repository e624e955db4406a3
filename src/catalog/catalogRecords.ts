import { PRODUCT_BATCH_SIZE } from '../base/limits.ts';
import type { Change, Range, Store } from '../store/store.ts';
import type { Catalog, CatalogSource, Review, StoredProduct } from './catalog.ts';
import type { CatalogEntry } from './product.ts';

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
      if (value === undefined) return undefined;
      return read(value, reviewsIn(store, { prefix: [REVIEW, sku] }).get(sku));
    },
    after(sku) {
      const behind = sku === undefined ? {} : { after: [PRODUCT, sku] };
      const found: (readonly [string, string])[] = [];
      for (const [[, key], value] of store.range({ prefix: [PRODUCT], ...behind })) {
        found.push([String(key), value]);
        if (found.length === PRODUCT_BATCH_SIZE) break;
      }
      const last = found.at(-1);
      if (last === undefined) return [];
      // One pass over their reviews costs less than to look for those of each product.
      const reviews = reviewsIn(store, {
        prefix: [REVIEW],
        ...(sku !== undefined && { after: [REVIEW, sku, Number.MAX_SAFE_INTEGER] }),
        before: [REVIEW, last[0], Number.MAX_SAFE_INTEGER],
      });
      return found.map(([key, value]) => read(value, reviews.get(key)));
    },
  };
}

function read(value: string, reviews: readonly Review[] = []): StoredProduct {
  const [number, entry] = JSON.parse(value) as [number, CatalogEntry];
  return { entry, number, reviews };
}

/** Reviews by SKU. */
function reviewsIn(store: Store, range: Range): Map<string, Review[]> {
  const found = new Map<string, Review[]>();
  for (const [[, reviewed], text] of store.range(range)) {
    const review = JSON.parse(text) as Review;
    const reviews = found.get(String(reviewed));
    if (reviews === undefined) found.set(String(reviewed), [review]);
    else reviews.push(review);
  }
  return found;
}

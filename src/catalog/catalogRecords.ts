import { PRODUCT_BATCH_SIZE } from '../base/limits.ts';
import { entryOf, type ListedItem } from '../items/item.ts';
import { type ProductRecord, productRecord } from '../schema/product.ts';
import { type Review, reviewRecord } from '../schema/review.ts';
import type { AnyChange, Range, Store } from '../store/store.ts';
import type { CatalogSource, StoredProduct } from './catalog.ts';

/** The change that writes the current state of a product, without its reviews. */
export function productChange(item: ListedItem): AnyChange {
  const { sku, number } = item;
  return productRecord.put(productRecord.key(sku), { number, entry: entryOf(item) });
}

/** Reads products and their reviews from a store. */
export function storedCatalog(store: Store): CatalogSource {
  return {
    find(sku) {
      const record = productRecord.get(store, productRecord.key(sku));
      if (record === undefined) return undefined;
      const prefix = [...reviewRecord.prefix, sku];
      return withReviews(record, reviewsIn(store, { prefix }).get(sku));
    },
    after(sku) {
      const found: (readonly [string, ProductRecord])[] = [];
      const range = sku === undefined ? {} : { after: productRecord.key(sku) };
      for (const [[, key], record] of productRecord.range(store, range)) {
        found.push([key, record]);
        if (found.length === PRODUCT_BATCH_SIZE) break;
      }
      const last = found.at(-1);
      if (last === undefined) return [];
      // One range over the reviews of all these products is cheaper than one range per product.
      const reviews = reviewsIn(store, {
        ...(sku !== undefined && { after: reviewRecord.key(sku, Number.MAX_SAFE_INTEGER) }),
        before: reviewRecord.key(last[0], Number.MAX_SAFE_INTEGER),
      });
      return found.map(([key, record]) => withReviews(record, reviews.get(key)));
    },
  };
}

function withReviews(
  { number, entry }: ProductRecord,
  reviews: readonly Review[] = [],
): StoredProduct {
  return { entry, number, reviews };
}

/** The reviews in a range of keys, by SKU. */
function reviewsIn(store: Store, range: Partial<Range>): Map<string, Review[]> {
  const found = new Map<string, Review[]>();
  for (const [[, sku], review] of reviewRecord.range(store, range)) {
    const reviews = found.get(sku);
    if (reviews === undefined) found.set(sku, [review]);
    else reviews.push(review);
  }
  return found;
}

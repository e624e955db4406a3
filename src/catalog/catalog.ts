import { availableUnits, type StockLedger } from '../../machines/index.ts';
import type { WithoutUndefined } from '../base/withoutUndefined.ts';
import type { Writable } from '../base/writable.ts';
import { entryOf, type Item, isListed, type ListedItem, setEntry } from '../items/item.ts';
import type { Items } from '../items/items.ts';
import type { CatalogEntry } from '../schema/product.ts';
import type { Review } from '../schema/review.ts';
import { SearchIndex } from '../search/searchIndex.ts';
import type { SearchOptions, SearchResult } from '../search/searchOptions.ts';
import type { Suggestion, SuggestOptions } from '../search/suggest.ts';
import type { Filter } from './filter.ts';
import type { Product } from './product.ts';

/** The members of a product that can be changed. One that is left out stays as it is. */
export interface ProductChange {
  /** What the product is called. */
  readonly name?: string | undefined;
  /** The category that searches know it by. */
  readonly category?: string | undefined;
  /** The price of one unit in minor units, 0 or more. Orders that were placed keep theirs. */
  readonly priceMinor?: number | undefined;
  /** Null takes the description back: the product then has none. */
  readonly description?: string | null | undefined;
  /** The largest number of units in one order, at least 1; null takes the limit back. */
  readonly maxPerOrder?: number | null | undefined;
  /**
   * The largest number of units that one user may hold and have bought within `perUserWindowMs`, at least 1; null
   * takes the limit back. Orders that were placed before the limit was set count, too.
   */
  readonly maxPerUser?: number | null | undefined;
}

/** Reads products that are not in memory yet. */
export interface CatalogSource {
  find(sku: string): StoredProduct | undefined;
  /**
   * A number of products with SKUs after the given one, in their order; from the first SKU if it is
   * undefined. Empty only if there are none.
   */
  after(sku: string | undefined): readonly StoredProduct[];
}

/** A product as it is stored. */
export interface StoredProduct {
  readonly entry: CatalogEntry;
  /** The number of the turn that added it. */
  readonly number: number;
  /** In the order of each user's first one. */
  readonly reviews: readonly Review[];
}

export interface CatalogOptions {
  /** Those of the ledger. */
  readonly items: Items;
  readonly ledger: Pick<StockLedger, 'available'>;
  /** Undefined when everything is in memory. */
  readonly source?: CatalogSource | undefined;
  /** The most words of a search text that count. */
  readonly maxQueryWords: number;
}

/**
 * All products by SKU, their reviews, and an index to search them. A stored product is read when it
 * is first used; all others are read before the first search.
 */
export class Catalog {
  readonly #items: Items;
  readonly #index: SearchIndex<CatalogEntry, Product>;
  readonly #ledger: Pick<StockLedger, 'available'>;
  /** Undefined when everything is in memory. */
  #source: CatalogSource | undefined;
  /** The largest SKU that {@link Catalog.readMore} has read; undefined before its first call. */
  #readUpTo: string | undefined;

  constructor({ items, ledger, source, maxQueryWords }: CatalogOptions) {
    this.#items = items;
    this.#index = new SearchIndex({
      view: ({ sku }) => this.viewOf(items.get(sku) as ListedItem),
      maxQueryWords,
    });
    this.#ledger = ledger;
    this.#source = source;
  }

  /**
   * Adds a product.
   *
   * @param number the number of the turn, larger than that of every earlier product.
   */
  add(entry: CatalogEntry, number: number): ListedItem {
    return this.#list({ entry, number, reviews: [] });
  }

  /** The item of a product; undefined if there is none. Its stock has been read, too. */
  find(sku: string): ListedItem | undefined {
    const item = this.#items.get(sku);
    if (item !== undefined && isListed(item)) return item;
    const stored = this.#source?.find(sku);
    return stored && this.#list(stored);
  }

  /** To be called with items that the inventory will look up next. */
  expect(items: readonly (Item | undefined)[]): void {
    this.#items.expect(items);
  }

  /** The product as callers see it; undefined if there is none. */
  product(sku: string): Product | undefined {
    const item = this.find(sku);
    return item && this.viewOf(item);
  }

  /** The product as callers see it. */
  viewOf(item: ListedItem): Product {
    const { sku, name, category, priceMinor, createdAt } = item;
    const { description, maxPerOrder, maxPerUser } = item;
    // Member by member: V8 takes microseconds to add members to the copy of an object.
    const view: Writable<Product> = {
      sku,
      name,
      category,
      priceMinor,
      createdAt,
      available: availableUnits(item),
      rating: meanRating(item),
      reviewCount: item.reviews === undefined ? 0 : item.reviews.size,
    };
    if (description !== undefined) view.description = description;
    if (maxPerOrder !== undefined) view.maxPerOrder = maxPerOrder;
    if (maxPerUser !== undefined) view.maxPerUser = maxPerUser;
    return view;
  }

  /** Changes the given members; takes back those that are null. */
  update(item: ListedItem, change: WithoutUndefined<ProductChange>): void {
    const { description = item.description } = change;
    const { maxPerOrder = item.maxPerOrder, maxPerUser = item.maxPerUser } = change;
    const entry = entryOf({
      ...entryOf(item),
      ...change,
      description: description ?? undefined,
      maxPerOrder: maxPerOrder ?? undefined,
      maxPerUser: maxPerUser ?? undefined,
    });
    // The index may refuse the entry, so that the item is changed only then.
    if (hasTexts(change)) item.row = this.#index.update(item.row, entry);
    else this.#index.setPrice(item.row, entry);
    setEntry(item, entry);
  }

  /**
   * Adds a review, or replaces the one of the same user.
   *
   * @returns its place among the reviews of the product, from 0.
   */
  review(item: ListedItem, review: Review): number {
    const place = setReview(item, review);
    this.#index.setRating(item.row, meanRating(item));
    return place;
  }

  /** All reviews of a product, in the order of each user's first one; empty if there is none. */
  reviews(sku: string): Review[] {
    return [...(this.find(sku)?.reviews?.values() ?? [])].map(({ review }) => review);
  }

  /** To be called when a product has gone out of stock or come back. */
  availabilityChanged(item: Item): void {
    if (!isListed(item)) return;
    item.isShownInStock = availableUnits(item) > 0;
    this.#index.setInStock(item.row, item.isShownInStock);
  }

  search(filters: readonly Filter[], options: SearchOptions): SearchResult<Product> {
    while (this.readMore());
    return this.#index.search(filters, options);
  }

  suggest(text: string, options: SuggestOptions): Suggestion[] {
    while (this.readMore());
    return this.#index.suggest(text, options);
  }

  /** The number of products in the search index. */
  get size(): number {
    return this.#index.size;
  }

  /** True when the search index has every product of the store. */
  get isLoaded(): boolean {
    return this.#source === undefined;
  }

  /** Reads the next batch of products from the store. @returns false when all have been read. */
  readMore(): boolean {
    if (this.#source === undefined) return false;
    const batch = this.#source.after(this.#readUpTo);
    for (const stored of batch) {
      if (this.#items.get(stored.entry.sku)?.name === undefined) this.#list(stored);
    }
    this.#readUpTo = batch.at(-1)?.entry.sku;
    if (batch.length === 0) this.#source = undefined;
    return batch.length > 0;
  }

  #list({ entry: given, number, reviews }: StoredProduct): ListedItem {
    const entry = entryOf(given);
    const { sku } = entry;
    const reviewed: Reviewed = { reviews: undefined, stars: 0 };
    for (const review of reviews) setReview(reviewed, review);
    // The first look at the stock reads it.
    const inStock = this.#ledger.available(sku) > 0;
    const row = this.#index.add(entry, { number, rating: meanRating(reviewed), inStock });
    // The index may have refused the entry, so that the item is changed only now.
    const item = this.#items.getOrCreate(sku);
    item.number = number;
    item.row = row;
    item.isShownInStock = inStock;
    item.reviews = reviewed.reviews;
    item.stars = reviewed.stars;
    setEntry(item, entry);
    return item;
  }
}

/** The reviews of a product, and the sum of their ratings. */
type Reviewed = Pick<Item, 'reviews' | 'stars'>;

function hasTexts({ name, category, description }: WithoutUndefined<ProductChange>): boolean {
  return name !== undefined || category !== undefined || description !== undefined;
}

/** The mean of all ratings; 0 without reviews. */
function meanRating({ reviews, stars }: Reviewed): number {
  return reviews === undefined ? 0 : stars / reviews.size;
}

/** Adds or replaces a user's review. @returns its place among the reviews of the product. */
function setReview(reviewed: Reviewed, review: Review): number {
  reviewed.reviews ??= new Map();
  const before = reviewed.reviews.get(review.userId);
  const place = before?.place ?? reviewed.reviews.size;
  reviewed.reviews.set(review.userId, { review, place });
  reviewed.stars += review.rating - (before?.review.rating ?? 0);
  return place;
}

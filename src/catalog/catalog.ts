import type { StockLedger } from '../../machines/index.ts';
import type { CatalogEntry } from '../schema/product.ts';
import type { Review } from '../schema/review.ts';
import { SearchIndex } from '../search/searchIndex.ts';
import type { SearchOptions, SearchResult } from '../search/searchOptions.ts';
import type { Suggestion, SuggestOptions } from '../search/suggest.ts';
import type { Filter } from './filter.ts';
import type { Product, Rating } from './product.ts';

/** The members of a product that can be changed. */
export type ProductChange = Partial<
  Pick<CatalogEntry, 'name' | 'category' | 'priceMinor' | 'description' | 'maxPerOrder'>
>;

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

/** A product in memory. */
interface Listed {
  entry: CatalogEntry;
  /** Its row in the index. */
  row: number;
  /** The number of the turn that added it, by which products are ordered. */
  readonly number: number;
  /**
   * By user, each with its place in the order of the users' first reviews; undefined without
   * reviews.
   */
  reviews: Map<string, { readonly review: Review; readonly place: number }> | undefined;
  /** The sum of all ratings. */
  stars: number;
}

export interface CatalogOptions {
  readonly ledger: Pick<StockLedger, 'available'>;
  /** Undefined when everything is in memory. */
  readonly source?: CatalogSource | undefined;
}

/**
 * All products by SKU, their reviews, and an index to search them. A stored product is read when it
 * is first used; all others are read before the first search.
 */
export class Catalog {
  readonly #products = new Map<string, Listed>();
  readonly #index = new SearchIndex<CatalogEntry, Product>({ view: (entry) => this.#view(entry) });
  readonly #ledger: Pick<StockLedger, 'available'>;
  /** Undefined when everything is in memory. */
  #source: CatalogSource | undefined;
  /** The largest SKU that {@link Catalog.readMore} has read; undefined before its first call. */
  #readUpTo: string | undefined;

  constructor({ ledger, source }: CatalogOptions) {
    this.#ledger = ledger;
    this.#source = source;
  }

  /**
   * Adds a product.
   *
   * @param number the number of the turn, larger than that of every earlier product.
   */
  add(entry: CatalogEntry, number: number): void {
    this.#list({ entry, number, reviews: [] });
  }

  /** The entry of a product; undefined if there is none. */
  get(sku: string): CatalogEntry | undefined {
    return this.#find(sku)?.entry;
  }

  /** The product as callers see it; undefined if there is none. */
  product(sku: string): Product | undefined {
    const entry = this.get(sku);
    return entry && this.#view(entry);
  }

  /** The number of the turn that added the product. @throws Error if there is none. */
  numberOf(sku: string): number {
    return this.#listed(sku).number;
  }

  /** Changes the given members. @throws Error if there is no such product. */
  update(sku: string, change: ProductChange): void {
    const listed = this.#listed(sku);
    listed.entry = { ...listed.entry, ...change };
    if (hasTexts(change)) listed.row = this.#index.update(listed.row, listed.entry);
    else this.#index.setPrice(listed.row, listed.entry);
  }

  /**
   * Adds a review, or replaces the one of the same user.
   *
   * @returns its place among the reviews of the product, from 0.
   * @throws Error if there is no such product.
   */
  review(sku: string, review: Review): number {
    const listed = this.#listed(sku);
    const place = setReview(listed, review);
    this.#index.setRating(listed.row, ratingOf(listed).rating);
    return place;
  }

  /** All reviews of a product, in the order of each user's first one; empty if there is none. */
  reviews(sku: string): Review[] {
    return [...(this.#find(sku)?.reviews?.values() ?? [])].map(({ review }) => review);
  }

  /** To be called when the stock of a product has changed. */
  stockChanged(sku: string): void {
    const listed = this.#products.get(sku);
    if (listed !== undefined) this.#index.setInStock(listed.row, this.#isInStock(sku));
  }

  search(filters: readonly Filter[], options: SearchOptions): SearchResult<Product> {
    while (this.readMore());
    return this.#index.search(filters, options);
  }

  suggest(text: string, options: SuggestOptions): Suggestion[] {
    while (this.readMore());
    return this.#index.suggest(text, options);
  }

  /** Reads the next batch of products from the store. @returns false when all have been read. */
  readMore(): boolean {
    if (this.#source === undefined) return false;
    const batch = this.#source.after(this.#readUpTo);
    for (const stored of batch) {
      if (!this.#products.has(stored.entry.sku)) this.#list(stored);
    }
    this.#readUpTo = batch.at(-1)?.entry.sku;
    if (batch.length === 0) this.#source = undefined;
    return batch.length > 0;
  }

  #view(entry: CatalogEntry): Product {
    const { sku } = entry;
    return { ...entry, available: this.#ledger.available(sku), ...ratingOf(this.#listed(sku)) };
  }

  #isInStock(sku: string): boolean {
    return this.#ledger.available(sku) > 0;
  }

  #listed(sku: string): Listed {
    const listed = this.#find(sku);
    if (listed === undefined) throw new Error(`the catalogue has no ${sku}`);
    return listed;
  }

  #find(sku: string): Listed | undefined {
    const known = this.#products.get(sku);
    if (known !== undefined || this.#source === undefined) return known;
    const stored = this.#source.find(sku);
    return stored === undefined ? undefined : this.#list(stored);
  }

  #list({ entry, number, reviews }: StoredProduct): Listed {
    const listed: Listed = { entry, row: 0, number, reviews: undefined, stars: 0 };
    for (const review of reviews) setReview(listed, review);
    const { rating } = ratingOf(listed);
    listed.row = this.#index.add(entry, { number, rating, inStock: this.#isInStock(entry.sku) });
    this.#products.set(entry.sku, listed);
    return listed;
  }
}

function hasTexts({ name, category, description }: ProductChange): boolean {
  return name !== undefined || category !== undefined || description !== undefined;
}

function ratingOf({ reviews, stars }: Listed): Rating {
  const reviewCount = reviews?.size ?? 0;
  return { rating: reviewCount === 0 ? 0 : stars / reviewCount, reviewCount };
}

/** Adds or replaces a user's review. @returns its place among the reviews of the product. */
function setReview(listed: Listed, review: Review): number {
  listed.reviews ??= new Map();
  const before = listed.reviews.get(review.userId);
  const place = before?.place ?? listed.reviews.size;
  listed.reviews.set(review.userId, { review, place });
  listed.stars += review.rating - (before?.review.rating ?? 0);
  return place;
}

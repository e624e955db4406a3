import type { StockLedger } from '../../machines/index.ts';
import type { CatalogEntry } from '../schema/product.ts';
import type { Review } from '../schema/review.ts';
import { SearchIndex } from '../search/searchIndex.ts';
import type { SearchOptions, SearchResult } from '../search/searchOptions.ts';
import type { Suggestion, SuggestOptions } from '../search/suggest.ts';
import type { Filter } from './filter.ts';
import type { Product, Rating } from './product.ts';

/** What can be changed about a product after it was added. */
export type ProductChange = Partial<
  Pick<CatalogEntry, 'name' | 'category' | 'priceMinor' | 'description' | 'maxPerOrder'>
>;

/** Where products are found that are not in memory yet. */
export interface CatalogSource {
  find(sku: string): StoredProduct | undefined;
  /** Some of those with larger SKUs, in order; at least one if there are any. */
  after(sku: string | undefined): readonly StoredProduct[];
}

export interface StoredProduct {
  readonly entry: CatalogEntry;
  /** The number that it was added with. */
  readonly number: number;
  /** In the order of each user's first one. */
  readonly reviews: readonly Review[];
}

/** What the catalogue knows of one product. */
interface Listed {
  entry: CatalogEntry;
  /** Where it is in the index. */
  row: number;
  /** Its place among all products. */
  readonly number: number;
  /** By user, each with its place in the order of the users' first ones. */
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
 * All products by SKU, their reviews, and an index to search them. What has been kept is read when
 * somebody asks for it, and all of it before the first search.
 */
export class Catalog {
  readonly #products = new Map<string, Listed>();
  readonly #index = new SearchIndex<CatalogEntry, Product>({ view: (entry) => this.#view(entry) });
  readonly #ledger: Pick<StockLedger, 'available'>;
  /** Undefined when everything is in memory. */
  #source: CatalogSource | undefined;
  /** Up to this SKU everything has been read. */
  #readUpTo: string | undefined;

  constructor({ ledger, source }: CatalogOptions) {
    this.#ledger = ledger;
    this.#source = source;
  }

  /** @param number larger than that of every product before. */
  add(entry: CatalogEntry, number: number): void {
    this.#list({ entry, number, reviews: [] });
  }

  get(sku: string): CatalogEntry | undefined {
    return this.#find(sku)?.entry;
  }

  product(sku: string): Product | undefined {
    const entry = this.get(sku);
    return entry && this.#view(entry);
  }

  /** The number that the product was added with. */
  numberOf(sku: string): number {
    return this.#listed(sku).number;
  }

  update(sku: string, change: ProductChange): void {
    const listed = this.#listed(sku);
    listed.entry = { ...listed.entry, ...change };
    if (hasTexts(change)) listed.row = this.#index.update(listed.row, listed.entry);
    else this.#index.setPrice(listed.row, listed.entry);
  }

  /**
   * One review per user and product: a second one replaces the first.
   *
   * @returns its place among the reviews of the product.
   */
  review(sku: string, review: Review): number {
    const listed = this.#listed(sku);
    const place = noteReview(listed, review);
    this.#index.setRating(listed.row, ratingOf(listed).rating);
    return place;
  }

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

  /** Reads some products that are not in memory yet. @returns false if there are none. */
  readMore(): boolean {
    if (this.#source === undefined) return false;
    const some = this.#source.after(this.#readUpTo);
    for (const stored of some) {
      if (!this.#products.has(stored.entry.sku)) this.#list(stored);
    }
    this.#readUpTo = some.at(-1)?.entry.sku;
    if (some.length === 0) this.#source = undefined;
    return some.length > 0;
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
    for (const review of reviews) noteReview(listed, review);
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

/** @returns the review's place among those of the product. */
function noteReview(listed: Listed, review: Review): number {
  listed.reviews ??= new Map();
  const before = listed.reviews.get(review.userId);
  const place = before?.place ?? listed.reviews.size;
  listed.reviews.set(review.userId, { review, place });
  listed.stars += review.rating - (before?.review.rating ?? 0);
  return place;
}

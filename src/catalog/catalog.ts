/** A product as the catalogue keeps it. What is in stock is the inventory's to say. */
export interface CatalogEntry {
  readonly sku: string;
  readonly name: string;
  readonly category: string;
  readonly priceMinor: number;
  readonly description?: string;
  /** At most so many units in one order. */
  readonly maxPerOrder?: number;
  /** Epoch milliseconds. */
  readonly createdAt: number;
}

/** What can be changed about a product after it was added. */
export type ProductChange = Partial<
  Pick<CatalogEntry, 'name' | 'category' | 'priceMinor' | 'description' | 'maxPerOrder'>
>;

export interface Review {
  readonly userId: string;
  /** 1 to 5. */
  readonly rating: number;
  readonly text?: string;
  /** When it was given, epoch milliseconds. */
  readonly at: number;
}

/** What all reviews of a product come to. */
export interface Rating {
  /** The mean; 0 without reviews. */
  readonly rating: number;
  readonly reviewCount: number;
}

/** All products by SKU, and their reviews. */
export class Catalog {
  readonly #entries = new Map<string, CatalogEntry>();
  readonly #reviews = new Map<string, Map<string, Review>>();
  /** The sum of all ratings by SKU. */
  readonly #stars = new Map<string, number>();

  add(entry: CatalogEntry): void {
    this.#entries.set(entry.sku, entry);
  }

  get(sku: string): CatalogEntry | undefined {
    return this.#entries.get(sku);
  }

  /** In the order in which they were added. */
  all(): IterableIterator<CatalogEntry> {
    return this.#entries.values();
  }

  update(sku: string, change: ProductChange): void {
    const entry = this.#entries.get(sku);
    if (entry === undefined) throw new Error(`the catalogue has no ${sku}`);
    this.#entries.set(sku, { ...entry, ...change });
  }

  /** One review per user and product: a second one replaces the first. */
  review(sku: string, review: Review): void {
    let reviews = this.#reviews.get(sku);
    if (reviews === undefined) {
      reviews = new Map();
      this.#reviews.set(sku, reviews);
    }
    const before = reviews.get(review.userId)?.rating ?? 0;
    reviews.set(review.userId, review);
    this.#stars.set(sku, (this.#stars.get(sku) ?? 0) - before + review.rating);
  }

  reviews(sku: string): Review[] {
    return [...(this.#reviews.get(sku)?.values() ?? [])];
  }

  rating(sku: string): Rating {
    const reviewCount = this.#reviews.get(sku)?.size ?? 0;
    const rating = reviewCount === 0 ? 0 : (this.#stars.get(sku) ?? 0) / reviewCount;
    return { rating, reviewCount };
  }
}

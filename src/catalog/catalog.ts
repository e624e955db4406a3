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

/** Where products are found that are not in memory yet. */
export interface CatalogSource {
  find(sku: string): StoredProduct | undefined;
  all(): Iterable<StoredProduct>;
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
  /** Its place among all products. */
  readonly number: number;
  /** By user, each with its place in the order of the users' first ones. */
  reviews: Map<string, { readonly review: Review; readonly place: number }> | undefined;
  /** The sum of all ratings. */
  stars: number;
}

/** All products by SKU, and their reviews. What has been kept is read when somebody asks for it. */
export class Catalog {
  #products = new Map<string, Listed>();
  /** Undefined when everything is in memory. */
  #source: CatalogSource | undefined;

  constructor(source?: CatalogSource) {
    this.#source = source;
  }

  /** @param number larger than that of every product before. */
  add(entry: CatalogEntry, number: number): void {
    this.#products.set(entry.sku, { entry, number, reviews: undefined, stars: 0 });
  }

  get(sku: string): CatalogEntry | undefined {
    return this.#find(sku)?.entry;
  }

  /** The number that the product was added with. */
  numberOf(sku: string): number {
    return this.#listed(sku).number;
  }

  /** In the order in which they were added. */
  *all(): Generator<CatalogEntry> {
    this.#readAll();
    for (const { entry } of this.#products.values()) yield entry;
  }

  update(sku: string, change: ProductChange): void {
    const listed = this.#listed(sku);
    listed.entry = { ...listed.entry, ...change };
  }

  /**
   * One review per user and product: a second one replaces the first.
   *
   * @returns its place among the reviews of the product.
   */
  review(sku: string, review: Review): number {
    const listed = this.#listed(sku);
    return noteReview(listed, review);
  }

  reviews(sku: string): Review[] {
    return [...(this.#find(sku)?.reviews?.values() ?? [])].map(({ review }) => review);
  }

  rating(sku: string): Rating {
    const { reviews, stars = 0 } = this.#find(sku) ?? {};
    const reviewCount = reviews?.size ?? 0;
    return { rating: reviewCount === 0 ? 0 : stars / reviewCount, reviewCount };
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
    const listed: Listed = { entry, number, reviews: undefined, stars: 0 };
    for (const review of reviews) noteReview(listed, review);
    this.#products.set(entry.sku, listed);
    return listed;
  }

  #readAll(): void {
    if (this.#source === undefined) return;
    for (const stored of this.#source.all()) {
      if (!this.#products.has(stored.entry.sku)) this.#list(stored);
    }
    const inOrder = [...this.#products].sort(([, a], [, b]) => a.number - b.number);
    this.#products = new Map(inOrder);
    this.#source = undefined;
  }
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

import { BUCKET_COUNT, type Bucket, bandOfBucket, halfStarsOfBucket } from './buckets.ts';
import { boundsOfBand } from './priceSteps.ts';
import type { FacetName, Facets } from './searchOptions.ts';

/** The numbers of matching products, by bucket and by category. */
export class FacetCounts {
  readonly buckets = new Uint32Array(BUCKET_COUNT);
  readonly categories: Uint32Array;

  /** @param categories the number of categories. */
  constructor(categories: number) {
    this.categories = new Uint32Array(categories);
  }

  get total(): number {
    return this.buckets.reduce((sum, count) => sum + count, 0);
  }

  add(category: number, bucket: Bucket, count = 1): void {
    this.buckets[bucket] = (this.buckets[bucket] as number) + count;
    this.categories[category] = (this.categories[category] as number) + count;
  }

  /** @param categoryNames by number of the category. */
  facets(wanted: ReadonlySet<FacetName>, categoryNames: readonly string[]): Facets {
    return {
      ...(wanted.has('category') && { category: this.#byCategory(categoryNames) }),
      ...(wanted.has('price') && { price: this.#byPrice() }),
      ...(wanted.has('rating') && { rating: this.#byRating() }),
    };
  }

  #byCategory(names: readonly string[]): Facets['category'] & object {
    const found: { category: string; count: number }[] = [];
    for (let category = 0; category < names.length; category++) {
      const count = this.categories[category] as number;
      if (count > 0) found.push({ category: names[category] as string, count });
    }
    return found.sort((a, b) => b.count - a.count || (a.category < b.category ? -1 : 1));
  }

  #byPrice(): Facets['price'] & object {
    const counts = this.#grouped(bandOfBucket);
    return [...counts]
      .toSorted(([a], [b]) => a - b)
      .map(([band, count]) => ({ ...boundsOfBand(band), count }));
  }

  #byRating(): Facets['rating'] & object {
    const counts = this.#grouped(halfStarsOfBucket);
    return [...counts]
      .toSorted(([a], [b]) => b - a)
      .map(([halfStars, count]) => ({ rating: halfStars / 2, count }));
  }

  #grouped(groupOf: (bucket: Bucket) => number): Map<number, number> {
    const counts = new Map<number, number>();
    for (let bucket = 0; bucket < BUCKET_COUNT; bucket++) {
      const count = this.buckets[bucket] as number;
      if (count > 0) counts.set(groupOf(bucket), (counts.get(groupOf(bucket)) ?? 0) + count);
    }
    return counts;
  }
}

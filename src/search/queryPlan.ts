import {
  BUCKET_COUNT,
  type Bucket,
  bucketAt,
  HALF_STAR_COUNT,
  halfStarsOfBucket,
  stepOfBucket,
} from './buckets.ts';
import type { Criterion } from './filters.ts';
import {
  boundsOfGroup,
  boundsOfStep,
  groupsOfStep,
  PRICE_STEP_COUNT,
  type PriceBounds,
} from './priceSteps.ts';
import { type QueryWord, queryWords } from './queryWords.ts';
import { wordsOf } from './words.ts';

/** Bounds of the exact values, included. */
export interface ExactBounds extends PriceBounds {
  readonly minRating: number;
}

/** What the indexed filters of a search ask for, with categories by their numbers. */
interface Query {
  /** A product has to match every text. */
  readonly texts: readonly (readonly QueryWord[])[];
  /** Undefined for all. */
  readonly categories: readonly number[] | undefined;
  /** By category, 1 if it is asked for; undefined for all. */
  readonly categoryMask: Uint8Array | undefined;
  readonly bounds: ExactBounds;
}

/**
 * How a query is answered from the index: by buckets. The bounds of the query cover a bucket if all of
 * its products are within them. Where they cover only a part of it, exact values have to be checked.
 */
export class QueryPlan {
  readonly query: Query;
  /** The buckets whose products may match, ascending: the cheapest first. */
  readonly buckets: readonly Bucket[];
  /** By bucket, 1 for {@link buckets}. */
  readonly bucketMask: Uint8Array;
  /** True when the exact prices of some buckets have to be checked. */
  readonly needsPriceCheck: boolean;
  /** True when the exact ratings of some buckets have to be checked. */
  readonly needsRatingCheck: boolean;
  /** By price step, 1 if it lies within the bounds. */
  readonly #coveredSteps: Uint8Array;
  #priceGroups: readonly number[] | undefined;
  #halfStars: readonly number[] | undefined;

  constructor(query: Query, buckets: readonly Bucket[]) {
    this.query = query;
    this.buckets = buckets;
    this.bucketMask = maskOf(buckets, BUCKET_COUNT + 1);
    this.#coveredSteps = Uint8Array.from({ length: PRICE_STEP_COUNT }, (_, step) =>
      Number(isCovered(boundsOfStep(step), query.bounds)),
    );
    this.needsPriceCheck = buckets.some((bucket) => !this.isPriceCovered(bucket));
    this.needsRatingCheck = buckets.some((bucket) => !this.isRatingCovered(bucket));
  }

  /** True when every price of the bucket is within the bounds. For {@link buckets} only. */
  isPriceCovered(bucket: Bucket): boolean {
    return this.#coveredSteps[stepOfBucket(bucket)] === 1;
  }

  /** True when every rating of the bucket is at least the minimum. For {@link buckets} only. */
  isRatingCovered(bucket: Bucket): boolean {
    return halfStarsOfBucket(bucket) / 2 >= this.query.bounds.minRating;
  }

  /** The price groups of which products may match, the cheapest first. */
  get priceGroups(): readonly number[] {
    const { minMinor, maxMinor } = this.query.bounds;
    this.#priceGroups ??= [...new Set(this.buckets.map(stepOfBucket))]
      .flatMap(groupsOfStep)
      .filter((group) => {
        const bounds = boundsOfGroup(group);
        return bounds.maxMinor >= minMinor && bounds.minMinor <= maxMinor;
      });
    return this.#priceGroups;
  }

  /** The mean ratings, in half stars, of which products may match, the best first. */
  get halfStars(): readonly number[] {
    this.#halfStars ??= [...new Set(this.buckets.map(halfStarsOfBucket))].sort((a, b) => b - a);
    return this.#halfStars;
  }

  /** True when every price of the group is within the bounds. */
  isPriceGroupCovered(group: number): boolean {
    return isCovered(boundsOfGroup(group), this.query.bounds);
  }

  /** The same query, answered for those buckets alone that `keep` returns true for. */
  restrictedTo(keep: (bucket: Bucket) => boolean): QueryPlan {
    return new QueryPlan(this.query, this.buckets.filter(keep));
  }
}

/**
 * @param categories the numbers of all categories, by name.
 * @param maxWords the number of words that count, of all texts together.
 */
export function planQuery(
  criteria: readonly Criterion[],
  categories: ReadonlyMap<string, number>,
  maxWords: number,
): QueryPlan {
  const texts: (readonly QueryWord[])[] = [];
  let wordsLeft = maxWords;
  let names: readonly string[] | undefined;
  let minMinor = 0;
  let maxMinor = Number.MAX_SAFE_INTEGER;
  let minRating = 0;
  let inStock = false;
  for (const criterion of criteria) {
    if (criterion.kind === 'text') {
      const words = queryWords(criterion.text, wordsLeft);
      // A text without words finds nothing; one of which no word counts any more is ignored.
      if (words.length > 0 || wordsOf(criterion.text).length === 0) texts.push(words);
      wordsLeft -= words.length;
    } else if (criterion.kind === 'category') {
      names = (names ?? [...criterion.names]).filter((name) => criterion.names.has(name));
    } else if (criterion.kind === 'price') {
      minMinor = Math.max(minMinor, criterion.minMinor);
      maxMinor = Math.min(maxMinor, criterion.maxMinor);
    } else if (criterion.kind === 'rating') minRating = Math.max(minRating, criterion.minimum);
    else inStock = true;
  }
  const numbers = names?.flatMap((name) => categories.get(name) ?? []);
  const categoryMask = numbers && maskOf(numbers, categories.size);
  const bounds = { minMinor, maxMinor, minRating };
  const query = { texts, categories: numbers, categoryMask, bounds };
  return new QueryPlan(query, bucketsWithin(bounds, inStock));
}

function bucketsWithin({ minMinor, maxMinor, minRating }: ExactBounds, inStock: boolean): Bucket[] {
  const buckets: Bucket[] = [];
  for (let step = 0; step < PRICE_STEP_COUNT; step++) {
    const bounds = boundsOfStep(step);
    if (bounds.maxMinor < minMinor || bounds.minMinor > maxMinor) continue;
    for (let halfStars = 0; halfStars < HALF_STAR_COUNT; halfStars++) {
      if ((halfStars + 1) / 2 <= minRating) continue;
      const bucket = bucketAt(step, halfStars);
      if (!inStock) buckets.push(bucket);
      buckets.push(bucket + 1);
    }
  }
  return buckets;
}

/** 1 at each of the numbers, 0 elsewhere. */
function maskOf(numbers: readonly number[], size: number): Uint8Array {
  const mask = new Uint8Array(size);
  for (const number of numbers) mask[number] = 1;
  return mask;
}

function isCovered(prices: PriceBounds, { minMinor, maxMinor }: ExactBounds): boolean {
  return prices.minMinor >= minMinor && prices.maxMinor <= maxMinor;
}

import { bandOfStep, PRICE_STEP_COUNT, priceStepOf } from './priceSteps.ts';

/**
 * What filters and facets read of a product, as one small number: the step of its price, its mean
 * rating in half stars, and whether it is in stock.
 */
export type Bucket = number;

/** Mean ratings from 0 (unrated) to 5 in steps of half a star. */
export const HALF_STAR_COUNT = 11;

export const BUCKET_COUNT = PRICE_STEP_COUNT * HALF_STAR_COUNT * 2;

/** The bucket of a row without a product. */
export const NO_BUCKET: Bucket = BUCKET_COUNT;

/** Bits that hold every bucket, {@link NO_BUCKET} included. */
export const BUCKET_BITS = 11;

export function bucketOf(priceMinor: number, rating: number, inStock: boolean): Bucket {
  return bucketAt(priceStepOf(priceMinor), halfStarsOf(rating)) + (inStock ? 1 : 0);
}

/** The bucket of products that are out of stock. The next bucket has those that are in stock. */
export function bucketAt(priceStep: number, halfStars: number): Bucket {
  return (priceStep * HALF_STAR_COUNT + halfStars) * 2;
}

function halfStarsOf(rating: number): number {
  return Math.floor(rating * 2);
}

export function stepOfBucket(bucket: Bucket): number {
  return Math.floor(bucket / (HALF_STAR_COUNT * 2));
}

/** The price band of the facet. */
export function bandOfBucket(bucket: Bucket): number {
  return bandOfStep(stepOfBucket(bucket));
}

/** The mean rating in half stars, rounded down. */
export function halfStarsOfBucket(bucket: Bucket): number {
  return Math.floor(bucket / 2) % HALF_STAR_COUNT;
}

/** True when the products of the bucket are in stock. */
export function isStockBucket(bucket: Bucket): boolean {
  return bucket % 2 === 1;
}

export function withPrice(bucket: Bucket, priceMinor: number): Bucket {
  return priceStepOf(priceMinor) * HALF_STAR_COUNT * 2 + (bucket % (HALF_STAR_COUNT * 2));
}

export function withRating(bucket: Bucket, rating: number): Bucket {
  return bucketAt(stepOfBucket(bucket), halfStarsOf(rating)) + (bucket % 2);
}

export function withStock(bucket: Bucket, inStock: boolean): Bucket {
  return bucket - (bucket % 2) + (inStock ? 1 : 0);
}

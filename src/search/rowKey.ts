import { BUCKET_BITS, type Bucket } from './buckets.ts';

/** Computed once: a power takes longer than everything else that is done with a row. */
const BUCKET_RANGE = 2 ** BUCKET_BITS;
const BUCKET_MASK = BUCKET_RANGE - 1;

/** A row key holds the category and the bucket in 32 bits. */
export const MAX_CATEGORIES = 2 ** (32 - BUCKET_BITS);

/** A row's category and bucket in one number: for most rows, all that a search reads. */
export type RowKey = number;

export function rowKeyOf(category: number, bucket: Bucket): RowKey {
  return category * BUCKET_RANGE + bucket;
}

export function bucketIn(key: RowKey): Bucket {
  return key & BUCKET_MASK;
}

export function categoryIn(key: RowKey): number {
  return key >>> BUCKET_BITS;
}

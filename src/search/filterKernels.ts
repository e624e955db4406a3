import { bucketIn, categoryIn, type RowKey } from './rowKey.ts';

/*
 * The loops in which a search spends its time, over plain typed arrays. Each writes every row to the
 * output and lets the next row overwrite it if it does not match: a branch that cannot be predicted
 * takes four times as long. `| 0` saves the check whether a sum is still a small integer.
 */

/** What is tested of each row, and the masks that it has to match: 1 to match, 0 not to. */
export interface RowMasks {
  /** By row. */
  readonly rowKeys: Uint32Array;
  /** By bucket. */
  readonly buckets: Uint8Array;
  /** By category. */
  readonly categories: Uint8Array;
}

/** Rows, and the key of each at the same index. */
export interface KeyedRows {
  readonly rows: Uint32Array;
  readonly keys: Uint32Array;
}

/** Writes the matching rows to `found`, from index `from` on. @returns the index after the last. */
export function filterKeyedRows(
  { rows, keys }: KeyedRows,
  { buckets, categories }: RowMasks,
  found: Uint32Array,
  from: number,
): number {
  let count = from;
  for (let index = 0; index < rows.length; index++) {
    const key = keys[index] as RowKey;
    const matches = (buckets[bucketIn(key)] as number) & (categories[categoryIn(key)] as number);
    found[count] = rows[index] as number;
    count = (count + matches) | 0;
  }
  return count;
}

/** Adds the rows with these keys that match to `counts`. */
export function countKeys(
  keys: Uint32Array,
  { buckets, categories }: RowMasks,
  counts: { readonly buckets: Uint32Array; readonly categories: Uint32Array },
): void {
  const { buckets: bucketCounts, categories: categoryCounts } = counts;
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index] as RowKey;
    const bucket = bucketIn(key);
    const category = categoryIn(key);
    const matches = (buckets[bucket] as number) & (categories[category] as number);
    bucketCounts[bucket] = (bucketCounts[bucket] as number) + matches;
    categoryCounts[category] = (categoryCounts[category] as number) + matches;
  }
}

/** Writes the matching rows to `found`. @returns their number. */
export function filterRows(
  rows: Uint32Array,
  { rowKeys, buckets, categories }: RowMasks,
  found: Uint32Array,
): number {
  let count = 0;
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index] as number;
    const key = rowKeys[row] as RowKey;
    const matches = (buckets[bucketIn(key)] as number) & (categories[categoryIn(key)] as number);
    found[count] = row;
    count = (count + matches) | 0;
  }
  return count;
}

/** Writes the matching rows from `first` up to `end`, which is excluded, to `found`. @returns their number. */
export function filterRange(
  first: number,
  end: number,
  { rowKeys, buckets, categories }: RowMasks,
  found: Uint32Array,
): number {
  let count = 0;
  for (let row = first; row < end; row++) {
    const key = rowKeys[row] as RowKey;
    const matches = (buckets[bucketIn(key)] as number) & (categories[categoryIn(key)] as number);
    found[count] = row;
    count = (count + matches) | 0;
  }
  return count;
}

/** A value of each row, and the bounds that it has to be within, both included. */
export interface ValueRange {
  readonly values: Float64Array;
  readonly min: number;
  readonly max: number;
}

/**
 * Filters the rows of `found` in place, from index `from` up to `end`, by their values.
 *
 * @returns the index after the last row that is left.
 */
export function filterByValue(
  { values, min, max }: ValueRange,
  found: Uint32Array,
  from: number,
  end: number,
): number {
  let count = from;
  for (let index = from; index < end; index++) {
    const row = found[index] as number;
    const value = values[row] as number;
    found[count] = row;
    count = (count + (Number(value >= min) & Number(value <= max))) | 0;
  }
  return count;
}

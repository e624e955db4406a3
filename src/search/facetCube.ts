import { BUCKET_COUNT, type Bucket } from './buckets.ts';
import type { Columns } from './columns.ts';
import { bucketIn, type RowKey, rowKeyOf } from './rowKey.ts';
import { RowKeyLists } from './rowKeyLists.ts';

/**
 * A category with fewer products has no counts of its own: scanning all its products takes no longer
 * than adding up its buckets, and a catalogue of a million tiny categories stays small.
 */
const MIN_COUNTED_SIZE = 512;

/** The number of products by category and bucket. A change takes O(1). */
export class FacetCube {
  /** The rows of each category. */
  readonly lists = new RowKeyLists();
  /** By bucket, over all categories. */
  readonly totals = new Uint32Array(BUCKET_COUNT);
  readonly #columns: Columns;
  readonly #counts: (Uint32Array | undefined)[] = [];

  constructor(columns: Columns) {
    this.#columns = columns;
  }

  /** The counts by bucket; undefined for a small category, whose rows have to be scanned. */
  counts(category: number): Uint32Array | undefined {
    return this.#counts[category];
  }

  /** Adds a row whose columns are set. */
  add(row: number): void {
    const category = this.#columns.category(row);
    while (category >= this.#counts.length) this.#counts.push(undefined);
    this.#count(category, this.#columns.bucket(row), 1);
    this.lists.add(category, row, this.#columns.rowKey[row] as RowKey);
    if (this.lists.size(category) < MIN_COUNTED_SIZE) return;
    this.#counts[category] ??= this.#countAll(category);
  }

  /** Removes a row whose columns are still set. */
  remove(row: number): void {
    const category = this.#columns.category(row);
    this.#count(category, this.#columns.bucket(row), -1);
    this.lists.remove(category, row);
    // Half the limit, so that one product that is added and removed repeatedly causes no recount.
    if (this.lists.size(category) < MIN_COUNTED_SIZE / 2) this.#counts[category] = undefined;
  }

  /** Moves a row to another bucket of its category, also in the columns. */
  move(row: number, bucket: Bucket): void {
    const category = this.#columns.category(row);
    this.#count(category, this.#columns.bucket(row), -1);
    this.#count(category, bucket, 1);
    const key = rowKeyOf(category, bucket);
    this.#columns.rowKey[row] = key;
    this.lists.setKey(category, row, key);
  }

  #count(category: number, bucket: Bucket, change: 1 | -1): void {
    this.totals[bucket] = (this.totals[bucket] as number) + change;
    const counts = this.#counts[category];
    if (counts !== undefined) counts[bucket] = (counts[bucket] as number) + change;
  }

  #countAll(category: number): Uint32Array {
    const counts = new Uint32Array(BUCKET_COUNT);
    for (const key of this.lists.keys(category)) {
      const bucket = bucketIn(key);
      counts[bucket] = (counts[bucket] as number) + 1;
    }
    return counts;
  }
}

import { type Bucket, NO_BUCKET } from './buckets.ts';
import { grown } from './grown.ts';
import { bucketIn, categoryIn, type RowKey } from './rowKey.ts';

/** Rows that the first arrays have room for; the capacity doubles whenever all rows are used. */
const FIRST_CAPACITY = 1024;

/** Counting stops here: the length does not rank longer names, and one byte holds no more. */
export const MAX_NAME_WORDS = 255;

/** The values of each row, one typed array for each attribute of a product. */
export class Columns {
  rowKey: Uint32Array<ArrayBuffer> = new Uint32Array();
  priceMinor: Float64Array<ArrayBuffer> = new Float64Array();
  /** The mean; 0 for unrated. */
  rating: Float64Array<ArrayBuffer> = new Float64Array();
  /** Rises in the order of adding. */
  number: Float64Array<ArrayBuffer> = new Float64Array();
  /** Epoch milliseconds. */
  createdAt: Float64Array<ArrayBuffer> = new Float64Array();
  /** Number of words in the name, at most {@link MAX_NAME_WORDS}. */
  nameWords: Uint8Array<ArrayBuffer> = new Uint8Array();
  /** Every row below it has been used. */
  end = 0;

  get capacity(): number {
    return this.rowKey.length;
  }

  /** @returns a row that has never been used. */
  allocate(): number {
    if (this.end === this.capacity) this.#grow(this.capacity * 2 || FIRST_CAPACITY);
    return this.end++;
  }

  bucket(row: number): Bucket {
    return bucketIn(this.rowKey[row] as RowKey);
  }

  category(row: number): number {
    return categoryIn(this.rowKey[row] as RowKey);
  }

  /** True when the row has no product. */
  isFree(row: number): boolean {
    return this.rowKey[row] === NO_BUCKET;
  }

  #grow(capacity: number): void {
    this.rowKey = grown(this.rowKey, new Uint32Array(capacity).fill(NO_BUCKET));
    this.priceMinor = grown(this.priceMinor, new Float64Array(capacity));
    this.rating = grown(this.rating, new Float64Array(capacity));
    this.number = grown(this.number, new Float64Array(capacity));
    this.createdAt = grown(this.createdAt, new Float64Array(capacity));
    this.nameWords = grown(this.nameWords, new Uint8Array(capacity));
  }
}

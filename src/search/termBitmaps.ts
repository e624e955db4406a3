import type { Columns } from './columns.ts';
import { grown } from './grown.ts';
import type { Postings } from './postings.ts';

/** Part of all rows that has a term with a bitmap. The bitmap is then twice as large as the postings. */
const DENSE_PART = 1 / 32;

/** With fewer rows, reading the postings takes no noticeable time. */
const MIN_DENSE_ROWS = 1024;

/** The field weight of a term in each row, two bits per row: 0 if the row does not have the term. */
export type TermBitmap = Uint8Array;

/**
 * Bitmaps of frequent terms, beside their postings. A few candidate rows are looked up in a bitmap
 * without reading a hundred thousand postings.
 */
export class TermBitmaps {
  readonly #columns: Columns;
  readonly #postings: Postings;
  /** By term. */
  readonly #bitmaps: (Uint8Array<ArrayBuffer> | undefined)[] = [];

  constructor(columns: Columns, postings: Postings) {
    this.#columns = columns;
    this.#postings = postings;
  }

  /** Undefined for a rare term. */
  get(term: number): TermBitmap | undefined {
    return this.#bitmaps[term];
  }

  /**
   * Call it when a row gets a term, whose posting must exist already, or loses it.
   *
   * @param weight the field weight in the row from now on; 0 if the row does not have the term.
   * @param rows the number of rows that have the term from now on.
   */
  set(term: number, row: number, { weight, rows }: { weight: number; rows: number }): void {
    const minRows = Math.max(MIN_DENSE_ROWS, this.#columns.end * DENSE_PART);
    while (term >= this.#bitmaps.length) this.#bitmaps.push(undefined);
    let bitmap = this.#bitmaps[term];
    if (bitmap === undefined) {
      if (rows >= minRows) this.#bitmaps[term] = this.#build(term);
      return;
    }
    // Half the limit, so that a product that is added and removed repeatedly causes no rebuild.
    if (rows < minRows / 2) {
      this.#bitmaps[term] = undefined;
      return;
    }
    const size = this.#columns.capacity / 4;
    if (bitmap.length < size) {
      bitmap = grown(bitmap, new Uint8Array(size));
      this.#bitmaps[term] = bitmap;
    }
    write(bitmap, row, weight);
  }

  #build(term: number): Uint8Array<ArrayBuffer> {
    const bitmap = new Uint8Array(this.#columns.capacity / 4);
    this.#postings.visit(term, (page, from, to) => {
      for (let at = from; at < to; at++) {
        const posting = page[at] as number;
        const row = posting >>> 2;
        if (!this.#columns.isFree(row)) write(bitmap, row, posting & 3);
      }
    });
    return bitmap;
  }
}

/** 0 if the row does not have the term. */
export function weightIn(bitmap: TermBitmap, row: number): number {
  return ((bitmap[row >>> 2] as number) >>> ((row & 3) * 2)) & 3;
}

function write(bitmap: Uint8Array, row: number, weight: number): void {
  const shift = (row & 3) * 2;
  const others = (bitmap[row >>> 2] as number) & ~(3 << shift);
  bitmap[row >>> 2] = others | (weight << shift);
}

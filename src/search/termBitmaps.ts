import { type Columns, grown } from './columns.ts';
import type { Postings } from './postings.ts';

/** A word is dense when one in so many rows has it: the table is twice as large as its postings then. */
const DENSE_PART = 1 / 32;

/** With fewer rows it takes no time anyway. */
const MIN_DENSE_ROWS = 1024;

/** Where a word stands in each row, two bits for each: 0 if it does not. */
export type DenseWord = Uint8Array;

/**
 * For words that many rows have, a table beside the postings: to narrow down a few rows, one looks
 * there, instead of reading a hundred thousand postings.
 */
export class DenseWords {
  readonly #columns: Columns;
  readonly #postings: Postings;
  /** By word. */
  readonly #tables: (Uint8Array<ArrayBuffer> | undefined)[] = [];

  constructor(columns: Columns, postings: Postings) {
    this.#columns = columns;
    this.#postings = postings;
  }

  table(id: number): DenseWord | undefined {
    return this.#tables[id];
  }

  /**
   * To be called when a row gets a word, whose posting is there already, or loses it.
   *
   * @param place where it stands in the row now; 0 for nowhere.
   * @param rows how many have the word then.
   */
  set(id: number, row: number, { place, rows }: { place: number; rows: number }): void {
    const due = Math.max(MIN_DENSE_ROWS, this.#columns.end * DENSE_PART);
    while (id >= this.#tables.length) this.#tables.push(undefined);
    let table = this.#tables[id];
    if (table === undefined) {
      if (rows >= due) this.#tables[id] = this.#make(id);
      return;
    }
    // Half as many, so that it is not made anew with each product that comes and goes.
    if (rows < due / 2) {
      this.#tables[id] = undefined;
      return;
    }
    const size = this.#columns.capacity / 4;
    if (table.length < size) {
      table = grown(table, new Uint8Array(size));
      this.#tables[id] = table;
    }
    write(table, row, place);
  }

  #make(id: number): Uint8Array<ArrayBuffer> {
    const table = new Uint8Array(this.#columns.capacity / 4);
    this.#postings.visit(id, (page, from, to) => {
      for (let at = from; at < to; at++) {
        const posting = page[at] as number;
        const row = posting >>> 2;
        if (!this.#columns.isFree(row)) write(table, row, posting & 3);
      }
    });
    return table;
  }
}

export function placeIn(table: DenseWord, row: number): number {
  return ((table[row >>> 2] as number) >>> ((row & 3) * 2)) & 3;
}

function write(table: Uint8Array, row: number, place: number): void {
  const shift = (row & 3) * 2;
  const others = (table[row >>> 2] as number) & ~(3 << shift);
  table[row >>> 2] = others | (place << shift);
}

import { CELL_BITS, type Cell, NO_CELL } from './buckets.ts';

/** Rows to begin with; doubled whenever they are used up. */
const FIRST_CAPACITY = 1024;

/** Nobody tells longer names apart by their length, and a byte holds no more. */
export const MAX_NAME_WORDS = 255;

/** Worked out once: a power takes longer than all else that is done with a row. */
const CELL_ROOM = 2 ** CELL_BITS;
const CELL_MASK = CELL_ROOM - 1;

/** Categories and cells share 32 bits. */
export const MAX_CATEGORIES = 2 ** (32 - CELL_BITS);

/** A row's category and cell in one number: most of what a search reads of most rows. */
export type Facts = number;

export function factsOf(category: number, cell: Cell): Facts {
  return category * CELL_ROOM + cell;
}

export function cellIn(facts: Facts): Cell {
  return facts & CELL_MASK;
}

export function categoryIn(facts: Facts): number {
  return facts >>> CELL_BITS;
}

/** What each row holds of its product, one typed array for each figure. */
export class Columns {
  facts: Uint32Array<ArrayBuffer> = new Uint32Array();
  price: Float64Array<ArrayBuffer> = new Float64Array();
  /** The mean; 0 for unrated. */
  rating: Float64Array<ArrayBuffer> = new Float64Array();
  /** Rising in the order of adding. */
  number: Float64Array<ArrayBuffer> = new Float64Array();
  /** When it was created, epoch milliseconds. */
  created: Float64Array<ArrayBuffer> = new Float64Array();
  /** Words in the name, up to {@link MAX_NAME_WORDS}. */
  nameWords: Uint8Array<ArrayBuffer> = new Uint8Array();
  /** Rows below it have been used. */
  end = 0;

  get capacity(): number {
    return this.facts.length;
  }

  /** A row that has never been used. */
  next(): number {
    if (this.end === this.capacity) this.#grow(this.capacity * 2 || FIRST_CAPACITY);
    return this.end++;
  }

  cell(row: number): Cell {
    return cellIn(this.facts[row] as Facts);
  }

  category(row: number): number {
    return categoryIn(this.facts[row] as Facts);
  }

  isFree(row: number): boolean {
    return this.facts[row] === NO_CELL;
  }

  #grow(capacity: number): void {
    this.facts = grown(this.facts, new Uint32Array(capacity).fill(NO_CELL));
    this.price = grown(this.price, new Float64Array(capacity));
    this.rating = grown(this.rating, new Float64Array(capacity));
    this.number = grown(this.number, new Float64Array(capacity));
    this.created = grown(this.created, new Float64Array(capacity));
    this.nameWords = grown(this.nameWords, new Uint8Array(capacity));
  }
}

interface Growing<Self> {
  set(values: Self): void;
}

/** `next` with the values of `before` in front. */
export function grown<Column extends Growing<Column>>(before: Column, next: Column): Column {
  next.set(before);
  return next;
}

import { type Columns, MAX_NAME_WORDS } from './columns.ts';
import { Postings } from './postings.ts';
import { ProductTerms } from './productTerms.ts';
import type { FieldWeight, ProductText } from './productText.ts';
import { TermBitmaps } from './termBitmaps.ts';
import { TermDictionary } from './termDictionary.ts';

/** A sweep of fewer rows is not worth its cost. */
const MIN_SWEPT_ROWS = 1024;

/** Nor is a sweep of a smaller part of all rows. */
const SWEPT_PART = 1 / 8;

/**
 * Postings that each change reads while a sweep is under way: a few microseconds, and yet the sweep
 * ends before the next one is due, even if each product has a hundred words.
 */
const SWEPT_PER_CHANGE = 1024;

/** Cost of one sweep step beside its postings: finding a chunk takes as long as reading eight postings. */
const STEP_COST = 8;

/**
 * The inverted index: which rows have which terms. It also allocates the rows, since the postings of a
 * deleted row stay until a sweep removes them; only then can the row be used again.
 */
export class TextIndex {
  readonly dictionary = new TermDictionary();
  readonly postings = new Postings();
  readonly bitmaps: TermBitmaps;
  readonly #columns: Columns;
  readonly #terms = new ProductTerms(this.dictionary);
  /** Deleted rows that may still have postings. */
  #deleted: number[] = [];
  /** Deleted rows that have no postings once the sweep under way has ended. */
  #swept: number[] = [];
  #free: number[] = [];
  /** The position of the sweep; undefined when none is under way. */
  #sweep: { term: number; previous: number } | undefined;

  constructor(columns: Columns) {
    this.#columns = columns;
    this.bitmaps = new TermBitmaps(columns, this.postings);
  }

  /** @returns a row for a new product. */
  allocateRow(): number {
    return this.#free.pop() ?? this.#columns.allocate();
  }

  /** Adds all terms of the product to the row. */
  add(row: number, product: ProductText): void {
    const { terms, weights, isVerbatim, nameWords } = this.#terms.read(product);
    this.#columns.nameWords[row] = Math.min(nameWords, MAX_NAME_WORDS);
    for (let index = 0; index < terms.length; index++) {
      const term = terms[index] as number;
      const weight = weights[index] as FieldWeight;
      this.dictionary.count(term, { isVerbatim: isVerbatim[index] === true, change: 1 });
      this.postings.add(term, row * 4 + weight);
      this.bitmaps.set(term, row, { weight, rows: this.dictionary.documentFrequency(term) });
    }
    this.#continueSweep();
  }

  /** Deletes the row of a product, which must be free in the columns already. */
  remove(row: number, product: ProductText): void {
    const { terms, isVerbatim } = this.#terms.read(product);
    for (let index = 0; index < terms.length; index++) {
      const term = terms[index] as number;
      this.dictionary.count(term, { isVerbatim: isVerbatim[index] === true, change: -1 });
      this.bitmaps.set(term, row, { weight: 0, rows: this.dictionary.documentFrequency(term) });
    }
    this.#deleted.push(row);
    this.#continueSweep();
  }

  /** Does the next part of the sweep, and starts one if enough rows are deleted. */
  #continueSweep(): void {
    const minRows = Math.max(MIN_SWEPT_ROWS, this.#columns.end * SWEPT_PART);
    if (this.#sweep === undefined) {
      if (this.#deleted.length < minRows) return;
      this.#sweep = { term: 0, previous: 0 };
      this.#swept = this.#deleted;
      this.#deleted = [];
    }
    const sweep = this.#sweep;
    for (let cost = 0; cost < SWEPT_PER_CHANGE; cost += STEP_COST) {
      if (sweep.term === this.dictionary.end) {
        this.#endSweep();
        return;
      }
      const step = this.postings.sweep(sweep.term, sweep.previous, this.#isAlive);
      cost += step.seen;
      sweep.previous = step.isLast ? 0 : step.previous;
      if (!step.isLast) continue;
      const isUnused = this.dictionary.documentFrequency(sweep.term) === 0;
      if (this.dictionary.has(sweep.term) && isUnused) this.dictionary.delete(sweep.term);
      sweep.term++;
    }
  }

  #isAlive = (posting: number): boolean => !this.#columns.isFree(posting >>> 2);

  #endSweep(): void {
    this.#sweep = undefined;
    // Copies the shorter list: mostly, no free row is left by then.
    const [longer, shorter] =
      this.#free.length > this.#swept.length
        ? [this.#free, this.#swept]
        : [this.#swept, this.#free];
    for (const row of shorter) longer.push(row);
    this.#free = longer;
    this.#swept = [];
  }
}

import { type Columns, grown, MAX_NAME_WORDS } from './columns.ts';
import { Postings } from './postings.ts';
import { DenseWords } from './termBitmaps.ts';
import { Lexicon } from './termDictionary.ts';
import { eachText, PLACE, type Place, type ProductText, wordsOf } from './words.ts';

/** Fewer rows are not worth a sweep. */
const MIN_SWEPT_ROWS = 1024;

/** Nor is less than this part of all rows. */
const SWEPT_PART = 1 / 8;

/**
 * Postings looked at with each change while a sweep goes on: a few microseconds, and yet it is done
 * before the next one is due, also if each product has a hundred words.
 */
const SWEPT_AT_ONCE = 1024;

/** What a step of a sweep costs beside the postings: finding a chunk takes as long as reading so many. */
const STEP_COST = 8;

/** Which rows have which words. It also gives out the rows, since one that is gone is in the postings. */
export class TextIndex {
  readonly lexicon = new Lexicon();
  readonly postings = new Postings();
  readonly dense: DenseWords;
  readonly #columns: Columns;
  /** Words of the product under way, and where each stands at best. */
  readonly #ids: number[] = [];
  readonly #places: number[] = [];
  readonly #written: boolean[] = [];
  #nameWords = 0;
  /** By word, its place in the lists above, from 1 on; 0 if it is not there. */
  #seen = new Uint32Array();
  /** Rows that are gone and may still be in the postings. */
  #gone: number[] = [];
  /** Those that are no longer once the sweep under way is done. */
  #swept: number[] = [];
  #free: number[] = [];
  /** Where the sweep is; undefined when there is none. */
  #sweep: { word: number; before: number } | undefined;

  constructor(columns: Columns) {
    this.#columns = columns;
    this.dense = new DenseWords(columns, this.postings);
  }

  /** A row for a product that comes. */
  takeRow(): number {
    return this.#free.pop() ?? this.#columns.next();
  }

  /** Enters all words of the product into the row. */
  add(row: number, product: ProductText): void {
    this.#read(product);
    this.#columns.nameWords[row] = Math.min(this.#nameWords, MAX_NAME_WORDS);
    for (let index = 0; index < this.#ids.length; index++) {
      const id = this.#ids[index] as number;
      const place = this.#places[index] as Place;
      this.lexicon.count(id, { isWritten: this.#written[index] === true, change: 1 });
      this.postings.add(id, row * 4 + place);
      this.dense.set(id, row, { place, rows: this.lexicon.products(id) });
    }
    this.#sweepSome();
  }

  /** Takes back the row of a product that goes; its columns must say so already. */
  remove(row: number, product: ProductText): void {
    this.#read(product);
    for (let index = 0; index < this.#ids.length; index++) {
      const id = this.#ids[index] as number;
      this.lexicon.count(id, { isWritten: this.#written[index] === true, change: -1 });
      this.dense.set(id, row, { place: 0, rows: this.lexicon.products(id) });
    }
    this.#gone.push(row);
    this.#sweepSome();
  }

  /** Collects the words of the product. */
  #read(product: ProductText): void {
    for (let index = 0; index < this.#ids.length; index++) {
      this.#seen[this.#ids[index] as number] = 0;
    }
    this.#ids.length = 0;
    this.#places.length = 0;
    this.#written.length = 0;
    eachText(product, (text, place) => {
      const words = wordsOf(text);
      if (place === PLACE.name) this.#nameWords = words.length;
      for (const word of words) {
        const id = this.lexicon.enter(word);
        const term = this.lexicon.singular(id);
        this.#note(id, place, true);
        if (term !== id) this.#note(term, place, false);
      }
    });
  }

  /** The first place is the best one. */
  #note(id: number, place: Place, isWritten: boolean): void {
    if (id >= this.#seen.length) {
      this.#seen = grown(this.#seen, new Uint32Array(Math.max(1024, id * 2)));
    }
    const known = this.#seen[id] as number;
    if (known !== 0) {
      if (isWritten) this.#written[known - 1] = true;
      return;
    }
    this.#seen[id] = this.#ids.push(id);
    this.#places.push(place);
    this.#written.push(isWritten);
  }

  #sweepSome(): void {
    const due = Math.max(MIN_SWEPT_ROWS, this.#columns.end * SWEPT_PART);
    if (this.#sweep === undefined) {
      if (this.#gone.length < due) return;
      this.#sweep = { word: 0, before: 0 };
      this.#swept = this.#gone;
      this.#gone = [];
    }
    const sweep = this.#sweep;
    for (let cost = 0; cost < SWEPT_AT_ONCE; cost += STEP_COST) {
      if (sweep.word === this.lexicon.end) {
        this.#endSweep();
        return;
      }
      const { before, isDone, seen } = this.postings.sweep(sweep.word, sweep.before, this.#isAlive);
      cost += seen;
      sweep.before = isDone ? 0 : before;
      if (!isDone) continue;
      if (this.lexicon.has(sweep.word) && this.lexicon.products(sweep.word) === 0) {
        this.lexicon.forget(sweep.word);
      }
      sweep.word++;
    }
  }

  #isAlive = (posting: number): boolean => !this.#columns.isFree(posting >>> 2);

  #endSweep(): void {
    this.#sweep = undefined;
    // The shorter list is the one that is copied: mostly, there is no free row left by then.
    const [longer, shorter] =
      this.#free.length > this.#swept.length
        ? [this.#free, this.#swept]
        : [this.#swept, this.#free];
    for (const row of shorter) longer.push(row);
    this.#free = longer;
    this.#swept = [];
  }
}

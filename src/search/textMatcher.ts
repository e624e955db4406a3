import { type Columns, MAX_NAME_WORDS } from './columns.ts';
import { placeIn } from './termBitmaps.ts';
import type { TextIndex } from './textIndex.ts';
import { PLACE, type Place, type QueryWord } from './words.ts';

/** How much more a whole word counts than the beginning of one, or one with a typo. */
const WHOLE = 2;

/** What one point of a word counts more than all that the length of a name can. */
const POINT = MAX_NAME_WORDS + 1;

/**
 * Rows of many words come in no order. When one in so many was found, it pays to put them in order:
 * what is read of them afterwards stands one behind the other in memory.
 */
const SORTED_PART = 1 / 64;

/** A word of the catalogue that a word asked for may be. */
interface Alternative {
  readonly id: number;
  readonly weight: number;
}

/** Leaves, of some rows, those that are wanted; none without a product is. */
export type Pass = (rows: Uint32Array) => Uint32Array;

const NONE = new Uint32Array();

/** Finds the rows that have all words of a text, and says how well each fits. */
export class TextMatch {
  /** The rows that have been found, in front of others. */
  #rows = new Uint32Array();
  /**
   * Of each row that was found: the sum of what each word counts, times 256; plus the more, the
   * fewer words there are in the name.
   */
  relevance = new Float64Array();
  readonly #columns: Columns;
  readonly #index: TextIndex;
  /** By row, what the words so far count; 0 between matches. */
  #points = new Uint16Array();
  /** By row, what the word under way counts; 0 between words. */
  #best = new Uint8Array();

  constructor(columns: Columns, index: TextIndex) {
    this.#columns = columns;
    this.#index = index;
  }

  /**
   * The rows that have all words of all texts, and pass; and their relevance. To be read until the
   * next call.
   */
  match(texts: readonly (readonly QueryWord[])[], pass: Pass): Uint32Array {
    this.#makeRoom();
    let found: Uint32Array = NONE;
    texts.forEach((words, index) => {
      const before = index === 0 ? undefined : this.#relevanceOf(found);
      found = this.#rank(this.#matchOne(words), pass);
      if (before !== undefined) found = found.filter((row) => this.#addUp(row, before));
    });
    return found;
  }

  /** The rows that have all words in their names, as they are or as beginnings. */
  matchNames(words: readonly QueryWord[], pass: Pass): Uint32Array {
    this.#makeRoom();
    const alternatives = words.map((word) => this.#exactly(word));
    return this.#rank(this.#matchAll(alternatives, PLACE.name), pass);
  }

  /** How many rows have all words and the one with a number, for each of the numbers. */
  countWith(words: readonly QueryWord[], ids: readonly number[]): Float64Array {
    const { lexicon, postings } = this.#index;
    if (words.length === 0) return Float64Array.from(ids, (id) => lexicon.products(id));
    this.#makeRoom();
    const points = this.#points;
    const count = this.#matchAll(words.map((word) => this.#exactly(word)));
    const rows = this.#rows.subarray(0, count);
    const counts = Float64Array.from(ids, (id) => {
      let sum = 0;
      const table = this.#index.dense.table(id);
      if (table !== undefined && count < lexicon.products(id)) {
        for (const row of rows) if (placeIn(table, row) > 0) sum++;
        return sum;
      }
      postings.visit(id, (page, from, to) => {
        for (let at = from; at < to; at++) {
          const row = (page[at] as number) >>> 2;
          if (points[row] !== 0 && !this.#columns.isFree(row)) sum++;
        }
      });
      return sum;
    });
    for (let index = 0; index < count; index++) points[rows[index] as number] = 0;
    return counts;
  }

  /** The first `count` rows that pass, with their points turned into relevance. */
  #rank(count: number, pass: Pass): Uint32Array {
    const { relevance } = this;
    const rows = this.#rows;
    const points = this.#points;
    const { nameWords } = this.#columns;
    const found = pass(rows.subarray(0, count));
    for (let index = 0; index < found.length; index++) {
      const row = found[index] as number;
      relevance[row] =
        (points[row] as number) * POINT + MAX_NAME_WORDS - (nameWords[row] as number);
    }
    for (let index = 0; index < count; index++) points[rows[index] as number] = 0;
    return found;
  }

  #relevanceOf(rows: Uint32Array): Map<number, number> {
    return new Map(Array.from(rows, (row) => [row, this.relevance[row] as number]));
  }

  /** Adds what the texts before count; false if the row does not have their words. */
  #addUp(row: number, before: ReadonlyMap<number, number>): boolean {
    const relevance = before.get(row);
    if (relevance === undefined) return false;
    const points = Math.floor(relevance / POINT);
    this.relevance[row] = (this.relevance[row] as number) + points * POINT;
    return true;
  }

  /** Typos are forgiven only when no product has the words as they are. */
  #matchOne(words: readonly QueryWord[]): number {
    const count = this.#matchAll(words.map((word) => this.#exactly(word)));
    if (!words.some(({ mayHaveTypo }) => mayHaveTypo) || this.#hasProduct(count)) return count;
    this.#rank(count, () => NONE);
    return this.#matchAll(words.map((word) => this.#withTypo(word)));
  }

  /** Is one of the first rows more than a posting that has not been swept out yet? */
  #hasProduct(count: number): boolean {
    return this.#rows.subarray(0, count).some((row) => !this.#columns.isFree(row));
  }

  #exactly({ word, singular, isBeginning }: QueryWord): Alternative[] {
    const { lexicon } = this.#index;
    const exact = lexicon.find(singular);
    const alternatives = exact === undefined ? [] : [{ id: exact, weight: WHOLE }];
    if (!isBeginning) return alternatives;
    const beginning = lexicon.beginningWith(word).filter((id) => id !== exact);
    return [...alternatives, ...beginning.map((id) => ({ id, weight: 1 }))];
  }

  #withTypo(word: QueryWord): Alternative[] {
    const exact = this.#exactly(word);
    if (!word.mayHaveTypo) return exact;
    const near = this.#index.lexicon.near(word.singular);
    for (const { id } of exact) near.delete(id);
    return [...exact, ...[...near].map((id) => ({ id, weight: 1 }))];
  }

  /**
   * Leaves the rows that have one of the alternatives of each word, and their points. There may be
   * rows among them whose product is gone.
   *
   * @param place where each word has to stand at least.
   */
  #matchAll(words: readonly (readonly Alternative[])[], place: Place = PLACE.description): number {
    const { lexicon } = this.#index;
    const size = (alternatives: readonly Alternative[]) =>
      alternatives.reduce((sum, { id }) => sum + lexicon.products(id), 0);
    // The rarest first: the others are looked for in what it leaves.
    const [rarest, ...others] = words.toSorted((a, b) => size(a) - size(b));
    if (rarest === undefined) return 0;
    let count = this.#start(rarest, place);
    const isInNoOrder = rarest.length > 1;
    if (isInNoOrder && count > this.#columns.end * SORTED_PART) count = this.#inOrder();
    for (const alternatives of others) count = this.#narrow(count, alternatives, place);
    return count;
  }

  #start(alternatives: readonly Alternative[], place: Place): number {
    const rows = this.#rows;
    const points = this.#points;
    let count = 0;
    for (const { id, weight } of alternatives) {
      this.#index.postings.visit(id, (page, from, to) => {
        for (let at = from; at < to; at++) {
          const posting = page[at] as number;
          if ((posting & 3) < place) continue;
          const row = posting >>> 2;
          const before = points[row] as number;
          if (before === 0) rows[count++] = row;
          const now = weight * (posting & 3);
          if (now > before) points[row] = now;
        }
      });
    }
    return count;
  }

  /** Puts the rows that have points in order. */
  #inOrder(): number {
    const rows = this.#rows;
    const points = this.#points;
    const { end } = this.#columns;
    let count = 0;
    for (let row = 0; row < end; row++) {
      rows[count] = row;
      count = (count + Number((points[row] as number) > 0)) | 0;
    }
    return count;
  }

  #narrow(count: number, alternatives: readonly Alternative[], place: Place): number {
    if (count === 0) return 0;
    const rows = this.#rows;
    const points = this.#points;
    const best = this.#best;
    for (const { id, weight } of alternatives) {
      const table = this.#index.dense.table(id);
      if (table !== undefined && count < this.#index.lexicon.products(id)) {
        for (let index = 0; index < count; index++) {
          const row = rows[index] as number;
          const at = placeIn(table, row);
          const now = at < place ? 0 : weight * at;
          if (now > (best[row] as number)) best[row] = now;
        }
        continue;
      }
      this.#index.postings.visit(id, (page, from, to) => {
        for (let at = from; at < to; at++) {
          const posting = page[at] as number;
          const row = posting >>> 2;
          if (points[row] === 0 || (posting & 3) < place) continue;
          const now = weight * (posting & 3);
          if (now > (best[row] as number)) best[row] = now;
        }
      });
    }
    let kept = 0;
    for (let index = 0; index < count; index++) {
      const row = rows[index] as number;
      const now = best[row] as number;
      if (now === 0) {
        points[row] = 0;
      } else {
        points[row] = (points[row] as number) + now;
        best[row] = 0;
        rows[kept++] = row;
      }
    }
    return kept;
  }

  #makeRoom(): void {
    const { capacity } = this.#columns;
    if (this.#points.length >= capacity) return;
    this.#rows = new Uint32Array(capacity);
    this.relevance = new Float64Array(capacity);
    this.#points = new Uint16Array(capacity);
    this.#best = new Uint8Array(capacity);
  }
}

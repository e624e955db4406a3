import type { Columns } from './columns.ts';
import { FIELD_WEIGHTS, type FieldWeight } from './productText.ts';
import { weightIn } from './termBitmaps.ts';
import type { TextIndex } from './textIndex.ts';

/**
 * The postings of several terms yield rows in no order. From this part of all rows on it pays to sort
 * them, since what is read of them afterwards is then consecutive in memory.
 */
const SORTED_PART = 1 / 64;

/** A term of the catalogue that a word of the query may stand for. */
export interface Alternative {
  readonly term: number;
  /** Factor of the field weight in the score. */
  readonly factor: number;
}

/**
 * Finds and scores the rows that have an alternative of every word of a query. Rows of deleted products
 * may be among them, since postings are swept later.
 */
export class ConjunctiveScorer {
  /** The rows of the last query come first; {@link score} returns their number. */
  rows = new Uint32Array();
  /** By row: the score. 0 for all rows but those of the last query, which {@link reset} clears. */
  scores = new Uint16Array();
  readonly #columns: Columns;
  readonly #index: TextIndex;
  /** By row, the score of the word being scored; 0 between words. */
  #wordScores = new Uint8Array();

  constructor(columns: Columns, index: TextIndex) {
    this.#columns = columns;
    this.#index = index;
  }

  /**
   * Leaves the matching rows in {@link rows} and their scores in {@link scores}. All scores must be 0
   * before.
   *
   * @param minWeight the smallest weight of the fields that may have the words.
   * @returns the number of rows.
   */
  score(
    words: readonly (readonly Alternative[])[],
    minWeight: FieldWeight = FIELD_WEIGHTS.description,
  ): number {
    this.#makeRoom();
    const { dictionary } = this.#index;
    const size = (alternatives: readonly Alternative[]) =>
      alternatives.reduce((sum, { term }) => sum + dictionary.documentFrequency(term), 0);
    // The rarest word first: the others are looked up among the rows that have it.
    const [rarest, ...others] = words.toSorted((a, b) => size(a) - size(b));
    if (rarest === undefined) return 0;
    let count = this.#scoreFirst(rarest, minWeight);
    const isUnsorted = rarest.length > 1;
    if (isUnsorted && count > this.#columns.end * SORTED_PART) count = this.#sort();
    for (const alternatives of others) count = this.#intersect(count, alternatives, minWeight);
    return count;
  }

  /** Clears the scores of the first `count` rows. */
  reset(count: number): void {
    const { rows, scores } = this;
    for (let index = 0; index < count; index++) scores[rows[index] as number] = 0;
  }

  #scoreFirst(alternatives: readonly Alternative[], minWeight: FieldWeight): number {
    const { rows, scores } = this;
    let count = 0;
    for (const { term, factor } of alternatives) {
      this.#index.postings.visit(term, (page, from, to) => {
        for (let at = from; at < to; at++) {
          const posting = page[at] as number;
          if ((posting & 3) < minWeight) continue;
          const row = posting >>> 2;
          const before = scores[row] as number;
          if (before === 0) rows[count++] = row;
          const score = factor * (posting & 3);
          if (score > before) scores[row] = score;
        }
      });
    }
    return count;
  }

  /** Sorts the rows that have a score. */
  #sort(): number {
    const { rows, scores } = this;
    const { end } = this.#columns;
    let count = 0;
    for (let row = 0; row < end; row++) {
      rows[count] = row;
      count = (count + Number((scores[row] as number) > 0)) | 0;
    }
    return count;
  }

  /** Keeps those of the first `count` rows that have one of the alternatives, and adds to their scores. */
  #intersect(count: number, alternatives: readonly Alternative[], minWeight: FieldWeight): number {
    if (count === 0) return 0;
    for (const alternative of alternatives) this.#scoreWord(count, alternative, minWeight);
    const { rows, scores } = this;
    const wordScores = this.#wordScores;
    let kept = 0;
    for (let index = 0; index < count; index++) {
      const row = rows[index] as number;
      const score = wordScores[row] as number;
      if (score === 0) {
        scores[row] = 0;
      } else {
        scores[row] = (scores[row] as number) + score;
        wordScores[row] = 0;
        rows[kept++] = row;
      }
    }
    return kept;
  }

  #scoreWord(count: number, { term, factor }: Alternative, minWeight: FieldWeight): void {
    const { rows, scores } = this;
    const wordScores = this.#wordScores;
    const bitmap = this.#index.bitmaps.get(term);
    if (bitmap !== undefined && count < this.#index.dictionary.documentFrequency(term)) {
      for (let index = 0; index < count; index++) {
        const row = rows[index] as number;
        const weight = weightIn(bitmap, row);
        const score = weight < minWeight ? 0 : factor * weight;
        if (score > (wordScores[row] as number)) wordScores[row] = score;
      }
      return;
    }
    this.#index.postings.visit(term, (page, from, to) => {
      for (let at = from; at < to; at++) {
        const posting = page[at] as number;
        const row = posting >>> 2;
        if (scores[row] === 0 || (posting & 3) < minWeight) continue;
        const score = factor * (posting & 3);
        if (score > (wordScores[row] as number)) wordScores[row] = score;
      }
    });
  }

  #makeRoom(): void {
    const { capacity } = this.#columns;
    if (this.scores.length >= capacity) return;
    this.rows = new Uint32Array(capacity);
    this.scores = new Uint16Array(capacity);
    this.#wordScores = new Uint8Array(capacity);
  }
}

import { type Columns, MAX_NAME_WORDS } from './columns.ts';
import { type Alternative, ConjunctiveScorer } from './conjunctiveScorer.ts';
import { FIELD_WEIGHTS } from './productText.ts';
import type { QueryWord } from './queryWords.ts';
import { weightIn } from './termBitmaps.ts';
import type { TextIndex } from './textIndex.ts';

/** A whole word counts this many times as much as a prefix or a word with a typo. */
const WHOLE_WORD_FACTOR = 2;

/** One point of a score outweighs any difference in the lengths of names. */
const SCORE_UNIT = MAX_NAME_WORDS + 1;

/** Returns those of the rows that match the other filters; rows without a product never do. */
export type FilterRows = (rows: Uint32Array) => Uint32Array;

const NONE = new Uint32Array();

/** Finds the rows that have all words of a text, and their relevance. */
export class TextMatcher {
  /**
   * By row, for the rows that were found: the score times 256, plus the more, the fewer words the name
   * has.
   */
  relevance = new Float64Array();
  readonly #columns: Columns;
  readonly #index: TextIndex;
  readonly #scorer: ConjunctiveScorer;

  constructor(columns: Columns, index: TextIndex) {
    this.#columns = columns;
    this.#index = index;
    this.#scorer = new ConjunctiveScorer(columns, index);
  }

  /**
   * Finds the rows that have all words of all texts and match the other filters. The rows and their
   * relevance are valid until the next call.
   */
  match(texts: readonly (readonly QueryWord[])[], filter: FilterRows): Uint32Array {
    let found: Uint32Array = NONE;
    texts.forEach((words, index) => {
      const before = index === 0 ? undefined : this.#relevanceOf(found);
      found = this.#rank(this.#score(words), filter);
      if (before !== undefined) found = found.filter((row) => this.#addRelevance(row, before));
    });
    return found;
  }

  /** The rows that have all words in their names, as whole words or as prefixes. */
  matchNames(words: readonly QueryWord[], filter: FilterRows): Uint32Array {
    const alternatives = words.map((word) => this.#exactMatches(word));
    return this.#rank(this.#scorer.score(alternatives, FIELD_WEIGHTS.name), filter);
  }

  /** For each of the terms, the number of rows that have it and all words. */
  countWith(words: readonly QueryWord[], terms: readonly number[]): Float64Array {
    const { dictionary } = this.#index;
    if (words.length === 0) {
      return Float64Array.from(terms, (term) => dictionary.documentFrequency(term));
    }
    const count = this.#scorer.score(words.map((word) => this.#exactMatches(word)));
    const candidates = this.#scorer.rows.subarray(0, count);
    const counts = Float64Array.from(terms, (term) => this.#countTerm(term, candidates));
    this.#scorer.reset(count);
    return counts;
  }

  /** The number of candidates, which are the scored rows, that have the term. */
  #countTerm(term: number, candidates: Uint32Array): number {
    const { dictionary, bitmaps, postings } = this.#index;
    const { scores } = this.#scorer;
    let sum = 0;
    const bitmap = bitmaps.get(term);
    if (bitmap !== undefined && candidates.length < dictionary.documentFrequency(term)) {
      for (const row of candidates) if (weightIn(bitmap, row) > 0) sum++;
      return sum;
    }
    postings.visit(term, (page, from, to) => {
      for (let at = from; at < to; at++) {
        const row = (page[at] as number) >>> 2;
        if (scores[row] !== 0 && !this.#columns.isFree(row)) sum++;
      }
    });
    return sum;
  }

  /** Filters the scored rows, and turns their scores into relevance. */
  #rank(count: number, filter: FilterRows): Uint32Array {
    if (this.relevance.length < this.#columns.capacity) {
      this.relevance = new Float64Array(this.#columns.capacity);
    }
    const { relevance } = this;
    const { rows, scores } = this.#scorer;
    const { nameWords } = this.#columns;
    const found = filter(rows.subarray(0, count));
    for (let index = 0; index < found.length; index++) {
      const row = found[index] as number;
      relevance[row] =
        (scores[row] as number) * SCORE_UNIT + MAX_NAME_WORDS - (nameWords[row] as number);
    }
    this.#scorer.reset(count);
    return found;
  }

  #relevanceOf(rows: Uint32Array): Map<number, number> {
    return new Map(Array.from(rows, (row) => [row, this.relevance[row] as number]));
  }

  /** Adds the scores of the texts before; false if the row does not have their words. */
  #addRelevance(row: number, before: ReadonlyMap<number, number>): boolean {
    const relevance = before.get(row);
    if (relevance === undefined) return false;
    const score = Math.floor(relevance / SCORE_UNIT);
    this.relevance[row] = (this.relevance[row] as number) + score * SCORE_UNIT;
    return true;
  }

  /** Forgives typos only when no product has the words as they are. */
  #score(words: readonly QueryWord[]): number {
    const count = this.#scorer.score(words.map((word) => this.#exactMatches(word)));
    if (!words.some(({ mayHaveTypo }) => mayHaveTypo) || this.#hasProduct(count)) return count;
    this.#scorer.reset(count);
    const alternatives: (readonly Alternative[])[] = [];
    for (const word of words) {
      const found = this.#withFuzzyMatches(word);
      // No product has all words then: the others need not be looked up.
      if (found.length === 0) return 0;
      alternatives.push(found);
    }
    return this.#scorer.score(alternatives);
  }

  /** True when one of the scored rows has a product. */
  #hasProduct(count: number): boolean {
    return this.#scorer.rows.subarray(0, count).some((row) => !this.#columns.isFree(row));
  }

  #exactMatches({ word, singular, isPrefix }: QueryWord): Alternative[] {
    const { dictionary } = this.#index;
    const whole = dictionary.find(singular);
    const alternatives = whole === undefined ? [] : [{ term: whole, factor: WHOLE_WORD_FACTOR }];
    if (!isPrefix) return alternatives;
    const longer = dictionary.withPrefix(word).filter((term) => term !== whole);
    return [...alternatives, ...longer.map((term) => ({ term, factor: 1 }))];
  }

  #withFuzzyMatches(word: QueryWord): Alternative[] {
    const exact = this.#exactMatches(word);
    if (!word.mayHaveTypo) return exact;
    const fuzzy = this.#index.dictionary.fuzzyMatches(word.singular);
    for (const { term } of exact) fuzzy.delete(term);
    return [...exact, ...[...fuzzy].map((term) => ({ term, factor: 1 }))];
  }
}

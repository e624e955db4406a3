import { MAX_CACHED_COMPLETIONS, MAX_COMPLETIONS } from '../base/limits.ts';
import { Ranking } from './ranking.ts';
import type { TermDictionary } from './termDictionary.ts';
import { selectTopK } from './topK.ts';

/** To go through fewer terms takes less time than it is worth to remember what comes of it. */
const MIN_CACHED_TERMS = 1024;

/**
 * The completions of prefixes. A short prefix has tens of thousands of terms in a large catalogue: what comes of them is
 * remembered until a word of the catalogue changes, so that no caller makes the index go through them again and
 * again.
 */
export class Completions {
  readonly #dictionary: TermDictionary;
  readonly #known = new Map<string, readonly number[]>();
  /** That of the dictionary for which they are known. */
  #version = 0;

  constructor(dictionary: TermDictionary) {
    this.#dictionary = dictionary;
  }

  /**
   * The most frequent terms with the prefix, in alphabetical order; of a singular and its plural, the one
   * that more products have. Their number is limited, since tens of thousands begin with one letter.
   */
  of(prefix: string): readonly number[] {
    const { version } = this.#dictionary;
    if (this.#version !== version) {
      this.#known.clear();
      this.#version = version;
    }
    const known = this.#known.get(prefix);
    if (known !== undefined) return known;
    const terms = this.#dictionary.withPrefix(prefix);
    const completions = this.#mostFrequent(terms);
    if (terms.length >= MIN_CACHED_TERMS && this.#known.size < MAX_CACHED_COMPLETIONS) {
      this.#known.set(prefix, completions);
    }
    return completions;
  }

  #mostFrequent(terms: readonly number[]): readonly number[] {
    const dictionary = this.#dictionary;
    const best = new Map<number, number>();
    for (const term of terms) {
      const singular = dictionary.singular(term);
      const known = best.get(singular);
      const knownFrequency = known === undefined ? 0 : dictionary.verbatimFrequency(known);
      if (dictionary.verbatimFrequency(term) > knownFrequency) best.set(singular, term);
    }
    const found = Uint32Array.from(best.values());
    const byFrequency = new Ranking(
      {
        key: Float64Array.from(best.keys(), (singular) => dictionary.documentFrequency(singular)),
        isDescending: true,
      },
      {
        tie: new Float64Array(found.length),
        breakTie: (a, b) => this.#compare(found[a] as number, found[b] as number),
      },
    );
    const indexes = Uint32Array.from(found.keys());
    return Array.from(
      selectTopK(indexes, Math.min(MAX_COMPLETIONS, found.length), byFrequency),
      (index) => found[index] as number,
    ).sort((a, b) => this.#compare(a, b));
  }

  #compare(a: number, b: number): number {
    return this.#dictionary.word(a) < this.#dictionary.word(b) ? -1 : 1;
  }
}

import { DEFAULT_LIMITS } from '../base/shopLimits.ts';
import { eachField, type ProductText } from './productText.ts';
import { singular, wordsOf } from './words.ts';

/** From this number of letters on, the last word of a query also matches words that begin with it. */
const MIN_PREFIX_LENGTH = 3;

/** From this number of letters on, a word may have one typo. */
const MIN_TYPO_LENGTH = 5;

/** A word of a query. */
export interface QueryWord {
  /** As typed, without case and accents. */
  readonly word: string;
  readonly singular: string;
  /** True when words that begin with it match as well. */
  readonly isPrefix: boolean;
  /** True when one typo is forgiven if no product has all words. */
  readonly mayHaveTypo: boolean;
}

/**
 * The first distinct words of a query. Only the last word of the text can be a prefix.
 *
 * @param max the number of words that count; that of a shop without the option `maxQueryWords` when left out.
 */
export function queryWords(text: string, max: number = DEFAULT_LIMITS.maxQueryWords): QueryWord[] {
  const words = wordsOf(text);
  const last = words.at(-1);
  return [...new Set(words)].slice(0, max).map((word) => {
    const letters = [...word].length;
    return {
      word,
      singular: singular(word),
      isPrefix: word === last && letters >= MIN_PREFIX_LENGTH,
      mayHaveTypo: letters >= MIN_TYPO_LENGTH,
    };
  });
}

/**
 * True when the product has every word: as typed, as another number of the same noun, or, for the last
 * one, as a prefix. Forgives no typos, since that depends on the whole catalogue. False for a query without words.
 */
export function hasAllWords(product: ProductText, query: readonly QueryWord[]): boolean {
  if (query.length === 0) return false;
  const words: string[] = [];
  eachField(product, (text) => words.push(...wordsOf(text)));
  const terms = [...words, ...words.map(singular)];
  return query.every(({ word, singular: term, isPrefix }) =>
    isPrefix
      ? terms.some((found) => found === term || found.startsWith(word))
      : terms.includes(term),
  );
}

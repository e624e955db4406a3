import * as check from '../base/check.ts';
import { DEFAULT_SUGGESTIONS, MAX_QUERY_LENGTH } from '../base/limits.ts';
import type { Completions } from './completions.ts';
import type { IndexedProduct } from './indexedProduct.ts';
import type { IndexedRows } from './indexedRows.ts';
import { planQuery } from './queryPlan.ts';
import { queryWords } from './queryWords.ts';
import { Ranking } from './ranking.ts';
import type { RowScanner } from './rowScanner.ts';
import type { TextMatcher } from './textMatcher.ts';
import { selectTopK } from './topK.ts';
import { wordsOf } from './words.ts';

/** Matches every product. */
const ALL_PRODUCTS = planQuery([], new Map(), 0);

/** A completion of what a user has typed so far. */
export type Suggestion =
  /** Words that products have. */
  | {
      readonly kind: 'words';
      /** What was typed, without case and accents, with the last word completed. */
      readonly text: string;
      /** Products that a search for the text finds by whole words. */
      readonly count: number;
    }
  /** A product. */
  | {
      readonly kind: 'product';
      /** The name of the product. */
      readonly text: string;
      /** Its SKU. */
      readonly sku: string;
    };

/** How a text is completed. */
export interface SuggestOptions {
  /** Suggestions at most, 10 when left out. */
  readonly limit?: number | undefined;
}

interface IndexParts {
  readonly rows: IndexedRows<IndexedProduct>;
  readonly matcher: TextMatcher;
  readonly scanner: RowScanner;
  readonly completions: Completions;
  /** The number of words that count. */
  readonly maxWords: number;
}

/**
 * Words first, for up to half of the suggestions: of the most frequent completions of the last word,
 * those that most products have together with the words before it. Then products with every word in
 * their names, by relevance. Among these, the last word counts as a prefix from three letters on, as in
 * a search. A text without a letter or digit, such as an empty one, has no suggestions.
 *
 * @throws TypeError or RangeError if an argument is unknown or out of range.
 */
export function suggest(text: string, options: SuggestOptions, parts: IndexParts): Suggestion[] {
  check.text('text', text, { min: 0, max: MAX_QUERY_LENGTH });
  check.fields('options', options, ['limit']);
  const limit =
    check.optional(options.limit, (value) => check.count('limit', value)) ?? DEFAULT_SUGGESTIONS;
  const typed = wordsOf(text).slice(0, parts.maxWords);
  if (typed.length === 0) return [];
  const words = suggestWords(typed, Math.ceil(limit / 2), parts);
  return [...words, ...suggestProducts(typed, limit - words.length, parts)];
}

function suggestWords(
  typed: readonly string[],
  limit: number,
  { rows, matcher, completions, maxWords }: IndexParts,
): Suggestion[] {
  const { dictionary } = rows.texts;
  const before = typed.slice(0, -1);
  const terms = completions.of(typed.at(-1) as string);
  const counts = matcher.countWith(
    queryWords(before.join(' '), maxWords).map((word) => ({ ...word, isPrefix: false })),
    terms.map((term) => dictionary.singular(term)),
  );
  const indexes = Uint32Array.from(terms.keys());
  // Completions are in alphabetical order, so their index breaks ties.
  const tie = Float64Array.from(indexes);
  const ranking = new Ranking({ key: counts, isDescending: true }, { tie, breakTie: () => 0 });
  return Array.from(selectTopK(indexes, limit, ranking))
    .filter((index) => (counts[index] as number) > 0)
    .map((index) => {
      const completed = [...before, dictionary.word(terms[index] as number)].join(' ');
      return { kind: 'words', text: completed, count: counts[index] as number };
    });
}

function suggestProducts(
  typed: readonly string[],
  limit: number,
  { rows, matcher, scanner, maxWords }: IndexParts,
): Suggestion[] {
  const found = matcher.matchNames(queryWords(typed.join(' '), maxWords), (some) =>
    scanner.filterRows(ALL_PRODUCTS, some),
  );
  const { skus } = rows;
  const byRelevance = new Ranking(
    { key: matcher.relevance, isDescending: true },
    { tie: skus.keys, breakTie: (a, b) => skus.compare(a, b) },
  );
  return Array.from(selectTopK(found, limit, byRelevance), (row) => {
    const { name, sku } = rows.product(row) as IndexedProduct;
    return { kind: 'product', text: name, sku };
  });
}

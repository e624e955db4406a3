import * as check from '../base/check.ts';
import { DEFAULT_SUGGESTIONS, MAX_COMPLETIONS, MAX_QUERY_LENGTH } from '../base/limits.ts';
import type { IndexedProduct } from './indexedProduct.ts';
import type { IndexedRows } from './indexedRows.ts';
import { planQuery } from './queryPlan.ts';
import { queryWords } from './queryWords.ts';
import { Ranking } from './ranking.ts';
import type { RowScanner } from './rowScanner.ts';
import type { TermDictionary } from './termDictionary.ts';
import type { TextMatcher } from './textMatcher.ts';
import { selectTopK } from './topK.ts';
import { wordsOf } from './words.ts';

/** Matches every product. */
const ALL_PRODUCTS = planQuery([], new Map());

/** A completion of what a user has typed so far. */
export type Suggestion =
  | {
      readonly kind: 'words';
      /** What was typed, without case and accents, with the last word completed. */
      readonly text: string;
      /** Products that a search for the text finds by whole words. */
      readonly count: number;
    }
  | { readonly kind: 'product'; readonly text: string; readonly sku: string };

export interface SuggestOptions {
  /** Suggestions at most, 10 when left out. */
  readonly limit?: number;
}

interface IndexParts {
  readonly rows: IndexedRows<IndexedProduct>;
  readonly matcher: TextMatcher;
  readonly scanner: RowScanner;
}

/**
 * Words first, for up to half of the suggestions: of the most frequent completions of the last word,
 * those that most products have together with the words before it. Then products with every word in
 * their names, by relevance. Among these, the last word counts as a prefix from three letters on, as in
 * a search.
 *
 * @throws TypeError or RangeError if an argument is unknown or out of range.
 */
export function suggest(text: string, options: SuggestOptions, parts: IndexParts): Suggestion[] {
  check.text('text', text, { min: 0, max: MAX_QUERY_LENGTH });
  check.fields('options', options, ['limit']);
  const limit =
    check.optional(options.limit, (value) => check.count('limit', value)) ?? DEFAULT_SUGGESTIONS;
  const typed = wordsOf(text);
  if (typed.length === 0) return [];
  const words = suggestWords(typed, Math.ceil(limit / 2), parts);
  return [...words, ...suggestProducts(text, limit - words.length, parts)];
}

function suggestWords(
  typed: readonly string[],
  limit: number,
  { rows, matcher }: IndexParts,
): Suggestion[] {
  const { dictionary } = rows.texts;
  const before = typed.slice(0, -1);
  const completions = completionsOf(typed.at(-1) as string, dictionary);
  const counts = matcher.countWith(
    queryWords(before.join(' ')).map((word) => ({ ...word, isPrefix: false })),
    completions.map((term) => dictionary.singular(term)),
  );
  const indexes = Uint32Array.from(completions.keys());
  // Completions are in alphabetical order, so their index breaks ties.
  const tie = Float64Array.from(indexes);
  const ranking = new Ranking({ key: counts, isDescending: true }, { tie, breakTie: () => 0 });
  return Array.from(selectTopK(indexes, limit, ranking))
    .filter((index) => (counts[index] as number) > 0)
    .map((index) => {
      const completed = [...before, dictionary.word(completions[index] as number)].join(' ');
      return { kind: 'words', text: completed, count: counts[index] as number };
    });
}

function suggestProducts(
  text: string,
  limit: number,
  { rows, matcher, scanner }: IndexParts,
): Suggestion[] {
  const found = matcher.matchNames(queryWords(text), (some) =>
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

/**
 * The most frequent terms with the prefix, in alphabetical order; of a singular and its plural, the one
 * that more products have. Their number is limited, since tens of thousands begin with one letter.
 */
function completionsOf(prefix: string, dictionary: TermDictionary): number[] {
  const best = new Map<number, number>();
  for (const term of dictionary.withPrefix(prefix)) {
    const singular = dictionary.singular(term);
    const known = best.get(singular);
    const knownFrequency = known === undefined ? 0 : dictionary.verbatimFrequency(known);
    if (dictionary.verbatimFrequency(term) > knownFrequency) best.set(singular, term);
  }
  const frequency = (term: number) => dictionary.documentFrequency(dictionary.singular(term));
  const alphabetical = (a: number, b: number) => (dictionary.word(a) < dictionary.word(b) ? -1 : 1);
  return [...best.values()]
    .sort((a, b) => frequency(b) - frequency(a) || alphabetical(a, b))
    .slice(0, MAX_COMPLETIONS)
    .sort(alphabetical);
}

import * as check from '../base/check.ts';
import { DEFAULT_SUGGESTIONS, MAX_COMPLETIONS, MAX_QUERY_LENGTH } from '../base/limits.ts';
import type { RowSets } from './candidateSets.ts';
import type { IndexedProduct, IndexedRows } from './indexedRows.ts';
import { conditionsOf } from './queryPlan.ts';
import type { Lexicon } from './termDictionary.ts';
import type { TextMatch } from './textMatcher.ts';
import { Ranking, topRows } from './topK.ts';
import { queryWords, wordsOf } from './words.ts';

/** What every product passes. */
const ANYTHING = conditionsOf([], new Map());

/** A completion of what somebody has typed so far. */
export type Suggestion =
  | {
      readonly kind: 'words';
      /** What was typed, folded, with the last word completed. */
      readonly text: string;
      /** Products that a search for it finds, by whole words. */
      readonly count: number;
    }
  | { readonly kind: 'product'; readonly text: string; readonly sku: string };

export interface SuggestOptions {
  /** Suggestions at the most, 10 when left out. */
  readonly limit?: number;
}

/**
 * First words, for up to half of the suggestions: of the most frequent that begin so, those that most
 * products have beside the words before. Then products with every word in their names, by relevance.
 * The last word is a beginning; for names of products, as in a search, from three letters on.
 *
 * @throws TypeError or RangeError if an argument is unknown or out of range.
 */
export function suggest(
  text: string,
  options: SuggestOptions,
  { rows, match, sets }: { rows: IndexedRows<IndexedProduct>; match: TextMatch; sets: RowSets },
): Suggestion[] {
  check.text('text', text, { min: 0, max: MAX_QUERY_LENGTH });
  check.fields('options', options, ['limit']);
  const limit =
    check.optional(options.limit, (value) => check.count('limit', value)) ?? DEFAULT_SUGGESTIONS;
  const typed = wordsOf(text);
  const last = typed.at(-1);
  if (last === undefined) return [];
  const before = typed.slice(0, -1);

  const { lexicon } = rows.texts;
  const completions = completionsOf(last, lexicon);
  const counts = match.countWith(
    queryWords(before.join(' ')).map((word) => ({ ...word, isBeginning: false })),
    completions.map((id) => lexicon.singular(id)),
  );
  const places = Uint32Array.from(completions.keys());
  // They come in order of the alphabet, which breaks ties.
  const tie = Float64Array.from(places);
  const ranking = new Ranking({ key: counts, isDescending: true }, { tie, breakTie: () => 0 });
  const words = Array.from(topRows(places, Math.ceil(limit / 2), ranking))
    .filter((place) => (counts[place] as number) > 0)
    .map((place): Suggestion => {
      const completed = [...before, lexicon.word(completions[place] as number)].join(' ');
      return { kind: 'words', text: completed, count: counts[place] as number };
    });

  const found = match.matchNames(queryWords(text), (some) => sets.among(ANYTHING, some));
  const { skus } = rows;
  const byRelevance = new Ranking(
    { key: match.relevance, isDescending: true },
    { tie: skus.keys, breakTie: (a, b) => skus.compare(a, b) },
  );
  const products = Array.from(
    topRows(found, limit - words.length, byRelevance),
    (row): Suggestion => {
      const { name, sku } = rows.product(row) as IndexedProduct;
      return { kind: 'product', text: name, sku };
    },
  );
  return [...words, ...products];
}

/**
 * Words that begin so, in order; of a singular and its plural, the one that more products have. Only
 * the most frequent: there are tens of thousands that begin with one letter.
 */
function completionsOf(beginning: string, lexicon: Lexicon): number[] {
  const best = new Map<number, number>();
  for (const id of lexicon.beginningWith(beginning)) {
    const term = lexicon.singular(id);
    const known = best.get(term);
    if (lexicon.written(id) > (known === undefined ? 0 : lexicon.written(known))) {
      best.set(term, id);
    }
  }
  const products = (id: number) => lexicon.products(lexicon.singular(id));
  const inAlphabet = (a: number, b: number) => (lexicon.word(a) < lexicon.word(b) ? -1 : 1);
  return [...best.values()]
    .sort((a, b) => products(b) - products(a) || inAlphabet(a, b))
    .slice(0, MAX_COMPLETIONS)
    .sort(inAlphabet);
}

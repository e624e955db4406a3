import * as check from '../base/check.ts';
import { MAX_QUERY_LENGTH } from '../base/limits.ts';
import type { ProductText } from './productText.ts';
import { hasAllWords, type QueryWord, queryWords } from './queryWords.ts';

/**
 * True for the items that belong in the result. A custom filter is a function like any other. The index
 * answers the filters of this file without calling them; they work as functions, too.
 */
export type Filter<Item> = (item: Item) => boolean;

/** What the filters of this file read of an item. */
export interface FilteredProduct extends ProductText {
  /** The list price of one unit, in minor units. */
  readonly priceMinor: number;
  /** The mean; 0 for unrated. */
  readonly rating: number;
  /** Units that can be sold now. */
  readonly available: number;
}

/** What a filter of this file asks for, so that the index can answer it without calling it. */
export type Criterion =
  | { readonly kind: 'category'; readonly names: ReadonlySet<string> }
  | { readonly kind: 'price'; readonly minMinor: number; readonly maxMinor: number }
  | { readonly kind: 'rating'; readonly minimum: number }
  | { readonly kind: 'inStock' }
  | { readonly kind: 'text'; readonly text: string };

const criteria = new WeakMap<object, Criterion>();

/** Undefined for a custom filter. */
export function criterionOf(filter: object): Criterion | undefined {
  return criteria.get(filter);
}

function indexed<Item>(criterion: Criterion, filter: Filter<Item>): Filter<Item> {
  criteria.set(filter, criterion);
  return filter;
}

/**
 * Products of one of the categories, which must be spelt exactly; an array of names works, too.
 *
 * @param categories one or more names, or arrays of names.
 * @throws RangeError if there is none.
 */
export function byCategory(
  ...categories: (string | readonly string[])[]
): Filter<Pick<FilteredProduct, 'category'>> {
  const given = categories.flat();
  if (given.length === 0) throw check.outOfRange('category', 'at least one category', given);
  const names = new Set(given.map((name) => check.text('category', name)));
  return indexed({ kind: 'category', names }, ({ category }) => names.has(category));
}

/**
 * Products whose price lies between the bounds, both included; either may be left out.
 *
 * @param bounds in minor units, 0 to 2^53 - 1.
 * @throws RangeError if the minimum is above the maximum.
 */
export function byPrice(bounds: {
  minMinor?: number;
  maxMinor?: number;
}): Filter<Pick<FilteredProduct, 'priceMinor'>> {
  check.fields('byPrice', bounds, ['minMinor', 'maxMinor']);
  const minMinor = check.optional(bounds.minMinor, (value) => check.count('minMinor', value)) ?? 0;
  const maxMinor =
    check.optional(bounds.maxMinor, (value) => check.count('maxMinor', value)) ??
    Number.MAX_SAFE_INTEGER;
  if (minMinor > maxMinor) {
    throw check.outOfRange('minMinor', `at most maxMinor (${maxMinor})`, minMinor);
  }
  return indexed(
    { kind: 'price', minMinor, maxMinor },
    ({ priceMinor }) => priceMinor >= minMinor && priceMinor <= maxMinor,
  );
}

/**
 * Products with a mean rating of at least `minimum` (0 to 5). The rating of unrated products is 0.
 *
 * @param minimum 0 to 5.
 */
export function byRating(minimum: number): Filter<Pick<FilteredProduct, 'rating'>> {
  check.number('minimum', minimum, { min: 0, max: 5 });
  return indexed({ kind: 'rating', minimum }, ({ rating }) => rating >= minimum);
}

/** Products of which at least one unit can be sold now. */
export function inStock(): Filter<Pick<FilteredProduct, 'available'>> {
  return indexed({ kind: 'inStock' }, ({ available }) => available > 0);
}

/**
 * Products that have every word of `text` in their name, category or description. Case, accents and
 * English plurals make no difference. The last word also matches as a prefix, from three letters on. If
 * no product of the catalogue has all words, each word of five letters or more may have one typo: a
 * letter wrong, missing or added, or two neighbours swapped. A text without a letter or digit, such as an empty one,
 * finds nothing. Of all texts of a search together, the first `maxQueryWords` words count, 16 when that
 * option was left out.
 *
 * Called as a function of one product, the filter does not know the catalogue: it forgives no typo, and the first 16
 * words count.
 *
 * @param text what a user has typed.
 * @throws RangeError if `text` has more than 1,000 characters.
 */
export function byText(text: string): Filter<ProductText> {
  check.text('text', text, { min: 0, max: MAX_QUERY_LENGTH });
  let words: readonly QueryWord[] | undefined;
  return indexed({ kind: 'text', text }, (product) => {
    words ??= queryWords(text);
    return hasAllWords(product, words);
  });
}

import * as check from '../base/check.ts';
import { MAX_QUERY_LENGTH } from '../base/limits.ts';
import type { Product } from '../catalog/product.ts';
import { hasAllWords, type ProductText, type QueryWord, queryWords } from './words.ts';

/**
 * Says whether a product belongs into the result. A user's own is a function like any other; those
 * below are answered by the index, and work as functions too.
 */
export type Filter<Item = Product> = (product: Item) => boolean;

/** What a filter of this file asks for, so that the index can answer it without asking each product. */
export type Criterion =
  | { readonly kind: 'category'; readonly names: ReadonlySet<string> }
  | { readonly kind: 'price'; readonly minMinor: number; readonly maxMinor: number }
  | { readonly kind: 'rating'; readonly minimum: number }
  | { readonly kind: 'inStock' }
  | { readonly kind: 'text'; readonly words: readonly QueryWord[] };

const criteria = new WeakMap<object, Criterion>();

/** Undefined for a filter of the user's own. */
export function criterionOf(filter: object): Criterion | undefined {
  return criteria.get(filter);
}

function indexed<Item>(criterion: Criterion, filter: Filter<Item>): Filter<Item> {
  criteria.set(filter, criterion);
  return filter;
}

/** Products of one of the categories, spelt exactly so; several may also come as an array. */
export function byCategory(
  ...categories: (string | readonly string[])[]
): Filter<Pick<Product, 'category'>> {
  const given = categories.flat();
  if (given.length === 0) throw check.outOfRange('category', 'at least one category', given);
  const names = new Set(given.map((name) => check.text('category', name)));
  return indexed({ kind: 'category', names }, ({ category }) => names.has(category));
}

/**
 * Products whose price lies between the bounds, both included; either may be left out.
 *
 * @throws RangeError if the minimum is above the maximum.
 */
export function byPrice(bounds: {
  minMinor?: number;
  maxMinor?: number;
}): Filter<Pick<Product, 'priceMinor'>> {
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

/** Products with a mean rating of at least `minimum` (0 to 5). Unrated ones have 0. */
export function byRating(minimum: number): Filter<Pick<Product, 'rating'>> {
  check.number('minimum', minimum, { min: 0, max: 5 });
  return indexed({ kind: 'rating', minimum }, ({ rating }) => rating >= minimum);
}

/** Products of which at least one unit can be sold now. */
export function inStock(): Filter<Pick<Product, 'available'>> {
  return indexed({ kind: 'inStock' }, ({ available }) => available > 0);
}

/**
 * Products that have every word of `text` in their name, category or description. Case, accents and
 * English plurals do not matter. The last word may be just the beginning of one, from three letters
 * on. When no product of the shop has them all, each word of five letters and more may have one typo:
 * a letter wrong, missing or too many, or two neighbours swapped.
 *
 * Called as a function of one product, it knows no others and forgives no typo.
 *
 * @throws RangeError if there is no letter or digit in `text`, or more than 1,000 characters.
 */
export function byText(text: string): Filter<ProductText> {
  const words = queryWords(check.text('text', text, { max: MAX_QUERY_LENGTH }));
  if (words.length === 0) throw check.outOfRange('text', 'at least one word', text);
  return indexed({ kind: 'text', words }, (product) => hasAllWords(product, words));
}

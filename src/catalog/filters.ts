import * as check from '../check.ts';
import type { Product } from './product.ts';

/** Says whether a product belongs into the result. A user's own is a function like any other. */
export type Filter = (product: Product) => boolean;

/** Products of one of the categories, spelt exactly so; several may also come as an array. */
export function byCategory(...categories: (string | readonly string[])[]): Filter {
  const names = categories.flat();
  if (names.length === 0) throw check.outOfRange('category', 'at least one category', names);
  const wanted = new Set(names.map((name) => check.text('category', name)));
  return (product) => wanted.has(product.category);
}

/**
 * Products whose price lies between the bounds, both included; either may be left out.
 *
 * @throws RangeError if the minimum is above the maximum.
 */
export function byPrice(bounds: { minMinor?: number; maxMinor?: number }): Filter {
  check.fields('byPrice', bounds, ['minMinor', 'maxMinor']);
  const min = check.optional(bounds.minMinor, (value) => check.count('minMinor', value)) ?? 0;
  const max =
    check.optional(bounds.maxMinor, (value) => check.count('maxMinor', value)) ??
    Number.POSITIVE_INFINITY;
  if (min > max) throw check.outOfRange('minMinor', `at most maxMinor (${max})`, min);
  return ({ priceMinor }) => priceMinor >= min && priceMinor <= max;
}

/** Products with a mean rating of at least `minimum` (0 to 5). Unrated ones have 0. */
export function byRating(minimum: number): Filter {
  const least = check.number('minimum', minimum, { min: 0, max: 5 });
  return ({ rating }) => rating >= least;
}

/** Products of which at least one unit can be sold now. */
export function inStock(): Filter {
  return ({ available }) => available > 0;
}

/**
 * Products whose name, category or description has, for every word of `text`, a word that begins
 * with it. Case and accents do not matter.
 *
 * @throws RangeError if there is no letter or digit in `text`.
 */
export function byText(text: string): Filter {
  const wanted = wordsOf(check.text('text', text));
  if (wanted.length === 0) throw check.outOfRange('text', 'at least one word', text);
  return ({ name, category, description = '' }) => {
    const words = wordsOf(`${name} ${category} ${description}`);
    return wanted.every((start) => words.some((word) => word.startsWith(start)));
  };
}

/** The words of a text in lower case and without accents. */
function wordsOf(text: string): string[] {
  const folded = text
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase();
  return folded.match(/[\p{Letter}\p{Number}]+/gu) ?? [];
}

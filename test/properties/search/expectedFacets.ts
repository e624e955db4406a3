import type { Product } from '../../../src/index.ts';
import type { Facets, SearchOptions } from '../../../src/search.ts';

const FACETS = ['category', 'price', 'rating'] as const;

/** Counts the products one by one; undefined when no facets are asked for. */
export function expectedFacets(
  products: readonly Product[],
  asked: SearchOptions['facets'],
): Facets | undefined {
  const names = asked === true ? FACETS : asked === false || asked === undefined ? [] : asked;
  if (names.length === 0) return undefined;
  return {
    ...(names.includes('category') && {
      category: counted(products.map(({ category }) => category))
        .map(([category, count]) => ({ category, count }))
        .sort((a, b) => b.count - a.count || (a.category < b.category ? -1 : 1)),
    }),
    ...(names.includes('price') && {
      price: counted(products.map(({ priceMinor }) => bandOf(priceMinor)))
        .map(([minMinor, count]) => ({ minMinor, maxMinor: endOf(minMinor), count }))
        .sort((a, b) => a.minMinor - b.minMinor),
    }),
    ...(names.includes('rating') && {
      rating: counted(products.map(({ rating }) => Math.floor(rating * 2) / 2))
        .map(([rating, count]) => ({ rating, count }))
        .sort((a, b) => b.rating - a.rating),
    }),
  };
}

/** The first price of each band: 0, 100, 200, 500, 1000, ... */
const BANDS: readonly number[] = [
  0,
  ...Array.from({ length: 14 }, (_, zeros) =>
    [1, 2, 5].map((step) => Number(`${step}00${'0'.repeat(zeros)}`)),
  ).flat(),
].filter(Number.isSafeInteger);

function bandOf(priceMinor: number): number {
  return BANDS.findLast((begin) => begin <= priceMinor) ?? 0;
}

function endOf(begin: number): number {
  const next = BANDS[BANDS.indexOf(begin) + 1];
  return next === undefined ? Number.MAX_SAFE_INTEGER : next - 1;
}

function counted<Key>(keys: readonly Key[]): [Key, number][] {
  const counts = new Map<Key, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return [...counts];
}

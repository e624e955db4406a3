import type { Product } from '../../src/index.ts';
import { priceBand, ratingBand } from './priceBand.ts';
import type { Found } from './query.ts';

/** Counts products by category, price and rating, in the order of statecart's answers. */
export function recordFacets(products: readonly Product[]): NonNullable<Found['facets']> {
  const categories = new Map<string, number>();
  const prices = new Map<number, number>();
  const ratings = new Map<number, number>();
  for (const { category, priceMinor, rating } of products) {
    countIn(categories, category);
    countIn(prices, priceBand(priceMinor));
    countIn(ratings, ratingBand(rating));
  }
  return {
    category: [...categories].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)),
    price: [...prices].sort(([a], [b]) => a - b).map(named),
    rating: [...ratings].sort(([a], [b]) => b - a).map(named),
  };
}

function countIn<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function named([key, count]: readonly [number, number]): [string, number] {
  return [String(key), count];
}

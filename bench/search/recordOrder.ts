import type { Product } from '../../src/index.ts';
import type { Query } from './query.ts';

type Order = (a: Product, b: Product) => number;

const byName: Order = (a, b) => compare(a.name, b.name);
const bySku: Order = (a, b) => compare(a.sku, b.sku);

/** The comparison of two records for a sort, with the SKU as second key; undefined without a sort. */
export function recordOrder(sort: Query['sort']): Order | undefined {
  switch (sort) {
    case 'price':
      return (a, b) => a.priceMinor - b.priceMinor || bySku(a, b);
    case 'rating':
      return (a, b) => b.rating - a.rating || bySku(a, b);
    case 'newest':
      return (a, b) => b.createdAt - a.createdAt || bySku(a, b);
    case 'name':
      return (a, b) => byName(a, b) || bySku(a, b);
    default:
      return undefined;
  }
}

/** Compares by UTF-16 code units. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

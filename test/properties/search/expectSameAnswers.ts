import type { Product } from '../../../src/index.ts';
import type { CheckedIndex } from './CheckedIndex.ts';
import type { FilterSpec } from './filterSpec.ts';

const SORTS = [undefined, 'relevance', 'price', 'rating', 'name', 'newest'] as const;

export function product(sku: string, more: Partial<Product> = {}): Product {
  return {
    sku,
    name: sku,
    category: 'any',
    priceMinor: 100,
    createdAt: 0,
    available: 1,
    rating: 0,
    reviewCount: 0,
    ...more,
  };
}

/** Searches by each list of filters, in every order, for a long page and a later short one. */
export function expectSameAnswers(
  index: CheckedIndex,
  lists: readonly FilterSpec[][],
  suggested: readonly string[],
): void {
  index.expectSameSize();
  for (const filters of lists) {
    for (const sort of SORTS) {
      const order = sort !== undefined && { sort };
      index.expectSameSearch(filters, { ...order, limit: 10_000, facets: true });
      index.expectSameSearch(filters, { ...order, limit: 7, offset: 40 });
    }
  }
  for (const text of suggested) index.expectSameSuggestions(text, {});
}

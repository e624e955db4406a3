import type { Product } from '../../src/index.ts';
import type { SearchResult } from '../../src/search.ts';
import type { Found } from './query.ts';

/** Converts an answer of statecart into the form of all peers. */
export function foundOf({ total, items, facets }: SearchResult<Product>): Found {
  const skus = items.map(({ sku }) => sku);
  if (facets === undefined) return { total, skus };
  const { category = [], price = [], rating = [] } = facets;
  return {
    ...{ total, skus },
    facets: {
      category: category.map(({ category: name, count }) => [name, count]),
      price: price.map(({ minMinor, count }) => [String(minMinor), count]),
      rating: rating.map(({ rating: stars, count }) => [String(stars), count]),
    },
  };
}

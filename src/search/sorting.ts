import type { IndexedProduct } from './indexedProduct.ts';
import type { IndexedRows } from './indexedRows.ts';
import type { QueryPlan } from './queryPlan.ts';
import { Ranking } from './ranking.ts';
import type { Sort } from './searchOptions.ts';
import type { SortIndex } from './sortIndex.ts';

/** How the rows of a result are sorted. */
export interface Sorting {
  readonly ranking: Ranking;
  /** Yields the first rows in this order; undefined for an order that depends on a text. */
  readonly sortIndex?: SortIndex;
}

/** @param relevance by row, for the rows that match the texts of the plan. */
export function sortingFor(
  sort: Sort | undefined,
  plan: QueryPlan,
  rows: IndexedRows<IndexedProduct>,
  relevance: Float64Array,
): Sorting {
  const { skus, names, numbers, times, prices, ratings, columns } = rows;
  const hasText = plan.query.texts.length > 0;
  const bySku = { tie: skus.keys, breakTie: (a: number, b: number) => skus.compare(a, b) };
  switch (sort ?? (hasText ? 'relevance' : 'added')) {
    case 'price': {
      const sortIndex = prices.sortedBy(plan.priceGroups);
      return { ranking: new Ranking({ key: columns.priceMinor }, bySku), sortIndex };
    }
    case 'rating': {
      const ranking = new Ranking({ key: columns.rating, isDescending: true }, bySku);
      return { ranking, sortIndex: ratings.sortedBy(plan.halfStars) };
    }
    case 'relevance': {
      // Without a text, all rows are equally relevant.
      if (!hasText) return { ranking: new Ranking({ key: skus.keys }, bySku), sortIndex: skus };
      return { ranking: new Ranking({ key: relevance, isDescending: true }, bySku) };
    }
    case 'name': {
      const breakTie = (a: number, b: number) => names.compare(a, b) || skus.compare(a, b);
      const ranking = new Ranking({ key: names.keys }, { tie: names.keys, breakTie });
      return { ranking, sortIndex: names };
    }
    case 'newest': {
      const ranking = new Ranking({ key: columns.createdAt, isDescending: true }, bySku);
      return { ranking, sortIndex: times.descending };
    }
    case 'added':
      return { ranking: new Ranking({ key: columns.number }, bySku), sortIndex: numbers.ascending };
  }
}

import type { IndexedProduct } from './indexedProduct.ts';
import type { IndexedRows } from './indexedRows.ts';
import type { QueryPlan } from './queryPlan.ts';
import type { RowKeyLists } from './rowKeyLists.ts';

/** Cost of reading one row from a list, if reading the next of consecutive rows costs 1. */
const LIST_COST = 2;

/** Rows that include all matching ones, texts aside. */
export interface CandidateSet {
  /** Undefined for all rows. */
  readonly lists?: RowKeyLists;
  /** The groups of {@link lists}. */
  readonly groups: readonly number[];
  /** Cost of reading them, in consecutive rows. */
  readonly cost: number;
}

type Sources = Pick<IndexedRows<IndexedProduct>, 'columns' | 'cube' | 'prices' | 'ratings'>;

/** The sets of rows that a search can start from: all, or those of its categories, prices or ratings. */
export class CandidateSets {
  readonly #sources: Sources;

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  cheapest(plan: QueryPlan): CandidateSet {
    const { columns, cube, prices, ratings } = this.#sources;
    const { categories } = plan.query;
    const sets: CandidateSet[] = [
      { groups: [], cost: columns.end },
      listed(prices, plan.priceGroups),
      listed(ratings, plan.halfStars),
    ];
    if (categories !== undefined) sets.push(listed(cube.lists, categories));
    return sets.reduce((best, set) => (set.cost < best.cost ? set : best));
  }
}

function listed(lists: RowKeyLists, groups: readonly number[]): CandidateSet {
  const cost = LIST_COST * groups.reduce((sum, group) => sum + lists.size(group), 0);
  return { lists, groups, cost };
}

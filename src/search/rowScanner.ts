import type { CandidateSets } from './candidateSets.ts';
import {
  filterByValue,
  filterKeyedRows,
  filterRange,
  filterRows,
  type KeyedRows,
  type RowMasks,
} from './filterKernels.ts';
import type { IndexedProduct } from './indexedProduct.ts';
import type { IndexedRows } from './indexedRows.ts';
import type { QueryPlan } from './queryPlan.ts';
import type { RowKeyLists } from './rowKeyLists.ts';

/** The best mean rating. */
const MAX_RATING = 5;

type Sources = Pick<IndexedRows<IndexedProduct>, 'columns' | 'prices' | 'categories'>;

/** Which exact values have to be checked, since the buckets are not covered by the query. */
export type ExactChecks = Pick<QueryPlan, 'needsPriceCheck' | 'needsRatingCheck'>;

/**
 * Finds the rows that match a plan, texts aside. Rows that it returns are in a buffer of its own: they
 * are valid until the next call.
 */
export class RowScanner {
  readonly #sources: Sources;
  readonly #sets: CandidateSets;
  #found = new Uint32Array();
  /** By category, 1. Never empty, since the key of a row without a product has category 0. */
  #everyCategory = new Uint8Array(1).fill(1);

  constructor(sources: Sources, sets: CandidateSets) {
    this.#sources = sources;
    this.#sets = sets;
  }

  /** All matching rows, unordered. */
  find(plan: QueryPlan): Uint32Array {
    const { lists, groups } = this.#sets.cheapest(plan);
    if (lists === undefined) return this.filterRange(plan, 0, this.#sources.columns.end);
    let count = 0;
    for (const group of groups) count = this.#filterGroup(plan, lists, group, count);
    return this.#found.subarray(0, count);
  }

  /** The matching rows of one group. */
  findInGroup(plan: QueryPlan, lists: RowKeyLists, group: number): Uint32Array {
    const count = this.#filterGroup(plan, lists, group, 0);
    return this.#found.subarray(0, count);
  }

  filterRows(plan: QueryPlan, rows: Uint32Array): Uint32Array {
    return this.#checkExactly(plan, filterRows(rows, this.masks(plan), this.#found));
  }

  filterKeyedRows(plan: QueryPlan, rows: KeyedRows): Uint32Array {
    return this.#checkExactly(plan, filterKeyedRows(rows, this.masks(plan), this.#found, 0));
  }

  /** The matching rows from `first` up to `end`, which is excluded. */
  filterRange(plan: QueryPlan, first: number, end: number): Uint32Array {
    const masks = this.masks(plan);
    const last = Math.min(end, this.#sources.columns.end);
    return this.#checkExactly(plan, filterRange(first, last, masks, this.#found));
  }

  /** The input of the filter kernels. Also makes room for what they find. */
  masks({ bucketMask, query: { categoryMask } }: QueryPlan): RowMasks {
    const { columns, categories } = this.#sources;
    const { capacity, rowKey: rowKeys } = columns;
    if (this.#found.length < capacity) this.#found = new Uint32Array(capacity);
    if (this.#everyCategory.length < categories.size) {
      this.#everyCategory = new Uint8Array(categories.size * 2).fill(1);
    }
    return { rowKeys, buckets: bucketMask, categories: categoryMask ?? this.#everyCategory };
  }

  /** Prices of a group that is within the bounds are not checked, also if their bucket is not. */
  checksOf(plan: QueryPlan, lists: RowKeyLists, group: number): ExactChecks {
    const { needsPriceCheck, needsRatingCheck } = plan;
    const isCovered = lists === this.#sources.prices && plan.isPriceGroupCovered(group);
    return { needsPriceCheck: needsPriceCheck && !isCovered, needsRatingCheck };
  }

  /** Writes the matching rows of a group to the buffer from `from` on. @returns the index after them. */
  #filterGroup(plan: QueryPlan, lists: RowKeyLists, group: number, from: number): number {
    const checks = this.checksOf(plan, lists, group);
    const listed = { rows: lists.rows(group), keys: lists.keys(group) };
    const end = filterKeyedRows(listed, this.masks(plan), this.#found, from);
    return this.#check(plan, checks, from, end);
  }

  #checkExactly(plan: QueryPlan, count: number): Uint32Array {
    const end = this.#check(plan, plan, 0, count);
    return this.#found.subarray(0, end);
  }

  /** Filters rows of the buffer by their exact values. @returns the index after those that are left. */
  #check({ query: { bounds } }: QueryPlan, checks: ExactChecks, from: number, end: number): number {
    const { priceMinor, rating } = this.#sources.columns;
    const { minMinor, maxMinor, minRating } = bounds;
    let last = end;
    if (checks.needsPriceCheck) {
      const range = { values: priceMinor, min: minMinor, max: maxMinor };
      last = filterByValue(range, this.#found, from, last);
    }
    if (checks.needsRatingCheck) {
      const range = { values: rating, min: minRating, max: MAX_RATING };
      last = filterByValue(range, this.#found, from, last);
    }
    return last;
  }
}

import type { Bucket } from './buckets.ts';
import type { CandidateSets } from './candidateSets.ts';
import { FacetCounts } from './facetCounts.ts';
import { countKeys } from './filterKernels.ts';
import type { IndexedProduct } from './indexedProduct.ts';
import type { IndexedRows } from './indexedRows.ts';
import type { QueryPlan } from './queryPlan.ts';
import { bucketIn, categoryIn, type RowKey } from './rowKey.ts';
import type { RowScanner } from './rowScanner.ts';

type Sources = Pick<IndexedRows<IndexedProduct>, 'columns' | 'cube' | 'categories'>;

/** Counts the rows that match a plan, texts aside, without finding most of them. */
export class FacetCounter {
  readonly #sources: Sources;
  readonly #sets: CandidateSets;
  readonly #scanner: RowScanner;

  constructor(sources: Sources, sets: CandidateSets, scanner: RowScanner) {
    this.#sources = sources;
    this.#sets = sets;
    this.#scanner = scanner;
  }

  countRows(rows: Uint32Array): FacetCounts {
    const counts = this.none();
    this.#addRows(rows, counts);
    return counts;
  }

  none(): FacetCounts {
    return new FacetCounts(this.#sources.categories.size);
  }

  /**
   * Scans only the rows of buckets that the query does not cover, and of small categories; the cube
   * has the counts of all others.
   *
   * @param byCategory true when the counts of the categories are needed, too.
   */
  count(plan: QueryPlan, byCategory: boolean): FacetCounts {
    const { categories } = plan.query;
    const counts = this.none();
    const { totals } = this.#sources.cube;
    const isPriceCovered = (bucket: Bucket) => plan.isPriceCovered(bucket);
    const isCovered = (bucket: Bucket) => isPriceCovered(bucket) && plan.isRatingCovered(bucket);
    const covered = plan.restrictedTo((bucket) => totals[bucket] !== 0 && isCovered(bucket));
    if (categories === undefined && !byCategory) {
      for (const bucket of covered.buckets) counts.buckets[bucket] = totals[bucket] as number;
    } else if (covered.buckets.length > 0) {
      for (const category of categories ?? this.#sources.categories.values()) {
        this.#addCategory(category, covered, counts);
      }
    }
    for (const uncovered of [
      plan.restrictedTo((bucket) => totals[bucket] !== 0 && !isPriceCovered(bucket)),
      plan.restrictedTo(
        (bucket) => totals[bucket] !== 0 && isPriceCovered(bucket) && !isCovered(bucket),
      ),
    ]) {
      if (uncovered.buckets.length > 0) this.#addByScan(uncovered, counts);
    }
    return counts;
  }

  #addCategory(category: number, plan: QueryPlan, counts: FacetCounts): void {
    const { cube } = this.#sources;
    const inCategory = cube.counts(category);
    if (inCategory === undefined) {
      countKeys(cube.lists.keys(category), this.#scanner.masks(plan), counts);
      return;
    }
    for (const bucket of plan.buckets) {
      const count = inCategory[bucket] as number;
      if (count > 0) counts.add(category, bucket, count);
    }
  }

  #addByScan(plan: QueryPlan, counts: FacetCounts): void {
    const { lists, groups } = this.#sets.cheapest(plan);
    if (lists === undefined) {
      this.#addRows(this.#scanner.find(plan), counts);
      return;
    }
    for (const group of groups) {
      const { needsPriceCheck, needsRatingCheck } = this.#scanner.checksOf(plan, lists, group);
      if (needsPriceCheck || needsRatingCheck) {
        this.#addRows(this.#scanner.findInGroup(plan, lists, group), counts);
      } else {
        countKeys(lists.keys(group), this.#scanner.masks(plan), counts);
      }
    }
  }

  #addRows(rows: Uint32Array, { buckets, categories }: FacetCounts): void {
    const { rowKey } = this.#sources.columns;
    for (let index = 0; index < rows.length; index++) {
      const key = rowKey[rows[index] as number] as RowKey;
      const category = categoryIn(key);
      const bucket = bucketIn(key);
      categories[category] = (categories[category] as number) + 1;
      buckets[bucket] = (buckets[bucket] as number) + 1;
    }
  }
}

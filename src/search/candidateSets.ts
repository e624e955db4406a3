import type { Cell } from './buckets.ts';
import { type Columns, categoryIn, cellIn } from './columns.ts';
import { Tally } from './facetCounts.ts';
import type { FacetCube } from './facetCube.ts';
import {
  countListed,
  keepAmong,
  keepBetween,
  keepListed,
  keepStretch,
  type RowTest,
} from './filterKernels.ts';
import type { Conditions } from './queryPlan.ts';
import type { FactLists } from './rowKeyLists.ts';

/** To read a row out of a list costs so much more than to read the one behind the last. */
const LIST_COST = 2;

/** Nothing is rated better. */
const MAX_RATING = 5;

/**
 * The sets of rows that a search can start from: all of them, those of its categories, prices or
 * ratings. The planner takes the smallest.
 */
export class RowSets {
  readonly #columns: Columns;
  readonly #cube: FacetCube;
  readonly #prices: FactLists;
  readonly #ratings: FactLists;
  readonly #categories: ReadonlyMap<string, number>;
  #found = new Uint32Array();
  /** By category, 1. At least one, since a row without a product says category 0. */
  #everyCategory = new Uint8Array(1).fill(1);

  constructor({ columns, cube, prices, ratings, categories }: Sources) {
    this.#columns = columns;
    this.#cube = cube;
    this.#prices = prices;
    this.#ratings = ratings;
    this.#categories = categories;
  }

  /** What it costs to find all rows that pass, in rows read one behind the other. */
  cost(conditions: Conditions): number {
    return this.#smallest(conditions).cost;
  }

  /** The rows that pass, their texts apart, in no order. To be read until the next call. */
  find(conditions: Conditions): Uint32Array {
    const { lists, groups } = this.#smallest(conditions);
    if (lists === undefined) return this.between(conditions, 0, this.#columns.end);
    let count = 0;
    for (const group of groups) count = this.#keepGroup(conditions, lists, group, count);
    return this.#found.subarray(0, count);
  }

  /** Those of `rows` that pass. To be read until the next call. */
  among(conditions: Conditions, rows: Uint32Array): Uint32Array {
    return this.#exact(conditions, keepAmong(rows, this.#test(conditions), this.#found));
  }

  /** Those of `rows` that pass, whose facts are given. To be read until the next call. */
  listed(conditions: Conditions, rows: Uint32Array, facts: Uint32Array): Uint32Array {
    const test = this.#test(conditions);
    return this.#exact(conditions, keepListed({ rows, facts }, test, this.#found, 0));
  }

  /** Those of a stretch of rows that pass. To be read until the next call. */
  between(conditions: Conditions, first: number, end: number): Uint32Array {
    const test = this.#test(conditions);
    const last = Math.min(end, this.#columns.end);
    return this.#exact(conditions, keepStretch(first, last, test, this.#found));
  }

  tally(rows: Uint32Array, tally: Tally): void {
    const { facts } = this.#columns;
    const { categories, cells } = tally;
    for (let index = 0; index < rows.length; index++) {
      const fact = facts[rows[index] as number] as number;
      const category = categoryIn(fact);
      const cell = cellIn(fact);
      categories[category] = (categories[category] as number) + 1;
      cells[cell] = (cells[cell] as number) + 1;
    }
  }

  /**
   * Counts all rows that pass, their texts apart. Only those of which the cell does not say whether
   * they pass are looked at one by one, and those of small categories.
   *
   * @param byCategory is the count of each category wanted too?
   */
  count(conditions: Conditions, byCategory: boolean): Tally {
    const { categories } = conditions.wanted;
    const tally = new Tally(this.#categories.size);
    const { all } = this.#cube;
    const isPriceSure = (cell: Cell) => conditions.isPriceSure(cell);
    const isSure = (cell: Cell) => isPriceSure(cell) && conditions.isRatingSure(cell);
    const sure = conditions.only((cell) => all[cell] !== 0 && isSure(cell));
    if (categories === undefined && !byCategory) {
      for (const cell of sure.cells) tally.cells[cell] = all[cell] as number;
    } else if (sure.cells.length > 0) {
      for (const category of categories ?? this.#categories.values()) {
        this.#countCategory(category, sure, tally);
      }
    }
    for (const unsure of [
      conditions.only((cell) => all[cell] !== 0 && !isPriceSure(cell)),
      conditions.only((cell) => all[cell] !== 0 && isPriceSure(cell) && !isSure(cell)),
    ]) {
      if (unsure.cells.length > 0) this.#countOneByOne(unsure, tally);
    }
    return tally;
  }

  #countOneByOne(conditions: Conditions, tally: Tally): void {
    const { lists, groups } = this.#smallest(conditions);
    if (lists === undefined) {
      this.tally(this.find(conditions), tally);
      return;
    }
    for (const group of groups) {
      const { isPriceDoubtful, isRatingDoubtful } = this.#doubts(conditions, lists, group);
      if (isPriceDoubtful || isRatingDoubtful) {
        const count = this.#keepGroup(conditions, lists, group, 0);
        this.tally(this.#found.subarray(0, count), tally);
      } else {
        countListed(lists.facts(group), this.#test(conditions), tally);
      }
    }
  }

  /** Puts those of a group that pass behind the first `from` found. @returns how many there are. */
  #keepGroup(conditions: Conditions, lists: FactLists, group: number, from: number): number {
    const { isPriceDoubtful, isRatingDoubtful } = this.#doubts(conditions, lists, group);
    const listed = { rows: lists.rows(group), facts: lists.facts(group) };
    let end = keepListed(listed, this.#test(conditions), this.#found, from);
    if (isPriceDoubtful) end = this.#keepPrices(conditions, from, end);
    if (isRatingDoubtful) end = this.#keepRatings(conditions, from, end);
    return end;
  }

  /** In a group of prices between the bounds, nobody has to look at the exact price. */
  #doubts(
    conditions: Conditions,
    lists: FactLists,
    group: number,
  ): Pick<Conditions, 'isPriceDoubtful' | 'isRatingDoubtful'> {
    const { isPriceDoubtful, isRatingDoubtful } = conditions;
    const isSure = lists === this.#prices && conditions.isGroupSure(group);
    return { isPriceDoubtful: isPriceDoubtful && !isSure, isRatingDoubtful };
  }

  #countCategory(category: number, conditions: Conditions, tally: Tally): void {
    const { lists } = this.#cube;
    const counts = this.#cube.counts(category);
    if (counts === undefined) {
      countListed(lists.facts(category), this.#test(conditions), tally);
      return;
    }
    for (const cell of conditions.cells) {
      const count = counts[cell] as number;
      if (count > 0) tally.add(category, cell, count);
    }
  }

  /** Of the first `count` that were found, those that pass to the unit. */
  #exact(conditions: Conditions, count: number): Uint32Array {
    let end = count;
    if (conditions.isPriceDoubtful) end = this.#keepPrices(conditions, 0, end);
    if (conditions.isRatingDoubtful) end = this.#keepRatings(conditions, 0, end);
    return this.#found.subarray(0, end);
  }

  #keepPrices({ wanted: { figures } }: Conditions, from: number, end: number): number {
    const { minMinor: least, maxMinor: most } = figures;
    return keepBetween({ figures: this.#columns.price, least, most }, this.#found, from, end);
  }

  #keepRatings({ wanted: { figures } }: Conditions, from: number, end: number): number {
    const bounded = { figures: this.#columns.rating, least: figures.minRating, most: MAX_RATING };
    return keepBetween(bounded, this.#found, from, end);
  }

  /** What the loops need, and room for what they find. */
  #test({ mask, wanted: { inCategory } }: Conditions): RowTest {
    const { capacity, facts } = this.#columns;
    if (this.#found.length < capacity) this.#found = new Uint32Array(capacity);
    if (this.#everyCategory.length < this.#categories.size) {
      this.#everyCategory = new Uint8Array(this.#categories.size * 2).fill(1);
    }
    return { facts, cells: mask, categories: inCategory ?? this.#everyCategory };
  }

  /** The smallest set that has all rows that pass. No lists: all rows. */
  #smallest(conditions: Conditions): RowSet {
    const { categories } = conditions.wanted;
    const prices = conditions.priceGroups;
    const halves = conditions.halves;
    const sets: RowSet[] = [
      { groups: [], cost: this.#columns.end },
      { lists: this.#prices, groups: prices, cost: cost(this.#prices, prices) },
      { lists: this.#ratings, groups: halves, cost: cost(this.#ratings, halves) },
    ];
    if (categories !== undefined) {
      const { lists } = this.#cube;
      sets.push({ lists, groups: categories, cost: cost(lists, categories) });
    }
    return sets.reduce((best, set) => (set.cost < best.cost ? set : best));
  }
}

interface Sources {
  readonly columns: Columns;
  readonly cube: FacetCube;
  readonly prices: FactLists;
  readonly ratings: FactLists;
  readonly categories: ReadonlyMap<string, number>;
}

interface RowSet {
  readonly lists?: FactLists;
  readonly groups: readonly number[];
  readonly cost: number;
}

function cost(lists: FactLists, groups: readonly number[]): number {
  return LIST_COST * groups.reduce((sum, group) => sum + lists.size(group), 0);
}

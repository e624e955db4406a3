import * as check from '../base/check.ts';
import { RowSets } from './candidateSets.ts';
import { isPassed } from './customFilter.ts';
import { Tally } from './facetCounts.ts';
import { criterionOf, type Filter } from './filters.ts';
import { type IndexedProduct, IndexedRows, type ProductState } from './indexedRows.ts';
import { type Conditions, conditionsOf } from './queryPlan.ts';
import {
  type CheckedSearch,
  checkSearch,
  type SearchOptions,
  type SearchResult,
} from './searchOptions.ts';
import { type Suggestion, type SuggestOptions, suggest } from './suggest.ts';
import { TextMatch } from './textMatcher.ts';
import { type KeptOrder, Ranking, TopRows, topRows } from './topK.ts';

const RATINGS = { min: 0, max: 5 };

/** Epoch milliseconds, as far as a Date goes. */
const TIMES = { min: -8.64e15, max: 8.64e15 };

const NUMBERS = { min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER };

export interface SearchIndexOptions<P, Item> {
  /** What a search answers, and filters of the user's own are asked about, for a product. */
  readonly view: (product: P) => Item;
}

/**
 * Products to be searched, in memory. A product is addressed by the row that it is given.
 *
 * Methods throw a TypeError or RangeError, having changed nothing, if a product lacks something that
 * the index needs, if a figure is out of range, or if there is no product in a row.
 */
export class SearchIndex<P extends IndexedProduct = IndexedProduct, Item = P> {
  readonly #view: (product: P) => Item;
  readonly #rows = new IndexedRows<P>();
  readonly #sets = new RowSets(this.#rows);
  readonly #match = new TextMatch(this.#rows.columns, this.#rows.texts);

  constructor({ view }: SearchIndexOptions<P, Item>) {
    this.#view = view;
  }

  /** How many products there are. */
  get size(): number {
    return this.#rows.size;
  }

  /** @returns the row of the product. There must be none of its SKU. */
  add(product: P, state: ProductState = {}): number {
    return this.#rows.add(checkProduct(product), checkState(state));
  }

  /**
   * Puts `product` in place of the one in the row.
   *
   * @returns its row from now on: another one if it is not the price alone that has changed.
   */
  update(row: number, product: P): number {
    return this.#rows.update(this.#used(row), checkProduct(product));
  }

  /** Puts `product` in place of the one in the row, from which it differs in its price at the most. */
  setPrice(row: number, product: P): void {
    check.count('priceMinor', product.priceMinor);
    this.#rows.setPrice(this.#used(row), product);
  }

  remove(row: number): void {
    this.#rows.remove(this.#used(row));
  }

  setInStock(row: number, inStock: boolean): void {
    this.#rows.setInStock(this.#used(row), inStock);
  }

  /** @param rating the mean, 1 to 5; 0 for unrated. */
  setRating(row: number, rating: number): void {
    this.#rows.setRating(this.#used(row), check.number('rating', rating, RATINGS));
  }

  /**
   * The products that pass every filter, sorted and paged.
   *
   * @throws TypeError or RangeError if an argument is unknown or out of range; what a filter of the
   * user's own throws.
   */
  search(filters: readonly Filter<Item>[] = [], options: SearchOptions = {}): SearchResult<Item> {
    const search = checkSearch(filters, options);
    const criteria = search.filters.flatMap((filter) => criterionOf(filter) ?? []);
    const own = search.filters.filter((filter) => criterionOf(filter) === undefined);
    const conditions = conditionsOf(criteria, this.#rows.categories);
    if (own.length > 0) return this.#searchOneByOne(search, own, conditions);
    const { total, tally, page } =
      conditions.wanted.texts.length > 0
        ? this.#searchTexts(search, conditions)
        : this.#searchFigures(search, conditions);
    return {
      total,
      items: Array.from(page, (row) => this.#item(row)),
      ...this.#facets(search, tally),
    };
  }

  /** Completes what somebody has typed so far: to words, and to names of products. */
  suggest(text: string, options: SuggestOptions = {}): Suggestion[] {
    return suggest(text, options, { rows: this.#rows, match: this.#match, sets: this.#sets });
  }

  #searchTexts(search: CheckedSearch<Item>, conditions: Conditions): Found {
    const rows = this.#matching(conditions);
    const tally = new Tally(this.#rows.categoryNames.length);
    if (search.facets.size > 0) this.#sets.tally(rows, tally);
    const { ranking } = this.#sorting(search, conditions);
    return {
      total: rows.length,
      tally,
      page: page(search, rows.length, (end) => topRows(rows, end, ranking)),
    };
  }

  /** The rows that pass, of those that have the words. */
  #matching(conditions: Conditions): Uint32Array {
    return this.#match.match(conditions.wanted.texts, (rows) => this.#sets.among(conditions, rows));
  }

  #searchFigures(search: CheckedSearch<Item>, conditions: Conditions): Found {
    const tally = this.#sets.count(conditions, search.facets.has('category'));
    const { total } = tally;
    const { ranking, order } = this.#sorting(search, conditions);
    const rows = page(search, total, (end) => {
      // If they are spread evenly, so many rows are passed by until the page is full.
      const steps = (this.size * end) / total;
      if (order === undefined || steps >= this.#sets.cost(conditions)) {
        return topRows(this.#sets.find(conditions), end, ranking);
      }
      const top = new TopRows(end, ranking);
      order.offerTo(top, {
        among: (some) => this.#sets.among(conditions, some),
        listed: (some, facts) => this.#sets.listed(conditions, some, facts),
        between: (from, to) => this.#sets.between(conditions, from, to),
      });
      return top.inOrder();
    });
    return { total, tally, page: rows };
  }

  /**
   * With filters of the user's own, each product that the others leave is looked at, as it was when
   * the search began: such a filter may change the shop.
   */
  #searchOneByOne(
    search: CheckedSearch<Item>,
    own: readonly Filter<Item>[],
    conditions: Conditions,
  ): SearchResult<Item> {
    const { columns } = this.#rows;
    const rows =
      conditions.wanted.texts.length > 0 ? this.#matching(conditions) : this.#sets.find(conditions);
    const { ranking } = this.#sorting(search, conditions);
    // A copy, since a view may search as well.
    const sorted = topRows(rows, rows.length, ranking).slice();
    const candidates = Array.from(sorted, (row) => ({
      item: this.#item(row),
      category: columns.category(row),
      cell: columns.cell(row),
    }));
    const tally = new Tally(this.#rows.categoryNames.length);
    const found: Item[] = [];
    for (const candidate of candidates) {
      if (!own.every((filter) => isPassed(filter, candidate.item))) continue;
      found.push(candidate.item);
      tally.add(candidate.category, candidate.cell);
    }
    return {
      total: found.length,
      items: found.slice(search.offset, search.offset + search.limit),
      ...this.#facets(search, tally),
    };
  }

  #facets({ facets }: CheckedSearch<Item>, tally: Tally): Pick<SearchResult<Item>, 'facets'> {
    return facets.size === 0 ? {} : { facets: tally.facets(facets, this.#rows.categoryNames) };
  }

  #used(row: number): number {
    if (this.#rows.product(row) !== undefined) return row;
    throw check.outOfRange('row', 'the row of a product', row);
  }

  #item(row: number): Item {
    return this.#view(this.#rows.product(row) as P);
  }

  #sorting({ sort }: CheckedSearch<Item>, conditions: Conditions): Sorting {
    const { texts } = conditions.wanted;
    const { skus, names, numbers, times, prices, ratings, columns } = this.#rows;
    const bySku = { tie: skus.keys, breakTie: (a: number, b: number) => skus.compare(a, b) };
    switch (sort ?? (texts.length > 0 ? 'relevance' : 'added')) {
      case 'price': {
        const cheapestFirst = prices.inOrder(conditions.priceGroups);
        return { ranking: new Ranking({ key: columns.price }, bySku), order: cheapestFirst };
      }
      case 'rating': {
        const ranking = new Ranking({ key: columns.rating, isDescending: true }, bySku);
        return { ranking, order: ratings.inOrder(conditions.halves) };
      }
      case 'relevance': {
        // Without a text, all are as relevant.
        if (texts.length === 0) {
          return { ranking: new Ranking({ key: skus.keys }, bySku), order: skus };
        }
        const key = this.#match.relevance;
        return { ranking: new Ranking({ key, isDescending: true }, bySku) };
      }
      case 'name': {
        const breakTie = (a: number, b: number) => names.compare(a, b) || skus.compare(a, b);
        const ranking = new Ranking({ key: names.keys }, { tie: names.keys, breakTie });
        return { ranking, order: names };
      }
      case 'newest': {
        const key = columns.created;
        return { ranking: new Ranking({ key, isDescending: true }, bySku), order: times.falling };
      }
      case 'added':
        return { ranking: new Ranking({ key: columns.number }, bySku), order: numbers.rising };
    }
  }
}

function checkProduct<P extends IndexedProduct>(product: P): P {
  check.text('sku', product.sku);
  check.text('name', product.name);
  check.text('category', product.category);
  check.count('priceMinor', product.priceMinor);
  check.optional(product.description, (value) => check.text('description', value, { min: 0 }));
  check.number('createdAt', product.createdAt, TIMES);
  return product;
}

function checkState(state: ProductState): ProductState {
  check.optional(state.rating, (value) => check.number('rating', value, RATINGS));
  check.optional(state.number, (value) => check.number('number', value, NUMBERS));
  return state;
}

interface Found {
  readonly total: number;
  readonly tally: Tally;
  readonly page: Uint32Array;
}

/** What the rows of a result are put in order by. */
interface Sorting {
  readonly ranking: Ranking;
  /** What finds the first of all rows in that order, if there is such a thing. */
  readonly order?: KeptOrder;
}

/** @param first answers the first so many rows in order. */
function page<Item>(
  { offset, limit }: CheckedSearch<Item>,
  total: number,
  first: (end: number) => Uint32Array,
): Uint32Array {
  const end = Math.min(offset + limit, total);
  return offset >= end ? new Uint32Array() : first(end).slice(offset);
}

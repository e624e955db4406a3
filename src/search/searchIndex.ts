import * as check from '../base/check.ts';
import { DEFAULT_LIMITS } from '../base/shopLimits.ts';
import { CandidateSets } from './candidateSets.ts';
import { Completions } from './completions.ts';
import { passes } from './customFilter.ts';
import { FacetCounter } from './facetCounter.ts';
import type { FacetCounts } from './facetCounts.ts';
import { criterionOf, type Filter } from './filters.ts';
import {
  checkPrice,
  checkProduct,
  checkState,
  type IndexedProduct,
  type ProductState,
  RATING_BOUNDS,
} from './indexedProduct.ts';
import { IndexedRows } from './indexedRows.ts';
import { planQuery, type QueryPlan } from './queryPlan.ts';
import { RowScanner } from './rowScanner.ts';
import {
  type CheckedSearch,
  checkSearch,
  type SearchOptions,
  type SearchResult,
} from './searchOptions.ts';
import { type Sorting, sortingFor } from './sorting.ts';
import { type Suggestion, type SuggestOptions, suggest } from './suggest.ts';
import { TextMatcher } from './textMatcher.ts';
import { selectTopK, TopK } from './topK.ts';

/** What an index is made with. */
export interface SearchIndexOptions<P, Item> {
  /** Makes of a product the item that searches return and custom filters get. */
  readonly view: (product: P) => Item;
  /**
   * The most words of the texts of one search, and of `suggest`, that count: 1 or more; 16 when left out. Further
   * ones are ignored: each word is looked up with its completions and misspellings.
   */
  readonly maxQueryWords?: number;
}

/**
 * Searches products in memory. A product is addressed by its row, a number that `add` returns.
 *
 * Methods throw a TypeError or RangeError, having changed nothing, if a product lacks something that
 * the index needs, if a value is out of range, or if a row has no product.
 */
export class SearchIndex<P extends IndexedProduct = IndexedProduct, Item = P> {
  readonly #view: (product: P) => Item;
  readonly #rows = new IndexedRows<P>();
  readonly #sets = new CandidateSets(this.#rows);
  readonly #scanner = new RowScanner(this.#rows, this.#sets);
  readonly #counter = new FacetCounter(this.#rows, this.#sets, this.#scanner);
  readonly #matcher = new TextMatcher(this.#rows.columns, this.#rows.texts);
  readonly #completions = new Completions(this.#rows.texts.dictionary);
  readonly #maxQueryWords: number;

  /**
   *
   * @param options the `view`, and how many words count.
   * @throws TypeError if there is no function `view`; TypeError or RangeError if `maxQueryWords` is out of range.
   */
  constructor(options: SearchIndexOptions<P, Item>) {
    check.fields('options', options, ['view', 'maxQueryWords']);
    this.#view = check.callable('view', options.view);
    this.#maxQueryWords =
      check.optional(options.maxQueryWords, (value) => check.quantity('maxQueryWords', value)) ??
      DEFAULT_LIMITS.maxQueryWords;
  }

  /** The number of products. */
  get size(): number {
    return this.#rows.size;
  }

  /**
   * Adds a product whose SKU no other product has. @returns its row.
   *
   * @param product its members are checked; the index keeps the object.
   * @param state what is known beside it: its place, stock and rating.
   */
  add(product: P, state: ProductState = {}): number {
    return this.#rows.add(checkProduct(product), checkState(state));
  }

  /**
   * Replaces the product in the row by `product`.
   *
   * @param row the number that `add` or `update` has returned.
   * @param product the same product as it is from now on.
   * @returns its row from now on: another one if anything but the price is different.
   */
  update(row: number, product: P): number {
    return this.#rows.update(this.#usedRow(row), checkProduct(product));
  }

  /**
   * Replaces the product in the row by `product`, which must not differ in anything but its price.
   *
   * @param row the number that `add` or `update` has returned.
   * @param product the same product with another price.
   */
  setPrice(row: number, product: P): void {
    checkPrice(product);
    this.#rows.setPrice(this.#usedRow(row), product);
  }

  /**
   * Takes the product out of the index. Its row may be given to another one later.
   *
   * @param row that of the product.
   */
  remove(row: number): void {
    this.#rows.remove(this.#usedRow(row));
  }

  /**
   * Says whether the product passes `inStock()`.
   *
   * @param row that of the product.
   * @param inStock true when units can be sold.
   */
  setInStock(row: number, inStock: boolean): void {
    this.#rows.setInStock(this.#usedRow(row), inStock);
  }

  /**
   * Says which `byRating` the product passes, and where it is when results are sorted by rating.
   *
   * @param row that of the product.
   * @param rating the mean, 1 to 5; 0 for unrated.
   */
  setRating(row: number, rating: number): void {
    this.#rows.setRating(this.#usedRow(row), check.number('rating', rating, RATING_BOUNDS));
  }

  /**
   * Returns the products that pass every filter, sorted and paged.
   *
   * @param filters all of which a product has to pass; all products when there are none.
   * @param options the order, the page, and what to count.
   * @throws TypeError or RangeError if an argument is unknown or out of range; UserCodeError if a custom
   * filter throws.
   *
   * @example
   * const index = new SearchIndex({ view: (product: IndexedProduct) => product });
   * index.add({ sku: 'mug', name: 'Mug', category: 'kitchen', priceMinor: 900, createdAt: 0 }, { inStock: true });
   * const { total, items } = index.search([byText('mug')], { sort: 'price', limit: 20 });
   */
  search(filters: readonly Filter<Item>[] = [], options: SearchOptions = {}): SearchResult<Item> {
    const search = checkSearch(filters, options);
    const criteria = search.filters.flatMap((filter) => criterionOf(filter) ?? []);
    const custom = search.filters.filter((filter) => criterionOf(filter) === undefined);
    const plan = planQuery(criteria, this.#rows.categories, this.#maxQueryWords);
    if (custom.length > 0) return this.#searchOneByOne(search, custom, plan);
    const { total, counts, page } =
      plan.query.texts.length > 0
        ? this.#searchTexts(search, plan)
        : this.#searchAttributes(search, plan);
    return {
      total,
      items: Array.from(page, (row) => this.#item(row)),
      ...this.#facets(search, counts),
    };
  }

  /**
   * Completes what a user has typed so far: to words, and to names of products.
   *
   * @param text what a user has typed so far.
   * @param options how many suggestions.
   */
  suggest(text: string, options: SuggestOptions = {}): Suggestion[] {
    return suggest(text, options, {
      rows: this.#rows,
      matcher: this.#matcher,
      scanner: this.#scanner,
      completions: this.#completions,
      maxWords: this.#maxQueryWords,
    });
  }

  #searchTexts(search: CheckedSearch<Item>, plan: QueryPlan): Found {
    const rows = this.#matchTexts(plan);
    const hasFacets = search.facets.size > 0;
    const counts = hasFacets ? this.#counter.countRows(rows) : this.#counter.none();
    const { ranking } = this.#sorting(search, plan);
    return {
      total: rows.length,
      counts,
      page: pageOf(search, rows.length, (end) => selectTopK(rows, end, ranking)),
    };
  }

  /** The rows that match the whole plan, which has texts. */
  #matchTexts(plan: QueryPlan): Uint32Array {
    return this.#matcher.match(plan.query.texts, (rows) => this.#scanner.filterRows(plan, rows));
  }

  #searchAttributes(search: CheckedSearch<Item>, plan: QueryPlan): Found {
    const counts = this.#counter.count(plan, search.facets.has('category'));
    const { total } = counts;
    const { ranking, sortIndex } = this.#sorting(search, plan);
    const page = pageOf(search, total, (end) => {
      // Rows that the sort index reads until the page is full, if the matching ones are spread evenly.
      const sortIndexCost = (this.size * end) / total;
      if (sortIndex === undefined || sortIndexCost >= this.#sets.cheapest(plan).cost) {
        return selectTopK(this.#scanner.find(plan), end, ranking);
      }
      const top = new TopK(end, ranking);
      sortIndex.offerTo(top, {
        filterRows: (rows) => this.#scanner.filterRows(plan, rows),
        filterKeyedRows: (rows) => this.#scanner.filterKeyedRows(plan, rows),
        filterRange: (first, last) => this.#scanner.filterRange(plan, first, last),
      });
      return top.inOrder();
    });
    return { total, counts, page };
  }

  /**
   * Calls the custom filters for each product that matches the others. They get the items as they were
   * when the search began, since a custom filter may change the products.
   */
  #searchOneByOne(
    search: CheckedSearch<Item>,
    custom: readonly Filter<Item>[],
    plan: QueryPlan,
  ): SearchResult<Item> {
    const { columns } = this.#rows;
    const rows = plan.query.texts.length > 0 ? this.#matchTexts(plan) : this.#scanner.find(plan);
    const { ranking } = this.#sorting(search, plan);
    // A copy, since the view may search, too, which overwrites the rows.
    const sorted = selectTopK(rows, rows.length, ranking).slice();
    const candidates = Array.from(sorted, (row) => ({
      item: this.#item(row),
      category: columns.category(row),
      bucket: columns.bucket(row),
    }));
    const counts = this.#counter.none();
    const found: Item[] = [];
    for (const { item, category, bucket } of candidates) {
      if (!custom.every((filter) => passes(filter, item))) continue;
      found.push(item);
      counts.add(category, bucket);
    }
    return {
      total: found.length,
      items: found.slice(search.offset, search.offset + search.limit),
      ...this.#facets(search, counts),
    };
  }

  #facets(
    { facets }: CheckedSearch<Item>,
    counts: FacetCounts,
  ): Pick<SearchResult<Item>, 'facets'> {
    return facets.size === 0 ? {} : { facets: counts.facets(facets, this.#rows.categoryNames) };
  }

  #sorting({ sort }: CheckedSearch<Item>, plan: QueryPlan): Sorting {
    return sortingFor(sort, plan, this.#rows, this.#matcher.relevance);
  }

  #usedRow(row: number): number {
    if (this.#rows.product(row) !== undefined) return row;
    throw check.outOfRange('row', 'the row of a product', row);
  }

  #item(row: number): Item {
    return this.#view(this.#rows.product(row) as P);
  }
}

interface Found {
  readonly total: number;
  readonly counts: FacetCounts;
  /** The rows of the page, in order. */
  readonly page: Uint32Array;
}

/** @param firstRows returns the first `end` rows, in order. */
function pageOf<Item>(
  { offset, limit }: CheckedSearch<Item>,
  total: number,
  firstRows: (end: number) => Uint32Array,
): Uint32Array {
  const end = Math.min(offset + limit, total);
  return offset >= end ? new Uint32Array() : firstRows(end).slice(offset);
}

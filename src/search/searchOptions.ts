import * as check from '../base/check.ts';
import { DEFAULT_PAGE_SIZE } from '../base/limits.ts';
import type { Filter } from './filters.ts';

const SORTS = ['relevance', 'price', 'rating', 'name', 'newest'] as const;

/** The order of a search's result: see {@link SearchOptions.sort}. @useDeclaredType */
export type Sort = (typeof SORTS)[number];

const FACETS = ['category', 'price', 'rating'] as const;

/** What the products of a search can be counted by: see {@link Facets}. @useDeclaredType */
export type FacetName = (typeof FACETS)[number];

/** The order and the page of a search, and what is counted. Each member may be left out. */
export interface SearchOptions {
  /**
   * `relevance`, `price` (cheapest first), `rating` (best first), `name` (A to Z, by UTF-16 code
   * units) or `newest`; ties by SKU. Left out: by relevance if there is a text among the filters,
   * else in the order in which the products were added.
   *
   * Relevance: each word counts 3 if it is in the name, 2 in the category, 1 in the description; a whole
   * word counts twice as much as a prefix or a word with a typo. Of products with the same sum, those
   * with fewer words in the name come first.
   */
  readonly sort?: Sort | undefined;
  /** Products on the page at most, 100 when left out. */
  readonly limit?: number | undefined;
  /** Products before the page, 0 when left out. */
  readonly offset?: number | undefined;
  /** What to group and count the matching products by: some of these names, or `true` for all. */
  readonly facets?: boolean | readonly FacetName[] | undefined;
}

/** What a search has found. */
export interface SearchResult<Item> {
  /** The number of all products that pass every filter. */
  readonly total: number;
  /** One page of these products. */
  readonly items: Item[];
  /** The facets that were asked for; left out when none were. */
  readonly facets?: Facets;
}

/** The products that pass every filter, counted by group. Empty groups are left out. */
export interface Facets {
  /** The largest first, ties by name. */
  readonly category?: {
    /** The name of the category. */
    readonly category: string;
    /** Products in it, 1 or more. */
    readonly count: number;
  }[];
  /**
   * The cheapest first. Price bands begin at 1, 2, 5, 10, 20, 50 ... whole units of a hundred minor
   * units; both bounds are included: 0 to 99, 100 to 199, 200 to 499, 500 to 999, ...
   */
  readonly price?: {
    /** The lowest price of the band, in minor units. */
    readonly minMinor: number;
    /** The highest price of the band, in minor units. */
    readonly maxMinor: number;
    /** Products in it, 1 or more. */
    readonly count: number;
  }[];
  /** The best first. Mean ratings rounded down to half stars: 5, 4.5, 4, ... 1, and 0 for unrated. */
  readonly rating?: {
    /** The mean rating, rounded down to half a star; 0 for unrated. */
    readonly rating: number;
    /** Products with it, 1 or more. */
    readonly count: number;
  }[];
}

/** The arguments of a search after they were checked. */
export interface CheckedSearch<Item> {
  readonly filters: readonly Filter<Item>[];
  readonly sort: Sort | undefined;
  readonly limit: number;
  readonly offset: number;
  readonly facets: ReadonlySet<FacetName>;
}

/** @throws TypeError or RangeError if an argument is unknown or out of range. */
export function checkSearch<Item>(
  filters: readonly Filter<Item>[],
  options: SearchOptions,
): CheckedSearch<Item> {
  if (!Array.isArray(filters)) throw check.wrongType('filters', 'an array of filters', filters);
  for (const [index, filter] of filters.entries()) check.callable(`filters[${index}]`, filter);
  check.fields('options', options, ['sort', 'limit', 'offset', 'facets']);
  return {
    filters: [...filters],
    sort: check.optional(options.sort, (value) => check.oneOf('sort', value, SORTS)),
    limit:
      check.optional(options.limit, (value) => check.count('limit', value)) ?? DEFAULT_PAGE_SIZE,
    offset: check.optional(options.offset, (value) => check.count('offset', value)) ?? 0,
    facets: new Set(check.optional(options.facets, checkFacets)),
  };
}

function checkFacets(facets: unknown): readonly FacetName[] {
  if (typeof facets === 'boolean') return facets ? FACETS : [];
  if (!Array.isArray(facets)) {
    throw check.wrongType('facets', 'true, false or an array of names', facets);
  }
  return facets.map((name, index) => check.oneOf(`facets[${index}]`, name, FACETS));
}

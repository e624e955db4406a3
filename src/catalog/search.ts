import * as check from '../check.ts';
import { DEFAULT_PAGE_SIZE } from '../limits.ts';
import type { Filter } from './filters.ts';
import type { Product } from './product.ts';

const SORTS = ['price', 'rating', 'name', 'newest'] as const;

export interface SearchOptions {
  /**
   * `price` (cheapest first), `rating` (best first), `name` (A to Z) or `newest`; ties by SKU.
   * Left out: in the order in which the products were added.
   */
  readonly sort?: (typeof SORTS)[number];
  /** Products on the page, 100 when left out. */
  readonly limit?: number;
  /** Products before the page, 0 when left out. */
  readonly offset?: number;
}

export interface SearchResult {
  /** All products that pass every filter. */
  readonly total: number;
  /** One page of them. */
  readonly items: Product[];
}

/** Products that pass every filter, sorted and paged. Looks at each product once. */
export function search(
  products: Iterable<Product>,
  filters: readonly Filter[],
  options: SearchOptions,
): SearchResult {
  if (!Array.isArray(filters)) throw check.wrongType('filters', 'an array of filters', filters);
  for (const [index, filter] of filters.entries()) check.callable(`filters[${index}]`, filter);
  check.fields('options', options, ['sort', 'limit', 'offset']);
  const sort = check.optional(options.sort, (value) => check.oneOf('sort', value, SORTS));
  const limit =
    check.optional(options.limit, (value) => check.count('limit', value)) ?? DEFAULT_PAGE_SIZE;
  const offset = check.optional(options.offset, (value) => check.count('offset', value)) ?? 0;

  const found: Product[] = [];
  for (const product of products) {
    if (filters.every((filter) => passes(filter, product))) found.push(product);
  }
  if (sort !== undefined) {
    const first = FIRST[sort];
    found.sort((a, b) => first(a, b) || compare(a.sku, b.sku));
  }
  return { total: found.length, items: found.slice(offset, offset + limit) };
}

/** `inStock` without its brackets, or an async function, would let every product pass. */
function passes(filter: Filter, product: Product): boolean {
  const answer: unknown = filter(product);
  if (typeof answer === 'function' || answer instanceof Promise) {
    throw check.wrongType(`filter ${filter.name}`, 'true or false for a product', answer);
  }
  return Boolean(answer);
}

const FIRST: Record<(typeof SORTS)[number], (a: Product, b: Product) => number> = {
  price: (a, b) => a.priceMinor - b.priceMinor,
  rating: (a, b) => b.rating - a.rating,
  name: (a, b) => compare(a.name, b.name),
  newest: (a, b) => b.createdAt - a.createdAt,
};

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

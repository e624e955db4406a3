import type { Filter as SearchFilter } from '../search/filters.ts';
import type { Product } from './product.ts';

/** True for the products that belong in the result of a search. Any function can be a filter. */
export type Filter<Item = Product> = SearchFilter<Item>;

import type { Filter as SearchFilter } from '../search/filters.ts';
import type { Product } from './product.ts';

/** True for the products that belong in the result of a search. A custom filter is a function like any other. */
export type Filter<Item = Product> = SearchFilter<Item>;

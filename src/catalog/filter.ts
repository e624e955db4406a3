import type { Product } from './product.ts';

/**
 * True for the products that belong in the result of a search. Any function can be a filter; one that throws is reported as a
 * `UserCodeError`.
 *
 * @typeParam Item what is searched: the products of a shop when left out.
 * @param item one of them.
 */
export type Filter<Item = Product> = (item: Item) => boolean;

/**
 * The search index of the shop, for services that have a catalogue and no shop.
 *
 * ```ts
 * import { byText, SearchIndex } from 'statecart/search';
 *
 * const index = new SearchIndex({ view: (product) => product });
 * const row = index.add({ sku: 'mug', name: 'Mug', category: 'kitchen', priceMinor: 900, createdAt: 0 });
 * index.setInStock(row, true);
 * console.log(index.search([byText('mug')], { facets: true }));
 * ```
 *
 * @module statecart/search
 */
export { ArgumentError, type ArgumentFault } from './base/argumentError.ts';
export { type UserCode, UserCodeError } from './base/userCodeError.ts';
export type { Filter } from './catalog/filter.ts';
export {
  byCategory,
  byPrice,
  byRating,
  byText,
  type FilteredProduct,
  inStock,
} from './search/filters.ts';
export type { IndexedProduct, ProductState } from './search/indexedProduct.ts';
export type { ProductText } from './search/productText.ts';
export { SearchIndex, type SearchIndexOptions } from './search/searchIndex.ts';
export type {
  FacetName,
  Facets,
  SearchOptions,
  SearchResult,
  Sort,
} from './search/searchOptions.ts';
export type { Suggestion, SuggestOptions } from './search/suggest.ts';

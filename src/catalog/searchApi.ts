import type { Admission } from '../admission/admission.ts';
import { OverloadedError } from '../base/overloadedError.ts';
import type { SearchOptions, SearchResult } from '../search/searchOptions.ts';
import type { Suggestion, SuggestOptions } from '../search/suggest.ts';
import type { CatalogPart } from './catalogPart.ts';
import type { Filter } from './filter.ts';
import type { Product } from './product.ts';

/** The search of a shop: members of the shop itself. */
export interface SearchApi {
  /**
   * Products that pass every filter, sorted and paged, with their number by category, price and
   * rating.
   *
   * @param filters all of which a product has to pass; all products when there are none.
   * @param options the order, the page, and what to count.
   * @throws OverloadedError while the shop refuses commands that browse.
   *
   * @example
   * const { total, items, facets } = shop.search([byText('desk lamp'), byPrice({ maxMinor: 10000 }), inStock()], {
   *   sort: 'rating',
   *   limit: 20,
   *   facets: ['category'],
   * });
   */
  search(filters?: readonly Filter[], options?: SearchOptions): SearchResult<Product>;
  /**
   * Completes a text that a user is typing, to words and to names of products.
   *
   * @param text what a user has typed so far.
   * @param options how many suggestions.
   * @throws OverloadedError like `search`.
   */
  suggest(text: string, options?: SuggestOptions): Suggestion[];
  /**
   * Resolves when all products of the store are in the search index. After opening, the shop loads
   * them in the background; a search before that loads the rest first.
   */
  searchReady(): Promise<void>;
}

export function createSearchApi(products: CatalogPart, admission: Admission): SearchApi {
  const refuseWhenOverloaded = () => {
    const retryAfterMs = admission.refusalOfRead();
    if (retryAfterMs !== undefined) throw new OverloadedError(retryAfterMs);
  };
  return {
    search(filters, options) {
      refuseWhenOverloaded();
      return products.search(filters, options);
    },
    suggest(text, options) {
      refuseWhenOverloaded();
      return products.suggest(text, options);
    },
    searchReady: () => products.loaded(),
  };
}

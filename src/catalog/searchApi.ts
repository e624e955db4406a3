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
   * @throws OverloadedError while the shop refuses commands that browse.
   */
  search(filters?: readonly Filter[], options?: SearchOptions): SearchResult<Product>;
  /**
   * Completes a text that a user is typing, to words and to names of products.
   *
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

import type { Engine } from '../runtime/engine.ts';
import type { Part } from '../runtime/part.ts';
import type { SearchOptions, SearchResult } from '../search/searchOptions.ts';
import type { Suggestion, SuggestOptions } from '../search/suggest.ts';
import type { Stock } from '../stock/stock.ts';
import type { Store } from '../store/store.ts';
import { type BackgroundLoad, backgroundLoad } from './backgroundLoad.ts';
import { Catalog } from './catalog.ts';
import { storedCatalog } from './catalogRecords.ts';
import type { Filter } from './filter.ts';
import type { Product } from './product.ts';

export interface CatalogPartOptions {
  readonly engine: Engine;
  readonly store: Store;
  readonly stock: Stock;
  /** The most words of a search text that count. */
  readonly maxQueryWords: number;
}

/** The catalogue of a shop, and the background load of its products. */
export class CatalogPart implements Part {
  readonly catalog: Catalog;
  #load: BackgroundLoad | undefined;

  constructor({ engine, store, stock, maxQueryWords }: CatalogPartOptions) {
    this.catalog = new Catalog({
      items: stock.items,
      ledger: stock.ledger,
      source: engine.isDurable ? storedCatalog(store) : undefined,
      maxQueryWords,
    });
    stock.onAvailabilityChange((item) => this.catalog.availabilityChanged(item));
  }

  ready(): void {
    this.#load = backgroundLoad(this.catalog);
  }

  stop(): void {
    this.#load?.stop();
  }

  search(filters: readonly Filter[] = [], options: SearchOptions = {}): SearchResult<Product> {
    return this.catalog.search(filters, options);
  }

  suggest(text: string, options: SuggestOptions = {}): Suggestion[] {
    return this.catalog.suggest(text, options);
  }

  /** Resolves when every product of the store is in the search index. */
  async loaded(): Promise<void> {
    await this.#load?.done;
  }
}

import type { CatalogEntry } from '../schema/product.ts';

/** What all reviews of a product come to. */
export interface Rating {
  /** The mean; 0 without reviews. */
  readonly rating: number;
  readonly reviewCount: number;
}

/** A product as callers see it: the catalogue's entry with what is left and what users think. */
export interface Product extends CatalogEntry, Rating {
  /** Units that could be sold now, over all locations. */
  readonly available: number;
}

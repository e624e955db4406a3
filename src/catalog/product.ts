import type { CatalogEntry } from '../schema/product.ts';

/** The summary of all reviews of a product. */
export interface Rating {
  /** The mean of all ratings, 1 to 5; 0 without reviews. */
  readonly rating: number;
  /** Users who have reviewed it; 0 or more. */
  readonly reviewCount: number;
}

/** A product as callers see it: its catalogue entry, available units and rating. */
export interface Product extends CatalogEntry, Rating {
  /** Units that can be sold now, over all locations. */
  readonly available: number;
}

/** A product as the catalogue keeps it. What is in stock is the inventory's to say. */
export interface CatalogEntry {
  readonly sku: string;
  readonly name: string;
  readonly category: string;
  readonly priceMinor: number;
  readonly description?: string;
  /** At most so many units in one order. */
  readonly maxPerOrder?: number;
  /** Epoch milliseconds. */
  readonly createdAt: number;
}

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

import { StockEntry } from '../../machines/index.ts';
import type { CatalogEntry } from '../schema/product.ts';
import type { Review } from '../schema/review.ts';

/** A review, and its place in the order of the users' first reviews of the product, from 0. */
export interface PlacedReview {
  readonly review: Review;
  readonly place: number;
}

/**
 * All that a shop knows of one SKU: its stock, and its product in the catalogue. A command looks the
 * SKU up once; what it needs then is in this one object.
 *
 * With a store, the stock and the product are read separately, each when it is first needed.
 */
export class Item extends StockEntry {
  /** The catalogue entry; undefined if there is no such product, or if it has not been read yet. */
  entry: CatalogEntry | undefined = undefined;
  /** By user; undefined without reviews. */
  reviews: Map<string, PlacedReview> | undefined = undefined;
  /** The sum of the ratings of all reviews. */
  stars = 0;
  /** The position in the list of all items, which is another one each time that a shop is opened. */
  readonly index: number;
  /**
   * The number of the entry's name among the names under which the SKU has been sold; negative as
   * long as it has not been sold under this one.
   */
  nameNumber = -1;
  /** The number of the turn that added the product, by which products are ordered. */
  number = 0;
  /** The row of the product in the search index. */
  row = 0;
  /** True when the product is in stock according to the search index. */
  isShownInStock = false;

  constructor(sku: string, index: number) {
    super(sku);
    this.index = index;
  }
}

/** An item whose product is in the catalogue. */
export interface ListedItem extends Item {
  entry: CatalogEntry;
}

export function isListed(item: Item): item is ListedItem {
  return item.entry !== undefined;
}

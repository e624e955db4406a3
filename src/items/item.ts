import { StockEntry } from '../../machines/index.ts';
import type { Writable } from '../base/writable.ts';
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
  // The members of the catalogue entry. What carts and orders read comes first: it is fetched together.
  /** Undefined if the catalogue has no such product, or if it has not been read yet. */
  name: string | undefined = undefined;
  priceMinor = 0;
  maxPerOrder: number | undefined = undefined;
  maxPerUser: number | undefined = undefined;
  /** True when the product is in stock according to the search index. */
  isShownInStock = false;
  /** The position in the list of all items, which is another one each time that a shop is opened. */
  readonly index: number;
  /**
   * The number of the entry's name among the names under which the SKU has been sold; negative as
   * long as it has not been sold under this one.
   */
  nameNumber = -1;
  category = '';
  createdAt = 0;
  description: string | undefined = undefined;
  /** By user; undefined without reviews. */
  reviews: Map<string, PlacedReview> | undefined = undefined;
  /** The sum of the ratings of all reviews. */
  stars = 0;
  /** The number of the turn that added the product, by which products are ordered. */
  number = 0;
  /** The row of the product in the search index. */
  row = 0;

  constructor(sku: string, index: number) {
    super(sku);
    this.index = index;
  }
}

/** An item whose product is in the catalogue. */
export interface ListedItem extends Item {
  name: string;
}

export function isListed(item: Item): item is ListedItem {
  return item.name !== undefined;
}

/** Makes the item that of a product. */
export function setEntry(item: Item, entry: CatalogEntry): asserts item is ListedItem {
  // Another name may have another number.
  if (item.name !== entry.name) item.nameNumber = -1;
  item.name = entry.name;
  item.category = entry.category;
  item.priceMinor = entry.priceMinor;
  item.createdAt = entry.createdAt;
  item.description = entry.description;
  item.maxPerOrder = entry.maxPerOrder;
  item.maxPerUser = entry.maxPerUser;
}

/** The members of an entry; those that a product need not have may also be undefined. */
type EntryMembers = Omit<CatalogEntry, 'description' | 'maxPerOrder' | 'maxPerUser'> & {
  readonly description?: string | undefined;
  readonly maxPerOrder?: number | undefined;
  readonly maxPerUser?: number | undefined;
};

/** The catalogue entry of a product, with its members in one order and nothing else. */
export function entryOf(product: EntryMembers): CatalogEntry {
  const { sku, name, category, priceMinor, createdAt } = product;
  const { description, maxPerOrder, maxPerUser } = product;
  // Member by member. After `{ ...given, member }` every object would have a hidden class of its own.
  const entry: Writable<CatalogEntry> = { sku, name, category, priceMinor, createdAt };
  if (description !== undefined) entry.description = description;
  if (maxPerOrder !== undefined) entry.maxPerOrder = maxPerOrder;
  if (maxPerUser !== undefined) entry.maxPerUser = maxPerUser;
  return entry;
}

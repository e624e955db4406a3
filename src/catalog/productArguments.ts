import * as check from '../base/check.ts';
import { isPlainObject } from '../base/isPlainObject.ts';
import type { WithoutUndefined } from '../base/withoutUndefined.ts';
import type { ProductChange } from './catalog.ts';

/** The argument of `products.add`. */
export interface NewProduct {
  /** Made by `createId` when left out. */
  readonly sku?: string | undefined;
  /** What buyers read, and searches find: 1 to 100,000 characters. */
  readonly name: string;
  /** Groups products in searches and pricing: 1 to 100,000 characters. */
  readonly category: string;
  /** The list price of one unit, in minor units; 0 to 2^53 - 1. */
  readonly priceMinor: number;
  /** Units at the location `main`, or units by location; 0 when left out. */
  readonly stock?: number | Readonly<Record<string, number>> | undefined;
  /** Further text that searches find: at most 100,000 characters; none when left out. */
  readonly description?: string | undefined;
  /** The largest number of units in one order, at least 1; no limit when left out. */
  readonly maxPerOrder?: number | undefined;
  /**
   * The largest number of units that one user may hold and have bought within `perUserWindowMs`, at least 1; no
   * limit when left out.
   */
  readonly maxPerUser?: number | undefined;
}

/** The argument of `products.review`. */
export interface NewReview {
  /** Who reviews: a user who is registered. */
  readonly userId: string;
  /** 1, 2, 3, 4 or 5. */
  readonly rating: number;
  /** At most `maxTextLength` characters, 10,000 when that option was left out. */
  readonly text?: string | undefined;
}

/** The location of stock for which none is given. */
export const MAIN_LOCATION = 'main';

type Stock = readonly { readonly location: string; readonly quantity: number }[];

/** @throws TypeError or RangeError that names the member, what was expected and what was given. */
export function checkProduct(
  product: NewProduct,
): WithoutUndefined<Omit<NewProduct, 'stock'>> & { readonly stock: Stock } {
  check.fields('product', product, ['sku', 'stock', 'name', 'category', 'priceMinor', ...OPTIONAL]);
  const { sku, stock, name, category, priceMinor } = product;
  const { description, maxPerOrder, maxPerUser } = product;
  return {
    ...(description !== undefined && { description: checkDescription(description) }),
    ...(maxPerOrder !== undefined && { maxPerOrder: check.quantity('maxPerOrder', maxPerOrder) }),
    ...(maxPerUser !== undefined && { maxPerUser: check.quantity('maxPerUser', maxPerUser) }),
    name: check.text('name', name),
    category: check.text('category', category),
    priceMinor: check.count('priceMinor', priceMinor),
    stock: checkStock(stock),
    ...(sku !== undefined && { sku: check.id('sku', sku) }),
  };
}

const OPTIONAL = ['description', 'maxPerOrder', 'maxPerUser'] as const;

/**
 * Null is only for members that a product need not have.
 *
 * @returns the given members, checked, without those that are undefined.
 *
 * @throws like {@link checkProduct}.
 */
export function checkChange(change: ProductChange): WithoutUndefined<ProductChange> {
  check.fields('change', change, ['name', 'category', 'priceMinor', ...OPTIONAL]);
  const { name, category, priceMinor, description, maxPerOrder, maxPerUser } = change;
  return {
    ...(name !== undefined && { name: check.text('name', name) }),
    ...(category !== undefined && { category: check.text('category', category) }),
    ...(priceMinor !== undefined && { priceMinor: check.count('priceMinor', priceMinor) }),
    ...(description !== undefined && {
      description: description === null ? null : checkDescription(description),
    }),
    ...(maxPerOrder !== undefined && {
      maxPerOrder: maxPerOrder === null ? null : check.quantity('maxPerOrder', maxPerOrder),
    }),
    ...(maxPerUser !== undefined && {
      maxPerUser: maxPerUser === null ? null : check.quantity('maxPerUser', maxPerUser),
    }),
  };
}

function checkDescription(description: unknown): string {
  return check.text('description', description, { min: 0 });
}

function checkStock(stock: NewProduct['stock']): Stock {
  if (stock === undefined) return [{ location: MAIN_LOCATION, quantity: 0 }];
  if (typeof stock === 'number') {
    return [{ location: MAIN_LOCATION, quantity: check.count('stock', stock) }];
  }
  if (!isPlainObject(stock)) {
    throw check.wrongType('stock', 'a number of units, or an object of them by location', stock);
  }
  const entries = Object.entries(stock).map(([location, quantity]) => ({
    location: check.id('stock location', location),
    quantity: check.count(`stock at ${location}`, quantity),
  }));
  const units = entries.reduce((sum, { quantity }) => sum + quantity, 0);
  assertCountable('stock', units, stock);
  return entries;
}

/** @throws RangeError if the units come to a sum that is too large to be exact. @param given the argument. */
export function assertCountable(name: string, sum: number, given: unknown): void {
  if (Number.isSafeInteger(sum)) return;
  throw check.outOfRange(name, 'at most 2^53 - 1 units of one product in all', given, `${sum}`);
}

/** @throws like {@link checkProduct}. */
export function checkReview(review: NewReview): NewReview {
  const { userId, rating, text } = check.fields('review', review, ['userId', 'rating', 'text']);
  check.id('userId', userId);
  check.optional(text, (value) => check.text('text', value, { min: 0 }));
  check.number('rating', rating, { min: 1, max: 5 });
  if (!Number.isInteger(rating)) throw check.outOfRange('rating', '1, 2, 3, 4 or 5', rating);
  return { userId, rating, ...(text !== undefined && { text }) };
}

import * as check from '../base/check.ts';

export const RATING_BOUNDS = { min: 0, max: 5 };

/** Epoch milliseconds that a Date can hold. */
const TIME_BOUNDS = { min: -8.64e15, max: 8.64e15 };

const NUMBER_BOUNDS = { min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER };

/** What the index reads of a product. It keeps the object itself, which must not be changed. */
export interface IndexedProduct {
  /** Names the product: no two in the index have the same. */
  readonly sku: string;
  /** What searches find first. */
  readonly name: string;
  /** What `byCategory` asks for, and facets count by. */
  readonly category: string;
  /** A non-negative safe integer. */
  readonly priceMinor: number;
  /** Further text that searches find; none when left out. */
  readonly description?: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
}

/** What the index is told about a product beside it. */
export interface ProductState {
  /** Its position among all products when nothing is sorted; one more than the last when left out. */
  readonly number?: number;
  /** False when left out. */
  readonly inStock?: boolean;
  /** The mean, 1 to 5; 0 for unrated, and when left out. */
  readonly rating?: number;
}

/** @throws TypeError or RangeError that names the member. */
export function checkProduct<P extends IndexedProduct>(product: P): P {
  assertObject('product', product);
  check.text('sku', product.sku);
  check.text('name', product.name);
  check.text('category', product.category);
  check.count('priceMinor', product.priceMinor);
  check.optional(product.description, (value) => check.text('description', value, { min: 0 }));
  check.number('createdAt', product.createdAt, TIME_BOUNDS);
  return product;
}

/** @throws TypeError or RangeError that names the member. */
export function checkState(state: ProductState): ProductState {
  assertObject('state', state);
  check.optional(state.rating, (value) => check.number('rating', value, RATING_BOUNDS));
  check.optional(state.number, (value) => check.number('number', value, NUMBER_BOUNDS));
  return state;
}

/** @throws TypeError or RangeError that names the member. */
export function checkPrice(product: IndexedProduct): void {
  assertObject('product', product);
  check.count('priceMinor', product.priceMinor);
}

function assertObject(name: string, value: unknown): void {
  if (typeof value !== 'object' || value === null) throw check.wrongType(name, 'an object', value);
}

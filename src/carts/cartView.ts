import type { AnyMachineSnapshot } from 'xstate';
import type { CartContext, CartLine } from '../../machines/index.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { stateName } from '../runtime/stateName.ts';

/** A line of a cart, as callers see it. */
export interface CartViewLine {
  readonly sku: string;
  readonly name: string;
  readonly quantity: number;
  /** The current list price of one unit, in minor units; checkout applies the pricing strategy. */
  readonly unitPriceMinor: number;
  /** `reserved` while a checkout waits for the inventory, `added` otherwise. */
  readonly status: 'added' | 'reserved';
}

/** A cart, as callers see it. */
export interface Cart {
  readonly userId: string;
  /** A new id each time that an empty cart gets its first line; null while it is empty. */
  readonly cartId: string | null;
  /** `empty`, `open` or `reserving`, or a state of a custom chart. */
  readonly state: string;
  readonly lines: CartViewLine[];
  /** The sum of all lines at list price, in minor units. */
  readonly totalMinor: number;
  /** Epoch milliseconds; null while the cart is empty. */
  readonly expiresAt: number | null;
}

/** The cart as callers see it. @param snapshot undefined for a user who has no cart. */
export function cartView(
  userId: string,
  snapshot: AnyMachineSnapshot | undefined,
  catalog: Catalog,
): Cart {
  if (snapshot === undefined) {
    return { userId, cartId: null, state: 'empty', lines: [], totalMinor: 0, expiresAt: null };
  }
  const { cartId, lines, expiresAt, checkout } = snapshot.context as CartContext;
  const status = checkout === null ? 'added' : 'reserved';
  let totalMinor = 0;
  const viewLines = lines.map(({ sku, quantity }): CartViewLine => {
    const { name = sku, priceMinor = 0 } = catalog.get(sku) ?? {};
    totalMinor += priceMinor * quantity;
    return { sku, name, quantity, unitPriceMinor: priceMinor, status };
  });
  const state = stateName(snapshot.value);
  return { userId, cartId, state, lines: viewLines, totalMinor, expiresAt };
}

/** The sum of all lines at list price, in minor units. */
export function listTotal(lines: readonly CartLine[], catalog: Catalog): number {
  return lines.reduce(
    (sum, { sku, quantity }) => sum + (catalog.get(sku)?.priceMinor ?? 0) * quantity,
    0,
  );
}

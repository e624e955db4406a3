import {
  type CartContext,
  type CartLine,
  isReserved,
  reservedUnits,
  reservedUntilOf,
} from '../../machines/index.ts';
import type { Writable } from '../base/writable.ts';
import type { ActorState } from '../runtime/actorKind.ts';
import { stateName } from '../runtime/stateName.ts';
import type { CartItems } from './cartItems.ts';

/** A line of a cart, as callers see it. */
export interface CartViewLine {
  /** The product. */
  readonly sku: string;
  /** The product's present name. */
  readonly name: string;
  /** Units, 1 or more. */
  readonly quantity: number;
  /** The current list price of one unit, in minor units; checkout applies the pricing strategy. */
  readonly unitPriceMinor: number;
  /**
   * `reserved` while all units of the line are reserved for the cart, or a checkout waits for the inventory; `added`
   * otherwise.
   */
  readonly status: 'added' | 'reserved';
  /** When the reservation of the line's units ends, epoch milliseconds; left out when none is reserved. */
  readonly reservedUntil?: number;
  /** How many of the units are reserved; left out when none is. */
  readonly reservedQuantity?: number;
}

/**
 * A cart, as callers see it.
 *
 * @typeParam State the names of the chart's states.
 */
export interface Cart<State extends string = string> {
  /** The user whose cart it is. */
  readonly userId: string;
  /** A new id each time that an empty cart gets its first line; null while it is empty. */
  readonly cartId: string | null;
  /** `empty`, `open` or `reserving`, or a state of a custom chart. */
  readonly state: State;
  /** Each product once, in the order in which they were added; empty in a cart without lines. */
  readonly lines: CartViewLine[];
  /** The sum of all lines at list price, in minor units. */
  readonly totalMinor: number;
  /** Epoch milliseconds; null while the cart is empty. */
  readonly expiresAt: number | null;
}

/** The cart of a user who has none. */
export function emptyCartView(userId: string): Cart {
  return { userId, cartId: null, state: 'empty', lines: [], totalMinor: 0, expiresAt: null };
}

/** The cart as callers see it. @param items those of the cart's lines. */
export function cartView(userId: string, { value, context }: ActorState, items: CartItems): Cart {
  const { cartId, lines, expiresAt, checkout } = context as CartContext;
  const status = checkout === null ? 'added' : 'reserved';
  const viewLines = new Array<CartViewLine>(lines.length);
  let totalMinor = 0;
  for (let index = 0; index < lines.length; index++) {
    const { sku, quantity } = lines[index] as CartLine;
    const item = items[index];
    const name = item === undefined ? sku : item.name;
    const unitPriceMinor = item === undefined ? 0 : item.priceMinor;
    totalMinor += unitPriceMinor * quantity;
    viewLines[index] = { sku, name, quantity, unitPriceMinor, status };
  }
  const cart = context as CartContext;
  if (cart.reservations !== undefined) for (const line of viewLines) showReservation(line, cart);
  return { userId, cartId, state: stateName(value), lines: viewLines, totalMinor, expiresAt };
}

/** Adds to the line what is reserved of it. */
function showReservation(line: Writable<CartViewLine>, cart: CartContext): void {
  const { sku } = line;
  const reservedUntil = reservedUntilOf(cart, sku);
  if (reservedUntil === undefined) return;
  line.reservedUntil = reservedUntil;
  line.reservedQuantity = reservedUnits(cart, sku);
  if (isReserved(cart, cart.lines, sku)) line.status = 'reserved';
}

/** The sum of all lines at list price, in minor units. */
export function listTotal(lines: readonly CartLine[], items: CartItems): number {
  let totalMinor = 0;
  for (let index = 0; index < lines.length; index++) {
    const { quantity } = lines[index] as CartLine;
    totalMinor += (items[index]?.priceMinor ?? 0) * quantity;
  }
  return totalMinor;
}

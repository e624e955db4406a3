import {
  type CartCommand,
  type CartContext,
  type CartLine,
  quantityOf,
  type Refusal,
  withQuantity,
} from '../../machines/index.ts';
import * as check from '../base/check.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { type Answer, refused } from '../commands/answer.ts';
import { command } from '../commands/command.ts';
import { dispatch } from '../commands/dispatch.ts';
import type { Engine } from '../runtime/engine.ts';
import type { Stock } from '../stock/stock.ts';
import type { Users } from '../users/users.ts';
import type { CartPart } from './cartPart.ts';
import { type Cart, cartView, listTotal } from './cartView.ts';

/** The parts of the shop that cart commands work on. */
export interface CartCommandContext {
  readonly engine: Engine;
  readonly carts: CartPart;
  readonly users: Users;
  readonly catalog: Catalog;
  readonly stock: Stock;
  readonly createId: () => string;
}

/** The commands of `shop.carts`. */
export const cartCommands = {
  add: command({
    type: 'carts.add',
    check: checkLine,
    run: (context: CartCommandContext, line) =>
      send(context, line.userId, (cart) => lineEvent(context, cart, { type: 'cart.add', line })),
  }),

  setQuantity: command({
    type: 'carts.setQuantity',
    check: checkLine,
    run: (context: CartCommandContext, line) =>
      send(context, line.userId, (cart) =>
        lineEvent(context, cart, { type: 'cart.setQuantity', line }),
      ),
  }),

  remove: command({
    type: 'carts.remove',
    check: (userId: string, sku: string) => ({
      userId: check.id('userId', userId),
      sku: check.id('sku', sku),
    }),
    run: (context: CartCommandContext, { userId, sku }) =>
      send(context, userId, () => ({ type: 'cart.remove', sku })),
  }),

  clear: command({
    type: 'carts.clear',
    check: (userId: string) => check.id('userId', userId),
    run: (context: CartCommandContext, userId) =>
      send(context, userId, () => ({ type: 'cart.clear' })),
  }),
};

/** The checked arguments of `carts.add` and `carts.setQuantity`. */
export interface Line {
  readonly userId: string;
  readonly sku: string;
  readonly quantity: number;
}

function checkLine(userId: string, sku: string, quantity: number): Line {
  check.id('userId', userId);
  check.id('sku', sku);
  check.quantity('quantity', quantity);
  return { userId, sku, quantity };
}

/** Sends an event to the user's cart. @returns the cart after the event. */
function send(
  { engine, carts, users, catalog }: CartCommandContext,
  userId: string,
  eventFor: (cart: CartContext | undefined) => CartCommand | Refusal,
): Answer<{ cart: Cart }> {
  if (users.get(userId) === undefined) return refused({ code: 'unknown-user', userId });
  const dispatched = dispatch(engine, { kind: carts.kind, id: userId }, eventFor);
  if ('refusal' in dispatched) return refused(dispatched.refusal);
  return { ok: true, cart: cartView(userId, dispatched.snapshot, catalog) };
}

/**
 * The event that puts units of a product into the cart, with the stock and limit that its guards
 * need.
 */
function lineEvent(
  { engine, catalog, stock, createId }: CartCommandContext,
  cart: CartContext | undefined,
  { type, line }: { readonly type: 'cart.add' | 'cart.setQuantity'; readonly line: Line },
): CartCommand | Refusal {
  const { sku, quantity } = line;
  const product = catalog.get(sku);
  if (product === undefined) return { code: 'unknown-product', sku };
  const lines = cart?.lines ?? [];
  const inCart = quantityOf(lines, sku);
  const after = type === 'cart.add' ? inCart + quantity : quantity;
  const available = stock.ledger.available(sku);
  if (after > inCart && after <= available) {
    assertCountable(catalog, lines, withQuantity(lines, sku, after));
  }
  const { maxPerOrder } = product;
  if (type === 'cart.setQuantity') return { type, sku, quantity, available, maxPerOrder };
  const cartId = cart?.cartId ?? check.id('createId()', createId());
  return { type, sku, quantity, available, maxPerOrder, at: engine.now(), cartId };
}

/**
 * Totals above 2^53 - 1 minor units are not exact. A cart whose total has exceeded that through a
 * new price cannot be bought, but its lines can still be changed.
 *
 * @throws RangeError if the change itself makes the total exceed it.
 */
function assertCountable(
  catalog: Catalog,
  before: readonly CartLine[],
  after: readonly CartLine[],
): void {
  const total = listTotal(after, catalog);
  if (Number.isSafeInteger(total) || !Number.isSafeInteger(listTotal(before, catalog))) return;
  throw check.outOfRange('the cart total', 'at most 2^53 - 1 minor units', total);
}

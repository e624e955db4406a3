import {
  availableUnits,
  type CartCommand,
  type CartContext,
  type CartLine,
  cartLimitRefusal,
  quantityOf,
  reservedUnits,
} from '../../machines/index.ts';
import * as check from '../base/check.ts';
import type { ShopLimits } from '../base/shopLimits.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { type Answer, type Refused, refused } from '../commands/answer.ts';
import { type CommandContext, command } from '../commands/command.ts';
import { dispatch } from '../commands/dispatch.ts';
import { quarantineRefusal } from '../commands/quarantineRefusal.ts';
import { LiveActor } from '../runtime/liveActor.ts';
import { type Located, stateOf } from '../runtime/located.ts';
import type { Addressee } from '../runtime/timekeeper.ts';
import type { Stock } from '../stock/stock.ts';
import type { Users } from '../users/users.ts';
import { itemsOf } from './cartItems.ts';
import type { CartPart } from './cartPart.ts';
import { type Cart, cartView, listTotal } from './cartView.ts';

/** The parts of the shop that cart commands work on. */
export interface CartCommandContext extends CommandContext {
  readonly carts: CartPart;
  readonly users: Users;
  readonly catalog: Catalog;
  readonly stock: Stock;
  readonly terms: { readonly limits: ShopLimits };
  readonly createId: () => string;
}

/** The commands of `shop.carts`. */
export const cartCommands = {
  add: command({
    type: 'carts.add',
    commandClass: 'browse',
    refusals: [
      'unknown-user',
      'unknown-product',
      'out-of-stock',
      'purchase-limit',
      'cart-limit',
      'invalid-transition',
      'quarantined',
      'overloaded',
    ],
    check: checkLine,
    userOf: ({ userId }) => userId,
    addressee: cartOf,
    run: (context: CartCommandContext, line) => changeLine(context, 'cart.add', line),
  }),

  setQuantity: command({
    type: 'carts.setQuantity',
    commandClass: 'browse',
    refusals: [
      'unknown-user',
      'unknown-product',
      'not-in-cart',
      'out-of-stock',
      'purchase-limit',
      'invalid-transition',
      'quarantined',
      'overloaded',
    ],
    check: (userId: string, sku: string, quantity: number): Line => ({
      userId: check.id('userId', userId),
      sku: check.id('sku', sku),
      quantity: check.count('quantity', quantity),
    }),
    userOf: ({ userId }) => userId,
    addressee: cartOf,
    // Zero units are no line: the chart gets the event that removes it.
    run: (context: CartCommandContext, line) =>
      line.quantity === 0
        ? send(context, line.userId, { type: 'cart.remove', sku: line.sku })
        : changeLine(context, 'cart.setQuantity', line),
  }),

  remove: command({
    type: 'carts.remove',
    commandClass: 'browse',
    refusals: ['unknown-user', 'not-in-cart', 'invalid-transition', 'quarantined', 'overloaded'],
    check: (userId: string, sku: string) => ({
      userId: check.id('userId', userId),
      sku: check.id('sku', sku),
    }),
    userOf: ({ userId }) => userId,
    addressee: cartOf,
    run: (context: CartCommandContext, { userId, sku }) =>
      send(context, userId, { type: 'cart.remove', sku }),
  }),

  clear: command({
    type: 'carts.clear',
    commandClass: 'browse',
    refusals: ['unknown-user', 'invalid-transition', 'quarantined', 'overloaded'],
    check: (userId: string) => check.id('userId', userId),
    userOf: (userId) => userId,
    addressee: (context: CartCommandContext, userId) => cartOf(context, { userId }),
    run: (context: CartCommandContext, userId) => send(context, userId, { type: 'cart.clear' }),
  }),
};

/** What is answered without a reply of the chart. An own chart may not accept an event. */
type CartAnswer = Answer<{ cart: Cart }, 'unknown-user' | 'invalid-transition' | 'quarantined'>;

type UnknownProduct = Refused<'unknown-product'>;

/** What a line is refused with before the chart gets its event. */
type LineRefused = Refused<'unknown-product' | 'cart-limit'>;

/** The checked arguments of `carts.add` and `carts.setQuantity`. */
export interface Line {
  readonly userId: string;
  readonly sku: string;
  readonly quantity: number;
}

function cartOf({ carts }: CartCommandContext, { userId }: { readonly userId: string }): Addressee {
  return { kind: carts.kind.name, name: userId };
}

function checkLine(userId: string, sku: string, quantity: number): Line {
  check.id('userId', userId);
  check.id('sku', sku);
  check.quantity('quantity', quantity);
  return { userId, sku, quantity };
}

/** Changes one line of the user's cart. @returns the cart after that. */
function changeLine(
  context: CartCommandContext,
  type: 'cart.add',
  line: Line,
): CartAnswer | LineRefused;
function changeLine(
  context: CartCommandContext,
  type: 'cart.setQuantity',
  line: Line,
): CartAnswer | UnknownProduct;
function changeLine(
  context: CartCommandContext,
  type: 'cart.add' | 'cart.setQuantity',
  line: Line,
): CartAnswer | LineRefused {
  const { engine, carts, users } = context;
  const user = users.find(line.userId);
  if (user === undefined) return refused({ code: 'unknown-user', userId: line.userId });
  // The user's own text, so that the cart does not keep the caller's.
  const { userId } = user;
  const cart = engine.directory.locate(carts.kind, userId);
  const refusal = quarantineRefusal(cart);
  if (refusal !== undefined) return refused(refusal);
  const event = lineEvent(context, cart, type, line);
  return 'code' in event ? refused(event) : sendTo(context, cart, userId, event);
}

/** Sends an event to the user's cart. @returns the cart after the event. */
function send(context: CartCommandContext, userId: string, event: CartCommand): CartAnswer {
  const { engine, carts, users } = context;
  const user = users.find(userId);
  if (user === undefined) return refused({ code: 'unknown-user', userId });
  const cart = engine.directory.locate(carts.kind, user.userId);
  return sendTo(context, cart, user.userId, event);
}

function sendTo(
  { engine, carts, catalog }: CartCommandContext,
  cart: Located | undefined,
  userId: string,
  event: CartCommand,
): CartAnswer {
  const sent = dispatch(engine, carts.kind, userId, cart, event);
  if (!(sent instanceof LiveActor)) return refused(sent);
  const { lines } = sent.context as CartContext;
  return { ok: true, cart: cartView(userId, sent, itemsOf(sent, lines, catalog)) };
}

/**
 * The event that puts units of a product into the cart, with the stock and limit that its guards
 * need.
 */
function lineEvent(
  { engine, carts, catalog, stock, terms, createId }: CartCommandContext,
  cart: Located | undefined,
  type: 'cart.add' | 'cart.setQuantity',
  { userId, sku, quantity }: Line,
): CartCommand | LineRefused['refusal'] {
  const item = catalog.find(sku);
  if (item === undefined) return { code: 'unknown-product', sku };
  const { maxPerOrder, maxPerUser, priceMinor } = item;
  const state = cart && (stateOf(cart).context as CartContext);
  const lines = state?.lines ?? NO_LINES;
  const { maxCartLines } = terms.limits;
  if (carts.kind.ownChart !== undefined && type === 'cart.add') {
    // The standard chart applies the rule itself; one of the user may not.
    const refusal = cartLimitRefusal(lines, sku, { maxCartLines });
    if (refusal !== undefined) return refusal;
  }
  const inCart = quantityOf(lines, sku);
  const after = type === 'cart.add' ? inCart + quantity : quantity;
  const own = state?.reservations === undefined ? 0 : reservedUnits(state, sku);
  const available = availableUnits(item) + own;
  if (after > inCart && after <= available) {
    const before = listTotal(lines, itemsOf(cart, lines, catalog));
    assertCountable(before, before + priceMinor * (after - inCart));
  }
  // The item's own text, so that the cart does not keep the caller's.
  const { sku: kept } = item;
  const counted =
    maxPerUser !== undefined && after > maxPerUser
      ? stock.allowance.counted(userId, kept, engine.now())
      : undefined;
  // Two literals, since V8 takes several times as long for a spread.
  const at = engine.now();
  const event: CartCommand =
    type === 'cart.setQuantity'
      ? { type, sku: kept, quantity, available, maxPerOrder, maxPerUser, counted, maxCartLines }
      : {
          type,
          sku: kept,
          quantity,
          available,
          maxPerOrder,
          maxPerUser,
          counted,
          maxCartLines,
          at,
          cartId: state?.cartId ?? createId(),
          warnBeforeMs: carts.warnBeforeMs,
        };
  if (!carts.reservesUnits) return event;
  return { ...event, reservation: carts.reservationAt(at) };
}

const NO_LINES: readonly CartLine[] = [];

/**
 * Totals above 2^53 - 1 minor units are not exact. A cart whose total has exceeded that through a
 * new price cannot be bought, but its lines can still be changed.
 *
 * @throws RangeError if the change itself makes the total exceed it.
 */
function assertCountable(before: number, after: number): void {
  if (Number.isSafeInteger(after) || !Number.isSafeInteger(before)) return;
  throw check.outOfRange('the cart total', 'at most 2^53 - 1 minor units', after);
}

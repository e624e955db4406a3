import type {
  CartContext,
  CartLine,
  Checkout as CheckoutEvent,
  RefusalCode,
} from '../../machines/index.ts';
import * as check from '../base/check.ts';
import { takenId } from '../base/createdIds.ts';
import { itemsOf } from '../carts/cartItems.ts';
import type { CartPart } from '../carts/cartPart.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { type Answer, refused } from '../commands/answer.ts';
import { type CommandContext, command, type RefusalsOf } from '../commands/command.ts';
import { dispatch } from '../commands/dispatch.ts';
import { quarantineRefusal } from '../commands/quarantineRefusal.ts';
import type { OrderPart } from '../orders/orderPart.ts';
import { type Order, orderView } from '../orders/orderView.ts';
import { nameOf, type Pricing } from '../pricing/pricing.ts';
import { LiveActor } from '../runtime/liveActor.ts';
import { isUnreadable, type Located, stateOf } from '../runtime/located.ts';
import type { User } from '../schema/user.ts';
import type { Users } from '../users/users.ts';
import type { CheckoutAnswer, Idempotency } from './idempotency.ts';
import { priceCart } from './priceCart.ts';
import { linesFingerprint, optionsFingerprint } from './requestFingerprint.ts';

/** The options of one checkout. */
export interface CheckoutOptions {
  /**
   * An id that the client makes for this purchase. For 24 hours (`idempotencyWindowMs`), or five minutes if it was
   * refused (`refusedIdempotencyWindowMs`), a checkout of the same user with the same key gets the answer of
   * the first one, with `replayed: true`, even while that one is still running. A user who has used more than
   * 100 keys by then (`maxIdempotencyKeysPerUser`) may have lost it.
   *
   * It has to ask for the same: with other options, or when the cart has been changed since, it is refused with
   * `idempotency-mismatch`. The cart may be the one that the first one has left (an empty one, if it has become
   * an order), or have the same lines again, in any order. Pricing strategies are the same when their names are.
   */
  readonly idempotencyKey?: string | undefined;
  /** Replaces the shop's pricing strategy for this checkout. */
  readonly pricing?: Pricing | undefined;
  /**
   * What the buyer expects to pay for the whole cart, in minor units; 0 to 2^53 - 1. A cart that costs
   * another total is not bought: the checkout is refused with `price-changed`.
   */
  readonly expectedTotalMinor?: number | undefined;
}

/**
 * Buys the user's whole cart. Either every line is reserved and the cart is emptied, or the checkout is
 * refused and the cart does not change. The refusals in order of precedence: `idempotency-mismatch`,
 * `unknown-user`, `quarantined`, `empty-cart`, `price-changed`, `purchase-limit`, `out-of-stock`.
 *
 * @typeParam State the names of the order chart's states.
 * @typeParam Code the refusals with which custom charts reply, beside those of the standard ones.
 * @param userId whose cart it is.
 * @param options what the purchase is identified by, how it is priced, and what it may cost.
 * @throws ArgumentError on misuse; UserCodeError if a strategy of the user has thrown, or has returned what
 * it must not.
 */
export type Checkout<State extends string = string, Code extends RefusalCode = never> = (
  userId: string,
  options?: CheckoutOptions,
) => Promise<CheckoutAnswer<State, RefusalsOf<typeof checkoutCommands.checkout> | Code>>;

/** The terms that the shop sets for every order. */
export interface OrderTerms {
  readonly pricing: Pricing;
  readonly currency: string;
  readonly paymentTimeoutMs: number;
}

/** The parts of the shop that a checkout works on. */
export interface CheckoutContext extends CommandContext {
  readonly carts: CartPart;
  readonly orders: OrderPart;
  readonly users: Users;
  readonly catalog: Catalog;
  readonly idempotency: Idempotency;
  readonly terms: OrderTerms;
  readonly createId: () => string;
}

/** The checked arguments of a checkout. */
export interface CheckedCheckout {
  readonly userId: string;
  readonly key: string | undefined;
  readonly pricing: Pricing | undefined;
  readonly expectedTotalMinor: number | undefined;
}

/** The command `shop.checkout`. */
export const checkoutCommands = {
  checkout: command({
    type: 'checkout',
    commandClass: 'buy',
    refusals: [
      'unknown-user',
      'idempotency-mismatch',
      'empty-cart',
      'price-changed',
      'purchase-limit',
      'out-of-stock',
      'invalid-transition',
      'quarantined',
      'overloaded',
    ],

    check(userId: string, options?: CheckoutOptions): CheckedCheckout {
      check.id('userId', userId);
      if (options === undefined) {
        return { userId, key: undefined, pricing: undefined, expectedTotalMinor: undefined };
      }
      check.fields('options', options, ['idempotencyKey', 'pricing', 'expectedTotalMinor']);
      const key = check.optional(options.idempotencyKey, (value) =>
        check.id('idempotencyKey', value),
      );
      const pricing = check.optional(options.pricing, (value) =>
        check.callable('pricing', value as Pricing),
      );
      const expectedTotalMinor = check.optional(options.expectedTotalMinor, (value) =>
        check.count('expectedTotalMinor', value),
      );
      return { userId, key, pricing, expectedTotalMinor };
    },

    userOf: ({ userId }) => userId,
    addressee: ({ carts }: CheckoutContext, { userId }) => ({
      kind: carts.kind.name,
      name: userId,
    }),

    run(
      context: CheckoutContext,
      checked,
    ): Answer<{ order: Order }, 'unknown-user' | 'invalid-transition' | 'quarantined'> | undefined {
      const { userId, pricing, expectedTotalMinor } = checked;
      const { engine, carts, orders, users, terms } = context;
      const { directory } = engine;
      const known = users.find(userId);
      if (known === undefined) return refused({ code: 'unknown-user', userId });
      const cart = directory.locate(carts.kind, userId);
      const refusal = quarantineRefusal(cart);
      if (refusal !== undefined) return refused(refusal);
      const priced = pricing ?? terms.pricing;
      const event = checkoutEvent(context, cart, known.user, priced, expectedTotalMinor);
      const sent = dispatch(engine, carts.kind, userId, cart, event);
      if (!(sent instanceof LiveActor)) return refused(sent);
      const order = directory.locate(orders.kind, event.orderId);
      return order && { ok: true, order: orderView(stateOf(order)) };
    },

    repeat(context, checked, turn): Answer<{ order: Order }> | Promise<Answer<{ order: Order }>> {
      const { key } = checked;
      const { engine, carts, users, idempotency } = context;
      const user = key === undefined ? undefined : users.find(checked.userId);
      // Nothing is remembered of unknown users.
      if (key === undefined || user === undefined) return turn();
      // The user's own text, so that none of the caller's is kept.
      const { userId } = user;
      const lines = linesOf(engine.directory.locate(carts.kind, userId));
      const purchase = {
        userId,
        key,
        options: optionsFingerprint(checked),
        lines: linesFingerprint(lines),
      };
      return idempotency.once(purchase, async () =>
        turn((answer) => idempotency.recordAnswer(purchase, answer)),
      );
    },
  }),
};

function linesOf(cart: Located | undefined): readonly CartLine[] {
  if (cart === undefined || isUnreadable(cart)) return [];
  return (stateOf(cart).context as CartContext).lines;
}

/**
 * The event that buys the current lines of the cart. Changes nothing.
 *
 * @throws UserCodeError if `createId` makes the id of an existing order; and like {@link priceCart}.
 */
function checkoutEvent(
  { engine, carts, orders, catalog, terms, createId }: CheckoutContext,
  cart: Located | undefined,
  user: User,
  pricing: Pricing,
  expectedTotalMinor: number | undefined,
): CheckoutEvent {
  const orderId = createId();
  if (engine.directory.exists(orders.kind, orderId)) throw takenId('order', orderId);
  const createdAt = engine.now();
  const lines = linesOf(cart);
  const items = itemsOf(cart, lines, catalog);
  const quoted = priceCart(lines, items, { pricing, user });
  catalog.expect(items);
  const event: CheckoutEvent = {
    type: 'cart.checkout',
    orderId,
    number: engine.turnNumber,
    lines: quoted.lines,
    totalMinor: quoted.totalMinor,
    expectedTotalMinor,
    currency: terms.currency,
    pricing: nameOf(pricing),
    createdAt,
    paymentDueAt: createdAt + terms.paymentTimeoutMs,
  };
  if (!carts.reservesUnits) return event;
  return { ...event, reservation: carts.reservationAt(createdAt) };
}

import type { CartContext, Checkout as CheckoutEvent, RefusalCode } from '../../machines/index.ts';
import * as check from '../base/check.ts';
import { takenId } from '../base/createdIds.ts';
import { itemsOf } from '../carts/cartItems.ts';
import type { CartPart } from '../carts/cartPart.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { type Answer, refused } from '../commands/answer.ts';
import { command, type RefusalsOf } from '../commands/command.ts';
import { dispatch } from '../commands/dispatch.ts';
import type { OrderPart } from '../orders/orderPart.ts';
import { type Order, orderView } from '../orders/orderView.ts';
import { nameOf, type Pricing } from '../pricing/pricing.ts';
import type { Engine } from '../runtime/engine.ts';
import { LiveActor } from '../runtime/liveActor.ts';
import { type Located, stateOf } from '../runtime/located.ts';
import type { User } from '../schema/user.ts';
import type { Users } from '../users/users.ts';
import type { Idempotency } from './idempotency.ts';
import { quote } from './quote.ts';

/** The options of one checkout. */
export interface CheckoutOptions {
  /**
   * An id that the client makes for this purchase. For 24 hours, a checkout of the same user with
   * the same key gets the answer of the first one, even while that one is still running.
   */
  readonly idempotencyKey?: string;
  /** Replaces the shop's pricing strategy for this checkout. */
  readonly pricing?: Pricing;
}

/**
 * Buys the user's whole cart. Either every line is reserved and the cart is emptied, or the checkout is
 * refused (`unknown-user`, `empty-cart`, `purchase-limit`, `out-of-stock`) and the cart does not change.
 *
 * @typeParam State the names of the order chart's states.
 * @typeParam Code the refusals with which custom charts reply, beside those of the standard ones.
 */
export type Checkout<State extends string = string, Code extends RefusalCode = never> = (
  userId: string,
  options?: CheckoutOptions,
) => Promise<Answer<{ order: Order<State> }, RefusalsOf<typeof checkoutCommands.checkout> | Code>>;

/** The terms that the shop sets for every order. */
export interface OrderTerms {
  readonly pricing: Pricing;
  readonly currency: string;
  readonly paymentTimeoutMs: number;
}

/** The parts of the shop that a checkout works on. */
export interface CheckoutContext {
  readonly engine: Engine;
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
}

/** The command `shop.checkout`. */
export const checkoutCommands = {
  checkout: command({
    type: 'checkout',
    refusals: [
      'unknown-user',
      'empty-cart',
      'purchase-limit',
      'out-of-stock',
      'invalid-transition',
    ],

    check(userId: string, options?: CheckoutOptions): CheckedCheckout {
      check.id('userId', userId);
      if (options === undefined) return { userId, key: undefined, pricing: undefined };
      check.fields('options', options, ['idempotencyKey', 'pricing']);
      const key = check.optional(options.idempotencyKey, (value) =>
        check.id('idempotencyKey', value),
      );
      const pricing = check.optional(options.pricing, (value) =>
        check.callable('pricing', value as Pricing),
      );
      return { userId, key, pricing };
    },

    run(
      context: CheckoutContext,
      { userId, pricing },
    ): Answer<{ order: Order }, 'unknown-user' | 'invalid-transition'> | undefined {
      const { engine, carts, orders, users, terms } = context;
      const { directory } = engine;
      const known = users.find(userId);
      if (known === undefined) return refused({ code: 'unknown-user', userId });
      const cart = directory.locate(carts.kind, userId);
      const event = checkoutEvent(context, cart, known.user, pricing ?? terms.pricing);
      const sent = dispatch(engine, carts.kind, userId, cart, event);
      if (!(sent instanceof LiveActor)) return refused(sent);
      const order = directory.locate(orders.kind, event.orderId);
      return order && { ok: true, order: orderView(stateOf(order)) };
    },

    repeat({ idempotency }, { userId, key }, turn) {
      if (key === undefined) return turn();
      const purchase = { userId, key };
      return idempotency.once(purchase, async () =>
        turn((answer) => idempotency.recordAnswer(purchase, answer)),
      );
    },
  }),
};

/**
 * The event that buys the current lines of the cart. Changes nothing.
 *
 * @throws UserCodeError if `createId` makes the id of an existing order; and like {@link quote}.
 */
function checkoutEvent(
  { engine, orders, catalog, terms, createId }: CheckoutContext,
  cart: Located | undefined,
  user: User,
  pricing: Pricing,
): CheckoutEvent {
  const orderId = createId();
  if (engine.directory.exists(orders.kind, orderId)) throw takenId('order', orderId);
  const createdAt = engine.now();
  const lines = cart === undefined ? [] : (stateOf(cart).context as CartContext).lines;
  const items = itemsOf(cart, lines, catalog);
  const quoted = quote(lines, items, { pricing, user });
  catalog.expect(items);
  return {
    type: 'cart.checkout',
    orderId,
    number: engine.turnNumber,
    lines: quoted.lines,
    totalMinor: quoted.totalMinor,
    currency: terms.currency,
    pricing: nameOf(pricing),
    createdAt,
    paymentDueAt: createdAt + terms.paymentTimeoutMs,
  };
}

import type { CartContext, Checkout as CheckoutEvent } from '../../machines/index.ts';
import * as check from '../base/check.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { refused, rejectIfClosed, runCommand } from '../commands/answer.ts';
import { dispatch } from '../commands/dispatch.ts';
import { orderView, placedView } from '../orders/orderView.ts';
import { nameOf, type Pricing } from '../pricing/pricing.ts';
import type { ActorKind } from '../runtime/actorKind.ts';
import type { Engine } from '../runtime/engine.ts';
import type { User } from '../schema/user.ts';
import type { Store } from '../store/store.ts';
import type { Users } from '../users/users.ts';
import { type CheckoutAnswer, Idempotency } from './idempotency.ts';
import { quote } from './quote.ts';

export interface CheckoutOptions {
  /**
   * Any id the client makes up for this purchase. The same key of the same user gets the same
   * answer for 24 hours, also while the first one is still running.
   */
  readonly idempotencyKey?: string;
  /** Instead of the shop's pricing strategy. */
  readonly pricing?: Pricing;
}

/** Buys the user's whole cart: every line is reserved, or none is and the cart stays as it is. */
export type Checkout = (userId: string, options?: CheckoutOptions) => Promise<CheckoutAnswer>;

export interface CheckoutDependencies {
  readonly engine: Engine;
  readonly store: Store;
  readonly kinds: { readonly cart: ActorKind; readonly order: ActorKind };
  readonly users: Users;
  readonly catalog: Catalog;
  readonly terms: {
    readonly pricing: Pricing;
    readonly currency: string;
    readonly paymentTimeoutMs: number;
  };
  readonly createId: () => string;
}

export function createCheckout(dependencies: CheckoutDependencies): Checkout {
  const { engine, store, kinds, users, catalog, terms, createId } = dependencies;
  const { directory } = engine;
  const idempotency = new Idempotency({
    now: () => engine.now(),
    restore(outcome) {
      if ('refusal' in outcome) return refused(structuredClone(outcome.refusal));
      const snapshot = directory.peek(kinds.order, outcome.orderId);
      if (snapshot === undefined) throw new Error(`order ${outcome.orderId} has vanished`);
      return { ok: true, order: placedView(snapshot, outcome) };
    },
    keep: (change) => engine.stageIfDurable(change),
  });
  idempotency.load(store);

  /** The checkout event for what is in the cart now. Throws before anything has changed. */
  function prepare(
    cart: CartContext | undefined,
    { user, pricing }: { user: User; pricing: Pricing },
  ): CheckoutEvent {
    const orderId = check.id('createId()', createId());
    if (directory.exists(kinds.order, orderId)) {
      throw check.outOfRange('createId()', 'an id that no order has yet', orderId);
    }
    const createdAt = engine.now();
    const { lines, totalMinor } = quote(cart?.lines ?? [], { catalog, pricing, user });
    return {
      type: 'cart.checkout',
      orderId,
      number: engine.turnNumber,
      lines,
      totalMinor,
      currency: terms.currency,
      pricing: nameOf(pricing),
      createdAt,
      paymentDueAt: createdAt + terms.paymentTimeoutMs,
    };
  }

  function run(
    userId: string,
    pricing: Pricing,
    conclude?: (answer: CheckoutAnswer) => void,
  ): CheckoutAnswer | Promise<CheckoutAnswer> {
    const work = (): CheckoutAnswer | undefined => {
      const user = users.get(userId);
      if (user === undefined) return refused({ code: 'unknown-user', userId });
      let orderId = '';
      const dispatched = dispatch<CartContext>(engine, { kind: kinds.cart, id: userId }, (cart) => {
        const event = prepare(cart, { user, pricing });
        orderId = event.orderId;
        return event;
      });
      if ('refusal' in dispatched) return refused(dispatched.refusal);
      const order = directory.peek(kinds.order, orderId);
      return order === undefined ? undefined : { ok: true, order: orderView(order) };
    };
    return runCommand(engine, work, conclude);
  }

  return async (userId, options = {}) => {
    check.id('userId', userId);
    check.fields('options', options, ['idempotencyKey', 'pricing']);
    const key = check.optional(options.idempotencyKey, (value) =>
      check.id('idempotencyKey', value),
    );
    const pricing =
      check.optional(options.pricing, (value) => check.callable('pricing', value as Pricing)) ??
      terms.pricing;
    if (key === undefined) return run(userId, pricing);
    // A closed shop repeats no answers: a retry is a command like any other.
    const purchase = { userId, key };
    const keep = (answer: CheckoutAnswer) => idempotency.concluded(purchase, answer);
    return (
      rejectIfClosed(engine) ?? idempotency.once(purchase, async () => run(userId, pricing, keep))
    );
  };
}

import {
  type CartCommand,
  type CartContext,
  type CartLine,
  quantityOf,
  type Refusal,
  type StockLedger,
  withQuantity,
} from '../../machines/index.ts';
import * as check from '../base/check.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { type Answer, refused, runCommand } from '../commands/answer.ts';
import { dispatch } from '../commands/dispatch.ts';
import type { ActorKind } from '../runtime/actorKind.ts';
import type { Engine } from '../runtime/engine.ts';
import type { Users } from '../users/users.ts';
import { type Cart, cartView, listTotal } from './cartView.ts';

export interface Carts {
  /**
   * Puts units of a product into the user's cart. The stock stays as it is; the cart must not hold
   * more than what is available now, nor more than the product's `maxPerOrder`.
   */
  add(userId: string, sku: string, quantity: number): Promise<Answer<{ cart: Cart }>>;
  /** Sets a line to so many units. Fewer than before is always allowed. */
  setQuantity(userId: string, sku: string, quantity: number): Promise<Answer<{ cart: Cart }>>;
  remove(userId: string, sku: string): Promise<Answer<{ cart: Cart }>>;
  /** Takes out every line; nothing to do in an empty cart. */
  clear(userId: string): Promise<Answer<{ cart: Cart }>>;
  /** The cart as it is now, an empty one if the user has none; undefined for an unknown user. */
  get(userId: string): Cart | undefined;
}

export interface CartsOptions {
  readonly engine: Engine;
  readonly kind: ActorKind;
  readonly users: Users;
  readonly catalog: Catalog;
  readonly ledger: StockLedger;
  readonly createId: () => string;
}

export function createCarts(options: CartsOptions): Carts {
  const { engine, kind, users, catalog, ledger, createId } = options;

  /** Sends an event to the user's cart and answers how the cart is then. */
  function send(
    userId: string,
    eventFor: (cart: CartContext | undefined) => CartCommand | Refusal,
  ): Answer<{ cart: Cart }> | Promise<Answer<{ cart: Cart }>> {
    return runCommand(engine, () => {
      if (users.get(userId) === undefined) return refused({ code: 'unknown-user', userId });
      const dispatched = dispatch(engine, { kind, id: userId }, eventFor);
      if ('refusal' in dispatched) return refused(dispatched.refusal);
      return { ok: true, cart: cartView(userId, dispatched.snapshot, catalog) };
    });
  }

  /** The same for an event that puts units of a product into the cart. */
  function fill(
    type: 'cart.add' | 'cart.setQuantity',
    { userId, sku, quantity }: { userId: string; sku: string; quantity: number },
  ): Answer<{ cart: Cart }> | Promise<Answer<{ cart: Cart }>> {
    check.id('userId', userId);
    check.id('sku', sku);
    check.quantity('quantity', quantity);
    return send(userId, (cart) => {
      const product = catalog.get(sku);
      if (product === undefined) return { code: 'unknown-product', sku };
      const lines = cart?.lines ?? [];
      const before = type === 'cart.add' ? quantityOf(lines, sku) : 0;
      const available = ledger.available(sku);
      const after = before + quantity;
      if (after > quantityOf(lines, sku) && after <= available) {
        assertCountable(lines, withQuantity(lines, sku, after));
      }
      const line = { sku, quantity, available, maxPerOrder: product.maxPerOrder };
      if (type === 'cart.setQuantity') return { type, ...line };
      const cartId = cart?.cartId ?? check.id('createId()', createId());
      return { type, ...line, at: engine.now(), cartId };
    });
  }

  /**
   * Totals above 2^53 - 1 could not be counted exactly any more. A cart that a new price has taken
   * there cannot be bought, but must not be stuck either.
   */
  function assertCountable(before: readonly CartLine[], after: readonly CartLine[]): void {
    const total = listTotal(after, catalog);
    if (Number.isSafeInteger(total) || !Number.isSafeInteger(listTotal(before, catalog))) return;
    throw check.outOfRange('the cart total', 'at most 2^53 - 1 minor units', total);
  }

  return {
    add: async (userId, sku, quantity) => fill('cart.add', { userId, sku, quantity }),

    setQuantity: async (userId, sku, quantity) =>
      fill('cart.setQuantity', { userId, sku, quantity }),

    async remove(userId, sku) {
      check.id('userId', userId);
      check.id('sku', sku);
      return send(userId, () => ({ type: 'cart.remove', sku }));
    },

    async clear(userId) {
      check.id('userId', userId);
      return send(userId, () => ({ type: 'cart.clear' }));
    },

    get(userId) {
      check.id('userId', userId);
      if (users.get(userId) === undefined) return undefined;
      return cartView(userId, engine.directory.peek(kind, userId), catalog);
    },
  };
}

import * as check from '../base/check.ts';
import type { Answer } from '../commands/answer.ts';
import { bindCommands } from '../commands/bindCommands.ts';
import { type CartCommandContext, cartCommands } from './cartCommands.ts';
import { type Cart, cartView } from './cartView.ts';

/** The carts of a shop: `shop.carts`. */
export interface Carts {
  /**
   * Puts units of a product into the user's cart. The stock stays as it is; the cart must not hold
   * more than what is available now, nor more than the product's `maxPerOrder`.
   */
  add(userId: string, sku: string, quantity: number): Promise<Answer<{ cart: Cart }>>;
  /** Sets the units of a line. Fewer than before is always allowed. */
  setQuantity(userId: string, sku: string, quantity: number): Promise<Answer<{ cart: Cart }>>;
  remove(userId: string, sku: string): Promise<Answer<{ cart: Cart }>>;
  /** Takes out every line; nothing to do in an empty cart. */
  clear(userId: string): Promise<Answer<{ cart: Cart }>>;
  /** The cart as it is now, an empty one if the user has none; undefined for an unknown user. */
  get(userId: string): Cart | undefined;
}

export function createCarts(context: CartCommandContext): Carts {
  const { engine, carts, users, catalog } = context;
  return {
    ...bindCommands(cartCommands, context),

    get(userId) {
      check.id('userId', userId);
      if (users.get(userId) === undefined) return undefined;
      return cartView(userId, engine.directory.peek(carts.kind, userId), catalog);
    },
  };
}

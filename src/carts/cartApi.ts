import type { CartContext } from '../../machines/index.ts';
import * as check from '../base/check.ts';
import type { Answer } from '../commands/answer.ts';
import { bindCommands } from '../commands/bindCommands.ts';
import { isUnreadable, stateOf } from '../runtime/located.ts';
import { type CartCommandContext, cartCommands } from './cartCommands.ts';
import { itemsOf } from './cartItems.ts';
import { type Cart, cartView, emptyCartView } from './cartView.ts';

/** The carts of a shop: `shop.carts`. */
export interface Carts {
  /**
   * Puts units of a product into the user's cart. Reserves no stock. Refused with `out-of-stock` or
   * `purchase-limit` if the cart would then have more units than are available, or than the
   * product's `maxPerOrder`; with `unknown-user` or `unknown-product` for an unknown id.
   */
  add(userId: string, sku: string, quantity: number): Promise<Answer<{ cart: Cart }>>;
  /**
   * Sets the units of a line; 0 removes it, as `remove` does. Refused with `not-in-cart` if there is no
   * such line, otherwise like `add`; reducing the units is always allowed.
   */
  setQuantity(userId: string, sku: string, quantity: number): Promise<Answer<{ cart: Cart }>>;
  /** Removes a line. Refused with `not-in-cart` if there is no such line. */
  remove(userId: string, sku: string): Promise<Answer<{ cart: Cart }>>;
  /** Removes all lines. */
  clear(userId: string): Promise<Answer<{ cart: Cart }>>;
  /** The current cart, an empty one if the user has none; undefined for an unknown user. */
  get(userId: string): Cart | undefined;
}

/** Makes the API of carts. */
export function createCartApi(context: CartCommandContext): Carts {
  const { engine, carts, users, catalog } = context;
  return {
    ...bindCommands(cartCommands, context),

    get(userId) {
      check.id('userId', userId);
      if (users.find(userId) === undefined) return undefined;
      const cart = engine.directory.locate(carts.kind, userId);
      if (cart === undefined || isUnreadable(cart)) return emptyCartView(userId);
      const state = stateOf(cart);
      const { lines } = state.context as CartContext;
      return cartView(userId, state, itemsOf(cart, lines, catalog));
    },
  };
}

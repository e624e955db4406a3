import type { CartContext, RefusalCode } from '../../machines/index.ts';
import * as check from '../base/check.ts';
import type { Answer } from '../commands/answer.ts';
import { bindCommands } from '../commands/bindCommands.ts';
import type { RefusalsOf } from '../commands/command.ts';
import { isUnreadable, stateOf } from '../runtime/located.ts';
import { type CartCommandContext, cartCommands } from './cartCommands.ts';
import { itemsOf } from './cartItems.ts';
import { type Cart, cartView, emptyCartView } from './cartView.ts';

/**
 * The answer of a command to a cart: the cart afterwards, or why it was refused.
 *
 * @typeParam Name the command, such as `add`.
 * @typeParam State the names of the chart's states.
 * @typeParam Code the refusals with which a custom chart replies.
 */
export type CartAnswer<
  Name extends keyof typeof cartCommands,
  State extends string,
  Code extends RefusalCode,
> = Promise<Answer<{ cart: Cart<State> }, RefusalsOf<(typeof cartCommands)[Name]> | Code>>;

/**
 * The carts of a shop: `shop.carts`.
 *
 * @typeParam State the names of the chart's states.
 * @typeParam Code the refusals with which a custom chart replies, beside those of the standard one.
 */
export interface Carts<State extends string = string, Code extends RefusalCode = never> {
  /**
   * Puts units of a product into the user's cart. Reserves them only with the option `reserveInCartMs`.
   *
   * The refusals in order of precedence: `unknown-user`, `quarantined` and `unknown-product`; `cart-limit` if
   * it would be a new line in a cart that has `maxCartLines` already; `purchase-limit` or `out-of-stock` if
   * the cart would then have more units than the product's `maxPerOrder` or `maxPerUser`, or than are
   * available.
   *
   * @param userId whose cart it is.
   * @param sku the product.
   * @param quantity units to add to those in the cart, 1 or more.
   * @throws ArgumentError that names the argument, what was expected and what was given.
   *
   * @example
   * const answer = await shop.carts.add('ada', 'lamp', 2);
   * if (answer.ok) console.log(answer.cart.lines, answer.cart.expiresAt);
   * else if (answer.refusal.code === 'out-of-stock') console.log(answer.refusal.shortages);
   */
  add(userId: string, sku: string, quantity: number): CartAnswer<'add', State, Code>;
  /**
   * Sets the units of a line; 0 removes it, as `remove` does. Refused with `not-in-cart` if there is no
   * such line, otherwise like `add`; reducing the units is always allowed.
   *
   * @param userId whose cart it is.
   * @param sku the product.
   * @param quantity units that the line has then, 0 or more.
   */
  setQuantity(
    userId: string,
    sku: string,
    quantity: number,
  ): CartAnswer<'setQuantity', State, Code>;
  /**
   * Removes a line. Refused with `not-in-cart` if there is no such line.
   *
   * @param userId whose cart it is.
   * @param sku the product.
   */
  remove(userId: string, sku: string): CartAnswer<'remove', State, Code>;
  /** Removes all lines. @param userId whose cart it is. */
  clear(userId: string): CartAnswer<'clear', State, Code>;
  /**
   * The current cart, an empty one if the user has none; undefined for an unknown user.
   *
   * @param userId whose cart it is.
   */
  get(userId: string): Cart<State> | undefined;
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

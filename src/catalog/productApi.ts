import * as check from '../base/check.ts';
import type { Answer } from '../commands/answer.ts';
import { bindCommands } from '../commands/bindCommands.ts';
import type { RefusalsOf } from '../commands/command.ts';
import type { Review } from '../schema/review.ts';
import type { ProductChange } from './catalog.ts';
import type { Product } from './product.ts';
import type { NewProduct, NewReview } from './productArguments.ts';
import { type ProductCommandContext, productCommands } from './productCommands.ts';

/**
 * The answer of a command to a product: the product afterwards, or why it was refused.
 *
 * @typeParam Name the command, such as `add`.
 * @typeParam Result what a successful answer has beside `ok`.
 */
export type ProductAnswer<
  Name extends keyof typeof productCommands,
  Result extends object = { product: Product },
> = Promise<Answer<Result, RefusalsOf<(typeof productCommands)[Name]>>>;

/** The products of a shop: `shop.products`. */
export interface Products {
  /**
   * Adds a product with its first stock. Refused with `duplicate-sku` if the SKU is taken.
   *
   * @param product its members are checked. Free texts are stored as they are given.
   * @throws ArgumentError that names the member, what was expected and what was given.
   *
   * @example
   * const answer = await shop.products.add({
   *   sku: 'lamp',
   *   name: 'Desk lamp',
   *   category: 'lights',
   *   priceMinor: 4900, // 49.00 of the shop's currency
   *   stock: { berlin: 40, paris: 15 },
   *   maxPerOrder: 2,
   * });
   * if (!answer.ok) console.log(answer.refusal.code); // duplicate-sku
   */
  add(product: NewProduct): ProductAnswer<'add'>;
  /** The product; undefined for an unknown SKU. @param sku the product. */
  get(sku: string): Product | undefined;
  /**
   * Changes the given members; null takes `description`, `maxPerOrder` or `maxPerUser` back. Earlier
   * orders keep their prices. Refused with `unknown-product`.
   *
   * @param sku the product.
   * @param change the members to change; those that are left out stay as they are.
   */
  update(sku: string, change: ProductChange): ProductAnswer<'update'>;
  /**
   * Adds received units to the stock, at the location `main` when none is given. Refused with
   * `unknown-product`.
   *
   * @param sku the product.
   * @param quantity units that have come in, 1 or more.
   * @param options the `location` at which they have come in, which may be a new one.
   */
  restock(sku: string, quantity: number, options?: { location?: string }): ProductAnswer<'restock'>;
  /**
   * Adds the user's review of a product; a second one replaces the first. Refused with `unknown-user`
   * or `unknown-product`.
   *
   * @param sku the product.
   * @param review by a user who is registered.
   */
  review(sku: string, review: NewReview): ProductAnswer<'review'>;
  /**
   * Tells the user once when units of a product that is sold out are available again, by the fact
   * `product.backInStock` and the message made of it. Users are told in the order in which they have asked, as many as
   * there are units. `isWaiting` is false if the product is in stock now: then nothing will be told. Refused with
   * `unknown-user`, `unknown-product`, or `stock-alert-limit` if the user waits for 100 other products.
   *
   * @param sku the product.
   * @param userId who is to be told.
   */
  notifyWhenInStock(
    sku: string,
    userId: string,
  ): ProductAnswer<'notifyWhenInStock', { product: Product; isWaiting: boolean }>;
  /**
   * All reviews of the product, in the order of each user's first one; empty for an unknown SKU.
   *
   * @param sku the product.
   */
  reviews(sku: string): Review[];
}

/** Makes the API of products. */
export function createProductApi(context: ProductCommandContext): Products {
  const { catalog } = context;
  return {
    ...bindCommands(productCommands, context),

    get(sku) {
      check.id('sku', sku);
      return catalog.product(sku);
    },

    reviews(sku) {
      check.id('sku', sku);
      return catalog.reviews(sku).map((review) => ({ ...review }));
    },
  };
}

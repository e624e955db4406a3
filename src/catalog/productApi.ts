import * as check from '../base/check.ts';
import type { Answer } from '../commands/answer.ts';
import { bindCommands } from '../commands/bindCommands.ts';
import type { RefusalsOf } from '../commands/command.ts';
import type { Review } from '../schema/review.ts';
import type { ProductChange } from './catalog.ts';
import type { Product } from './product.ts';
import type { NewProduct, NewReview } from './productArguments.ts';
import { type ProductCommandContext, productCommands } from './productCommands.ts';

type ProductAnswer<Name extends keyof typeof productCommands> = Promise<
  Answer<{ product: Product }, RefusalsOf<(typeof productCommands)[Name]>>
>;

/** The products of a shop: `shop.products`. */
export interface Products {
  /** Adds a product with its first stock. Refused with `duplicate-sku` if the SKU is taken. */
  add(product: NewProduct): ProductAnswer<'add'>;
  /** The product; undefined for an unknown SKU. */
  get(sku: string): Product | undefined;
  /**
   * Changes the given members; null takes `description`, `maxPerOrder` or `maxPerUser` back. Earlier
   * orders keep their prices. Refused with `unknown-product`.
   */
  update(sku: string, change: ProductChange): ProductAnswer<'update'>;
  /**
   * Adds received units to the stock, at the location `main` when none is given. Refused with
   * `unknown-product`.
   */
  restock(sku: string, quantity: number, options?: { location?: string }): ProductAnswer<'restock'>;
  /**
   * Adds the user's review of a product; a second one replaces the first. Refused with `unknown-user`
   * or `unknown-product`.
   */
  review(sku: string, review: NewReview): ProductAnswer<'review'>;
  /**
   * Tells the user once when units of a product that is sold out are available again, by the fact
   * `product.backInStock` and the message made of it. Users are told in the order in which they have asked, as many as
   * there are units. `isWaiting` is false if the product is in stock now: then nothing will be told. Refused with
   * `unknown-user`, `unknown-product`, or `stock-alert-limit` if the user waits for 100 other products.
   */
  notifyWhenInStock(
    sku: string,
    userId: string,
  ): Promise<
    Answer<
      { product: Product; isWaiting: boolean },
      RefusalsOf<typeof productCommands.notifyWhenInStock>
    >
  >;
  /** All reviews of the product, in the order of each user's first one; empty for an unknown SKU. */
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

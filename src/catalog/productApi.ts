import * as check from '../base/check.ts';
import type { Answer } from '../commands/answer.ts';
import { bindCommands } from '../commands/bindCommands.ts';
import type { Review } from '../schema/review.ts';
import type { ProductChange } from './catalog.ts';
import type { Product } from './product.ts';
import type { NewProduct, NewReview } from './productArguments.ts';
import { type ProductCommandContext, productCommands } from './productCommands.ts';

/** The products of a shop: `shop.products`. */
export interface Products {
  add(product: NewProduct): Promise<Answer<{ product: Product }>>;
  get(sku: string): Product | undefined;
  /** Changes what is given and leaves the rest. Orders placed before keep their prices. */
  update(sku: string, change: ProductChange): Promise<Answer<{ product: Product }>>;
  /** More units arrive, at the location `main` when none is named. */
  restock(
    sku: string,
    quantity: number,
    options?: { location?: string },
  ): Promise<Answer<{ product: Product }>>;
  /** One review per user and product: a second one replaces the first. */
  review(sku: string, review: NewReview): Promise<Answer<{ product: Product }>>;
  /** All reviews of the product, in the order of each user's first one. */
  reviews(sku: string): Review[];
}

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

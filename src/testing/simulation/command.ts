import type { Cart } from '../../carts/cartView.ts';
import type { Product } from '../../catalog/product.ts';
import type { Answer } from '../../commands/answer.ts';
import type { Order } from '../../orders/orderView.ts';
import type { User } from '../../schema/user.ts';
import type { Shop } from '../../shopTypes.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { ShopCall } from './shopCall.ts';

export type Answered = Answer<{
  readonly cart?: Cart;
  readonly order?: Order;
  readonly product?: Product;
  readonly user?: User;
}> & { readonly replayed?: true };

/** A command to a shop. */
export interface Command {
  /** As a line of code. */
  readonly text: string;
  /** Resolves to undefined where the shop's own method returns nothing. */
  readonly run: (shop: Shop) => Promise<Answered | undefined>;
  /** The call that it makes; undefined if that is none of a command of the shop. */
  readonly call?: ShopCall;
  /** What comes in if it is accepted. */
  readonly receives?: Units;
  /** Of a checkout, user and idempotency key, `user key`; undefined without a key. */
  readonly key?: string;
  /**
   * For a command that may have no batch of its own: true when what it promises holds at the
   * checkpoint.
   */
  readonly isKept?: (boundary: Checkpoint) => boolean;
}

/** Units of a product that are received into stock. */
export interface Units {
  readonly sku: string;
  readonly quantity: number;
}

import type { Answer, Cart, Order, Product, Shop, User } from '../../src/index.ts';
import type { Checkpoint } from './checkpoint.ts';

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
  /** What comes in if it is accepted. */
  readonly receives?: Units;
  /** User and idempotency key, `user key`; undefined without a key. */
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

import type { Answer, Cart, Order, Product, Shop, User } from '../../src/index.ts';
import type { Boundary } from './checkpoint.ts';

export type Answered = Answer<{
  readonly cart?: Cart;
  readonly order?: Order;
  readonly product?: Product;
  readonly user?: User;
}>;

/** One thing to ask of a shop. */
export interface Command {
  /** As a line of code. */
  readonly text: string;
  /** Answers nothing where a shop does not. */
  readonly run: (shop: Shop) => Promise<Answered | undefined>;
  /** What comes in if it is accepted. */
  readonly receives?: Units;
  /** User and idempotency key, if it has one. */
  readonly key?: string;
  /** For one that need not have a batch of its own: has what it promises been true here? */
  readonly isKept?: (boundary: Boundary) => boolean;
}

/** Units that come in. */
export interface Units {
  readonly sku: string;
  readonly quantity: number;
}

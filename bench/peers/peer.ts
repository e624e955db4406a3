import type { Purchase } from '../closedLoop/purchases.ts';

/** How the variants are called on the command line and in the results, in the order of the table. */
export const VARIANTS = [
  'statecart',
  'statecart-lmdb',
  'xstate',
  'map',
  'redis',
  'redis-aof-always',
  'postgres-function',
  'postgres-for-update',
] as const;
export type Variant = (typeof VARIANTS)[number];

/** What is repeated: the checkout of a filled cart, or the whole way from the cart to delivered. */
export type Workload = 'checkouts' | 'lifecycles';

/** Those that know more of an order than that it was made. */
export const LIFECYCLE_VARIANTS: readonly Variant[] = ['statecart', 'statecart-lmdb', 'xstate'];

/** Something that sells products, opened with {@link PeerOptions}. */
export interface Peer {
  /** Not timed: what has to be there before these purchases are checked out. */
  fillCarts(purchases: readonly Purchase[]): Promise<void>;
  /** Takes both products or none, and writes down who has them. Rejects if it cannot. */
  checkout(purchase: Purchase): Promise<void>;
  /** Two adds, checkout, confirm, ship, deliver. */
  lifecycle(purchase: Purchase): Promise<void>;
  /** Units of each product that can still be sold, in the order of the products. */
  remaining(): Promise<number[]>;
  close(): Promise<void>;
}

export interface PeerOptions {
  /** How many products there are. */
  readonly products: number;
  /** Units of each. */
  readonly stock: number;
  /** How many users there are. */
  readonly users: number;
  /** The folder of the server's unix socket, for those that have a server. */
  readonly socketFolder?: string;
}

/** For peers that take orders at once: no cart has to be there before, and nothing follows. */
export const NO_CARTS: Pick<Peer, 'fillCarts' | 'lifecycle'> = {
  async fillCarts() {},
  async lifecycle() {
    throw new Error('this peer knows no life of an order');
  },
};

/** A server that was started for one run of one variant. */
export interface PeerServer {
  readonly socketFolder: string;
  /** Ends it and removes what it has written. */
  stop(): Promise<void>;
}

import type { Purchase } from '../closedLoop/purchases.ts';

/** The names of the variants on the command line and in the results, in the order of the table. */
export const VARIANTS = [
  'statecart',
  'statecart-disk',
  'statecart-lmdb',
  'xstate',
  'map',
  'redis',
  'redis-aof-always',
  'postgres-function',
  'postgres-for-update',
] as const;
export type Variant = (typeof VARIANTS)[number];

/** What a run repeats: the checkout of a filled cart, or the whole lifecycle of an order. */
export type Workload = 'checkouts' | 'lifecycles';

/** The variants that support the lifecycle of an order; others only place it. */
export const LIFECYCLE_VARIANTS: readonly Variant[] = [
  'statecart',
  'statecart-disk',
  'statecart-lmdb',
  'xstate',
];

/** The variants whose answers wait for a disk that many requests share. */
export const DURABLE_VARIANTS: readonly Variant[] = ['statecart-disk', 'statecart-lmdb'];

/** A system that sells products, opened with {@link PeerOptions}. */
export interface Peer {
  /** Prepares the checkouts of these purchases. Not timed. */
  fillCarts(purchases: readonly Purchase[]): Promise<void>;
  /** Takes both products or none, and records the order. Rejects if it cannot. */
  checkout(purchase: Purchase): Promise<void>;
  /** Runs two adds, checkout, confirm, ship and deliver. */
  lifecycle(purchase: Purchase): Promise<void>;
  /** Returns the units of each product that can still be sold, in the order of the products. */
  remaining(): Promise<number[]>;
  close(): Promise<void>;
}

export interface PeerOptions {
  /** The number of products. */
  readonly products: number;
  /** The units of each product. */
  readonly stock: number;
  /** The number of users. */
  readonly users: number;
  /** The folder of the server's unix socket, for those that have a server. */
  readonly socketFolder?: string;
}

/** For peers without carts and order lifecycles. */
export const NO_CARTS: Pick<Peer, 'fillCarts' | 'lifecycle'> = {
  async fillCarts() {},
  async lifecycle() {
    throw new Error('this peer has no order lifecycles');
  },
};

/** A server that was started for one run of one variant. */
export interface PeerServer {
  readonly socketFolder: string;
  /** Ends the server and removes its files. */
  stop(): Promise<void>;
}

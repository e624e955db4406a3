/** The things of a shop in the order in which they are made: later ones need earlier ones. */
export const THINGS = [
  'product',
  'user',
  'review',
  'open cart',
  'open order',
  'past order',
  'restock',
] as const;
export type Thing = (typeof THINGS)[number];

/** What a shop takes, in bytes. */
export interface Sizes {
  /** Of the heap and of the memory outside it for its objects. */
  readonly memory: number;
  /** Of the log; 0 without a store. */
  readonly log: number;
  /** Of the database of the checkpoint after it was compacted; 0 without a store. */
  readonly checkpoint: number;
}

/** A shop after things of one kind were made. */
export interface Filled extends Sizes {
  readonly thing: Thing;
  /** How many were made. */
  readonly count: number;
}

/** A shop that was filled, with what it took when it was empty. */
export interface FilledShop {
  readonly empty: Sizes;
  readonly filled: readonly Filled[];
}

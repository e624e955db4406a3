/** Bounds of the opening benchmark, each with its reason. */

/** The default contents: those of a large shop. */
export const SIZES = { products: 1_000_000, carts: 100_000, orders: 1_000_000 };

/** A pair of products needs two; more than ten million do not fit on most disks. */
export const PRODUCTS_RANGE = { min: 2, max: 10_000_000 };
export const COUNT_RANGE = { min: 0, max: 10_000_000 };

/** The default number of openings in each way, for a median. */
export const ROUNDS = 3;
export const ROUNDS_RANGE = { min: 1, max: 100 };

/** Longest time to fill or to open a store, in milliseconds: the largest takes hours. */
export const TIMEOUT_MS = 4 * 60 * 60 * 1000;

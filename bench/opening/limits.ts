/** Bounds of the opening benchmark, each with its reason. */

/** What a large shop has, when nothing else is said. */
export const SIZES = { products: 1_000_000, carts: 100_000, orders: 1_000_000 };

/** A pair of products needs two; more than ten million outgrow the disks that this runs on. */
export const PRODUCTS_RANGE = { min: 2, max: 10_000_000 };
export const COUNT_RANGE = { min: 0, max: 10_000_000 };

/** Opened so often in each way, for a median. */
export const ROUNDS = 3;
export const ROUNDS_RANGE = { min: 1, max: 100 };

/** Longest time to fill a store or to open it, in milliseconds: hours for the largest. */
export const TIMEOUT_MS = 4 * 60 * 60 * 1000;

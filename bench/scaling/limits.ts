/** Bounds of the scaling benchmark, each with its reason. */

/** The numbers of products, live carts and past orders that are measured, up to those of large shops. */
export const SIZES = [1_000, 10_000, 100_000, 1_000_000];

/** A pair of products needs two; more than ten million do not fit into the memory of most machines. */
export const SIZE_RANGE = { min: 2, max: 10_000_000 };

/** The default number of timed checkouts at each point. */
export const CHECKOUTS = 10_000;

/** At least one per batch; more would grow the shop beyond the point that is measured. */
export const CHECKOUTS_RANGE = { min: 20, max: 1_000_000 };

/** The number of batches of timed checkouts: their median does not depend on a single pause. */
export const BATCHES = 20;

/** The number of batches before them, which warm up the caches and are not timed. */
export const WARM_UP_BATCHES = 5;

/** The shop in which the code is warmed up. */
export const WARM_UP_POINT = { products: 1_000, carts: 100, orders: 0 };

/** Checkouts in flight. */
export const IN_FLIGHT = 64;

/** The number of users who share the past orders: a shop has fewer customers than orders. */
export const ORDER_USERS = 1_000;

/** Units of each product: more than any point sells. */
export const STOCK = 100_000_000;

/** The claim: the highest ratio of the CPU time of a checkout at the largest size to that at the smallest. */
export const FLAT_RATIO = 1.5;

/** The part of the machine's memory that the heap of one point may grow to. */
export const HEAP_SHARE = 0.8;

/**
 * Commands between two progress updates, at which a process can also be ended. Not more than
 * {@link ORDER_USERS}, each of whom has one cart.
 */
export const PROGRESS_STEP = 1_000;

/** Longest time for one point, in milliseconds: a million orders take less than half of it. */
export const POINT_TIMEOUT_MS = 2 * 60 * 60 * 1000;

/** Bounds of the scaling benchmark, each with its reason. */

/** Where products, live carts and past orders are measured: a thousand up to what shops get to. */
export const SIZES = [1_000, 10_000, 100_000, 1_000_000];

/** A pair of products needs two; ten million would outgrow most machines that this runs on. */
export const SIZE_RANGE = { min: 2, max: 10_000_000 };

/** Checkouts timed at each point when nothing else is said. */
export const CHECKOUTS = 10_000;

/** Fewer than one a batch make no sense; more than this outgrow what is being measured. */
export const CHECKOUTS_RANGE = { min: 20, max: 1_000_000 };

/** Into so many batches the timed checkouts are cut, for a median that one pause does not move. */
export const BATCHES = 20;

/** So many batches go first and do not count, for the caches. */
export const WARM_UP_BATCHES = 5;

/** Products and users of the shop in which the code is warmed up. */
export const WARM_UP_POINT = { products: 1_000, carts: 100, orders: 0 };

/** Checkouts under way at any time. */
export const IN_FLIGHT = 64;

/** Users who share the past orders, since a shop has fewer customers than orders. */
export const ORDER_USERS = 1_000;

/** Units of each product: more than any point sells. */
export const STOCK = 100_000_000;

/** Garbage collections before memory is measured: what one lets go of, the next one takes. */
export const COLLECTIONS = 4;

/** Between two of them, for timers and finalizers. */
export const COLLECTION_PAUSE_MS = 20;

/** The claim: a checkout at the largest size takes at most so many times that at the smallest. */
export const FLAT_RATIO = 1.5;

/** The part of the machine's memory that the heap of one point may grow to. */
export const HEAP_SHARE = 0.8;

/**
 * Between two words about the progress, and the moments in which a process can be ended. Not more
 * than {@link ORDER_USERS}, each of whom has one cart.
 */
export const PROGRESS_STEP = 1_000;

/** Longest time for one point, in milliseconds: a million orders at a millisecond, and then some. */
export const POINT_TIMEOUT_MS = 2 * 60 * 60 * 1000;

/** Bounds of the sale, each with its reason. */

/** Highest rate of all requests together: beyond it no timer keeps up. */
export const MAX_REQUESTS_PER_SECOND = 2_000_000;

/** Highest rate of checkouts: some ten times the rate that one core is likely to hold. */
export const MAX_TPS = 500_000;

/** Longest run, in seconds: orders stay in memory, and an hour of them fills any machine. */
export const MAX_SECONDS = 3600;

/** Most users, and most products: the engine is made for a million, and holds all in memory. */
export const MAX_USERS = 5_000_000;
export const MAX_PRODUCTS = 5_000_000;

/** 32 bits of a seed count. */
export const MAX_SEED = 2 ** 32 - 1;

/** How far from 1 the sum of the mix may be: a third written with six digits still adds up. */
export const MIX_TOLERANCE = 1e-5;

/** The default length of a sale, in seconds. */
export const SECONDS = 30;

/** The default warm-up, in seconds, which is not measured: by its end the code is compiled. */
export const WARM_UP_SECONDS = 5;

/** Without a warm-up the first requests would be measured while their code is being compiled. */
export const WARM_UP_RANGE = { min: 0.1, max: 600 };

/**
 * The time in milliseconds until an unpaid order is cancelled, and until a cart expires: short enough
 * that both happen within a run.
 */
export const PAYMENT_TIMEOUT_MS = 2500;
export const CART_EXPIRY_MS = 4000;

/**
 * The time from one step of an order's lifecycle to the next, in milliseconds. It is constant, so
 * that each queue is in the order of due times. The sum is well below the payment's timeout.
 */
export const CONFIRM_AFTER_MS = 300;
export const SHIP_AFTER_MS = 300;
export const DELIVER_AFTER_MS = 400;
export const CANCEL_AFTER_MS = 500;

/** The shares of orders with other outcomes; all others are delivered. */
export const CANCELLED_UNPAID_SHARE = 0.05;
export const CANCELLED_PAID_SHARE = 0.05;
export const LEFT_UNPAID_SHARE = 0.05;

/**
 * The number of users who are filling a cart, in seconds of checkouts: with two lines a checkout,
 * about a second passes between two lines of a user. At most half of all users.
 */
export const FILLING_SECONDS = 2;

/** The number of full carts when the sale opens, in seconds of checkouts: no checkout has to wait. */
export const READY_SECONDS = 0.2;

/** Products of the flash sale: a handful with many buyers at the same time. */
export const HOT_PRODUCTS = 5;

/** Their stock as a share of the units that are requested: sold out in a quarter of the time. */
export const HOT_STOCK_SHARE = 0.25;

/** Units of every other product: more than any run can sell. */
export const PLENTY = 1_000_000_000;

/** The exponent of Zipf's law for the popularity of products: about 1 is typical of shops. */
export const ZIPF_EXPONENT = 1;

/** Share of lines of two units; all others have one. */
export const TWO_UNITS_SHARE = 0.2;

/**
 * Most requests in flight. A request that is due beyond them is dropped and counts as missed. It is
 * half a second of requests at 20,000 TPS.
 */
export const MAX_OUTSTANDING = 50_000;

/** Requests issued before timers and I/O get their turn: about a millisecond's worth. */
export const MAX_BURST = 64;

/** Sleep when no request is due, in milliseconds: the shortest that a timer can do. */
export const IDLE_MS = 1;

/** An answer is in time until this long after the end of a run, in milliseconds. */
export const GRACE_MS = 100;

/** Longest delay of the last request, in milliseconds: one long garbage collection. */
export const MAX_LAG_AT_END_MS = 100;

/** The share of the requested rate that has to be held. */
export const MIN_HELD_SHARE = 0.99;

/** Requests that were due by the end are issued until this long after it, in milliseconds. */
export const OVERTIME_MS = 1000;

/** Longest time after the end for orders to complete their lifecycles, in milliseconds. */
export const MAX_DRAIN_MS = 15_000;

/** Interval of memory samples and of progress updates, in milliseconds. */
export const TICK_MS = 500;

/** Resolution of the event-loop delay, in milliseconds. */
export const LOOP_RESOLUTION_MS = 5;

/** The run against a shop that does nothing: as long as orders take to come to their end. */
export const NULL_WARM_UP_MS = 1200;
export const NULL_RUN_SECONDS = 1;

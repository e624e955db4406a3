/** Bounds of the comparison with peers, each with its reason. */

/** Requests under way at any time: enough to keep two cores and a socket busy. */
export const IN_FLIGHT = 64;

/**
 * The same where an answer waits for the disk: what is asked for in the meantime shares the next
 * commit, and a caller who waits costs nothing but memory.
 */
export const IN_FLIGHT_DURABLE = 1024;

/** Products when nothing else is said: so many that two requests seldom want the same row: contention is not the subject here. */
export const PRODUCTS = 10_000;

/** A pair needs two; more than a million would only make each run long to set up. */
export const PRODUCTS_RANGE = { min: 2, max: 1_000_000 };

/** Units of each product: more than any run can sell, and their sum fits into 2^53. */
export const STOCK = 100_000_000;

/**
 * Purchases prepared at once, each of a user of its own. The last of a batch leave the loop less
 * than full, which so many make negligible.
 */
export const BATCH = 16_384;

/** Not counted, for compilers and caches: this share of what is counted then. */
export const WARM_UP_SHARE = 1 / 3;

/** More rounds than this say nothing new. */
export const MAX_ROUNDS = 100;

/** Longest timed part of one run, in seconds. */
export const MAX_SECONDS = 600;

/** Most checkouts of one run: what the heap of one process can hold. */
export const MAX_CHECKOUTS = 1_000_000;

/**
 * Connections to PostgreSQL. Fewer than requests in flight, since each is a process: beyond a few
 * for each core they only get in each other's way.
 */
export const POSTGRES_CONNECTIONS = 16;

/** How long a server may take until it answers, also on a slow disk. */
export const SERVER_START_MS = 30_000;

/** Between two attempts to reach a server that is starting. */
export const SERVER_POLL_MS = 25;

/** How long one such attempt may take. */
export const SERVER_ANSWER_MS = 1_000;

/** How long a server may take to end before it is killed. */
export const SERVER_STOP_MS = 5_000;

/** How much of a server's output is kept to say why it did not start, in characters. */
export const MAX_SERVER_OUTPUT = 1000;

/** Time for one run to open, to warm up and to check the stock. */
export const RUN_GRACE_MS = 300_000;

/** A run may take so many times what is timed: to fill carts takes longer than to buy them. */
export const RUN_FACTOR = 10;

/** For the bound of a run: no peer takes longer for a purchase, in seconds. */
export const SLOWEST_PURCHASE = 0.005;

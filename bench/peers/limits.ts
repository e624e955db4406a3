/** Bounds of the comparison with peers, each with its reason. */

/** Requests in flight: enough to keep two cores and a socket busy. */
export const IN_FLIGHT = 64;

/**
 * The same where an answer waits for the disk: requests that arrive in the meantime share the next
 * commit, and a waiting caller costs only memory.
 */
export const IN_FLIGHT_DURABLE = 1024;

/** The default number of products: two requests rarely need the same row, as contention is no goal. */
export const PRODUCTS = 10_000;

/** A pair needs two; more than a million would only make the set-up of each run long. */
export const PRODUCTS_RANGE = { min: 2, max: 1_000_000 };

/** Units of each product: more than any run can sell, and their sum fits into 2^53. */
export const STOCK = 100_000_000;

/**
 * Purchases that are prepared together, each of a user of its own. The last of a batch leave the loop
 * less than full, which is negligible with this number.
 */
export const BATCH = 16_384;

/** The warm-up of compilers and caches, as a share of the timed part. */
export const WARM_UP_SHARE = 1 / 3;

/** More rounds give no new information. */
export const MAX_ROUNDS = 100;

/** Longest timed part of one run, in seconds. */
export const MAX_SECONDS = 600;

/** Most checkouts of one run: the heap of one process can hold them. */
export const MAX_CHECKOUTS = 1_000_000;

/**
 * Connections to PostgreSQL. They are fewer than the requests in flight, since each is a process:
 * beyond a few per core they slow each other down.
 */
export const POSTGRES_CONNECTIONS = 16;

/** Longest time until a server answers, also on a slow disk, in milliseconds. */
export const SERVER_START_MS = 30_000;

/** Interval between two attempts to reach a server that is starting, in milliseconds. */
export const SERVER_POLL_MS = 25;

/** Longest time of one such attempt, in milliseconds. */
export const SERVER_ANSWER_MS = 1_000;

/** Longest time for a server to end before it is killed, in milliseconds. */
export const SERVER_STOP_MS = 5_000;

/** The end of a server's output that is kept for an error message, in characters. */
export const MAX_SERVER_OUTPUT = 1000;

/** Longest time for one run to open, to warm up and to check the stock, in milliseconds. */
export const RUN_GRACE_MS = 300_000;

/** Longest run, as a multiple of its timed part: filling carts takes longer than buying them. */
export const RUN_FACTOR = 10;

/** Longest time for a purchase in any peer, in seconds: the time limit of a run follows from it. */
export const SLOWEST_PURCHASE = 0.005;

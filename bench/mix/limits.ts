/** Bounds of the mix, each with its reason. */

/** The virtual seconds that are measured: orders and carts of every age are there by their end. */
export const SECONDS = 5;

/** The virtual seconds before them: a cart has expired by then, an order has timed out. */
export const WARM_UP_SECONDS = 5;

/** The default number of runs of each build: their median is not the one that was disturbed. */
export const ROUNDS = 5;
export const ROUNDS_RANGE = { min: 1, max: 100 };

/** The rate that CPU time is given for, in checkouts a second. */
export const REFERENCE_TPS = 10_000;

/** The time at which every run begins, in epoch milliseconds: runs do not depend on the date. */
export const BEGIN_AT = 1_700_000_000_000;

/** Commands before timers and I/O get their turn: they report garbage collections. */
export const MAX_BURST = 64;

/** Longest time of one run, in milliseconds: the longest takes hours only on a hopeless machine. */
export const RUN_TIMEOUT_MS = 60 * 60 * 1000;

/** Differences between two builds that are named in the message. */
export const NAMED_DIFFERENCES = 10;

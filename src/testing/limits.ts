/** Bounds of the simulation, each with its reason. */

/** Runs when the caller does not say: a fault that needs three things to meet is found by then. */
export const DEFAULT_SEEDS = 100;

/** Steps of a run when the caller does not say: a few orders come to their end, and the trace can still be read. */
export const DEFAULT_STEPS = 40;

/** Seeds and steps at most: more would not end within a day. */
export const MAX_SEEDS = 1_000_000;
export const MAX_STEPS = 100_000;

/** One run in so many, the first among them, is made twice to compare the two. */
export const RUNS_PER_REPEAT = 10;

/** Lines of a trace that the message of an error shows, the last ones: a screen. The error has all of them. */
export const SHOWN_TRACE_LINES = 40;

/** Products, and orders of one user, that are read after each commit: more than a run makes. */
export const MAX_READ = 100_000;

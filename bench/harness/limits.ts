/** Bounds of what the benchmarks share, each with its reason. */

/** Longest latency that is recorded, in microseconds: ten minutes, longer than any run waits. */
export const MAX_LATENCY_MICROS = 600_000_000;

/** Significant digits of a latency: 0.1 % is far below what two runs differ by. */
export const LATENCY_DIGITS = 3;

/** Shorter latencies are counted per microsecond: with three digits a histogram is no coarser. */
export const SHORT_MICROS = 2000;

/** Most items that a Zipf table is made for: 8 bytes each, and the engine is made for 1M products. */
export const MAX_ZIPF_ITEMS = 10_000_000;

/**
 * Random numbers thrown away at the start. Small seeds fill the generator's state with few ones, and
 * it takes some dozen steps until its numbers no longer show that.
 */
export const SEED_WARM_UP = 64;

/** How much of what a child process writes to stderr is kept for an error message, in characters. */
export const MAX_ERROR_TEXT = 2000;

/** Garbage collections before memory is measured: one may release objects for the next one. */
export const COLLECTIONS = 4;

/** The pause between two of them, in milliseconds, for timers and finalizers. */
export const COLLECTION_PAUSE_MS = 20;

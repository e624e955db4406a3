/** Bounds of the micro-benchmarks, each with its reason. */

/** Time for each benchmark when nothing else is said, in seconds. */
export const SECONDS = 2;

/** Shorter gives no sample at all, longer says nothing new. */
export const SECONDS_RANGE = { min: 0.01, max: 600 };

/** Called for this share of the time before, for compilers and caches; that does not count. */
export const WARM_UP_SHARE = 1 / 4;

/** Benchmark.js takes at least so many samples, however long they take. */
export const MIN_SAMPLES = 5;

/** A sample of synchronous calls lasts at least so long, in seconds: far above the clock's steps. */
export const SAMPLE_SECONDS = 0.05;

/** Commands of one sample of an asynchronous benchmark: so many that the clock does not matter. */
export const BATCH = 512;

/** Commands under way at any time in such a sample. */
export const IN_FLIGHT = 64;

/** Products of the shop and of the inventory. */
export const PRODUCTS = 1000;

/** Units of each product: more than any run sells. */
export const STOCK = 100_000_000;

/** Lines priced in one call: a single one would take less than the call itself. */
export const PRICED_LINES = 1000;

/** Which random pairs of products are bought; the only thing here that is drawn. */
export const SEED = 1;

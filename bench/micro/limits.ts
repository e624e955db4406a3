/** Bounds of the micro-benchmarks, each with its reason. */

/** The default time of each benchmark, in seconds. */
export const SECONDS = 2;

/** A shorter time gives no sample, a longer one no new information. */
export const SECONDS_RANGE = { min: 0.01, max: 600 };

/** The warm-up of compilers and caches, as a share of the time. */
export const WARM_UP_SHARE = 1 / 4;

/** Least number of samples, which Benchmark.js takes whatever their length. */
export const MIN_SAMPLES = 5;

/** Shortest sample of synchronous calls, in seconds: far above the resolution of the clock. */
export const SAMPLE_SECONDS = 0.05;

/** Commands of one sample of an asynchronous benchmark: far above the resolution of the clock. */
export const BATCH = 512;

/** Commands in flight in such a sample. */
export const IN_FLIGHT = 64;

/** Products of the shop and of the inventory. */
export const PRODUCTS = 1000;

/** Units of each product: more than any run sells. */
export const STOCK = 100_000_000;

/** Lines that are priced in one call: a single one would take less time than the call itself. */
export const PRICED_LINES = 1000;

/** The seed of the pairs of products that are bought; there are no other random choices. */
export const SEED = 1;

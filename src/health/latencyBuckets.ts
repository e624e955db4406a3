/** Latencies are counted in units of this many milliseconds, about a microsecond. */
const UNIT_MS = 1 / 1024;

/** Each doubling has 2^4 buckets, so that the middle of a bucket differs by at most 3.2 % from what is in it. */
const SUB_BITS = 4;
const SUB_BUCKETS = 2 ** SUB_BITS;

/** Half an hour; longer latencies are in the last bucket. */
const LARGEST_UNITS = 2 ** 31 - 1;

/** The number of buckets. */
export const BUCKETS = bucketOf(Number.POSITIVE_INFINITY) + 1;

/**
 * The bucket of a latency in milliseconds: 0 to {@link BUCKETS} - 1. Below 16 microseconds the buckets have one width,
 * above it they grow with the latency, so that a few hundred cover all of them.
 */
export function bucketOf(ms: number): number {
  const scaled = ms / UNIT_MS;
  // NaN is no latency, and counts as none.
  const units = scaled < LARGEST_UNITS ? (scaled > 0 ? scaled | 0 : 0) : capped(scaled);
  if (units < SUB_BUCKETS) return units;
  const shift = 31 - Math.clz32(units) - SUB_BITS;
  return (shift << SUB_BITS) + (units >>> shift);
}

/** The latency in the middle of a bucket, in milliseconds. */
export function latencyOf(bucket: number): number {
  if (bucket < SUB_BUCKETS) return (bucket + 0.5) * UNIT_MS;
  const shift = (bucket >>> SUB_BITS) - 1;
  const first = bucket - (shift << SUB_BITS);
  return (first + 0.5) * 2 ** shift * UNIT_MS;
}

function capped(scaled: number): number {
  return Number.isNaN(scaled) ? 0 : LARGEST_UNITS;
}

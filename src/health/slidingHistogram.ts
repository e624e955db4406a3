import { BUCKETS, bucketOf, latencyOf } from './latencyBuckets.ts';

/** Slots of a window. With each, a part of what the window has is forgotten. */
export const SLOTS = 10;

/** Percentiles of times in milliseconds, within about 3 %; all are 0 without any times. */
export interface Percentiles {
  /** The median. */
  readonly p50: number;
  /** Nine of ten are at most this long. */
  readonly p90: number;
  /** Ninety-nine of a hundred are at most this long. */
  readonly p99: number;
  /** The longest one, exactly. */
  readonly max: number;
}

/**
 * Times of the last slots of a window, as counts by bucket: adding one takes some nanoseconds, and the memory is
 * fixed, 18 kB.
 */
export class SlidingHistogram {
  /** The counts of each slot, one slot after the other. */
  readonly #buckets = new Uint32Array(SLOTS * BUCKETS);
  readonly #counts = new Uint32Array(SLOTS);
  readonly #maxima = new Float64Array(SLOTS);
  #count = 0;

  /** The number of times in the window. */
  get count(): number {
    return this.#count;
  }

  add(slot: number, ms: number): void {
    const index = slot * BUCKETS + bucketOf(ms);
    this.#buckets[index] = (this.#buckets[index] as number) + 1;
    this.#counts[slot] = (this.#counts[slot] as number) + 1;
    this.#count++;
    if (ms > (this.#maxima[slot] as number)) this.#maxima[slot] = ms;
  }

  /** Forgets what is in the slot. */
  clear(slot: number): void {
    if (this.#counts[slot] === 0) return;
    this.#buckets.fill(0, slot * BUCKETS, (slot + 1) * BUCKETS);
    this.#count -= this.#counts[slot] as number;
    this.#counts[slot] = 0;
    this.#maxima[slot] = 0;
  }

  percentiles(): Percentiles {
    const max = this.#maxima.reduce((longest, ms) => Math.max(longest, ms), 0);
    const sums = this.#sums();
    const at = (share: number) => Math.min(this.#percentile(sums, share), max);
    return { p50: at(0.5), p90: at(0.9), p99: at(0.99), max };
  }

  /** The time that this share of the times does not exceed. @param sums the counts by bucket. */
  #percentile(sums: Uint32Array, share: number): number {
    let left = Math.ceil(this.#count * share);
    if (left === 0) return 0;
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      left -= sums[bucket] as number;
      if (left <= 0) return latencyOf(bucket);
    }
    return 0;
  }

  /** The counts by bucket over all slots. */
  #sums(): Uint32Array {
    const sums = new Uint32Array(BUCKETS);
    for (let slot = 0; slot < SLOTS; slot++) {
      if (this.#counts[slot] === 0) continue;
      const first = slot * BUCKETS;
      for (let bucket = 0; bucket < BUCKETS; bucket++) {
        sums[bucket] = (sums[bucket] as number) + (this.#buckets[first + bucket] as number);
      }
    }
    return sums;
  }
}

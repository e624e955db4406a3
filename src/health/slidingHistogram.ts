import { BUCKETS, bucketOf, latencyOf } from './latencyBuckets.ts';

/** Slots of a window. With each, a part of what the window has is forgotten. */
export const SLOTS = 10;

/** Percentiles of times in milliseconds, within about 3 %; all are 0 without any times. */
export interface Percentiles {
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  /** The longest one, exactly. */
  readonly max: number;
}

/**
 * Times of the last slots of a window, as counts by bucket: adding one takes a few nanoseconds, and the memory is
 * fixed, about 20 kB.
 */
export class SlidingHistogram {
  /** The counts of each slot, one slot after the other. */
  readonly #bySlot = new Uint32Array(SLOTS * BUCKETS);
  readonly #sum = new Uint32Array(BUCKETS);
  readonly #counts = new Uint32Array(SLOTS);
  readonly #maxima = new Float64Array(SLOTS);
  #count = 0;

  /** The number of times in the window. */
  get count(): number {
    return this.#count;
  }

  add(slot: number, ms: number): void {
    const bucket = bucketOf(ms);
    const index = slot * BUCKETS + bucket;
    this.#bySlot[index] = (this.#bySlot[index] as number) + 1;
    this.#sum[bucket] = (this.#sum[bucket] as number) + 1;
    this.#counts[slot] = (this.#counts[slot] as number) + 1;
    this.#count++;
    if (ms > (this.#maxima[slot] as number)) this.#maxima[slot] = ms;
  }

  /** Forgets what is in the slot. */
  clear(slot: number): void {
    const count = this.#counts[slot] as number;
    if (count === 0) return;
    const from = slot * BUCKETS;
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      const counted = this.#bySlot[from + bucket] as number;
      if (counted > 0) this.#sum[bucket] = (this.#sum[bucket] as number) - counted;
    }
    this.#bySlot.fill(0, from, from + BUCKETS);
    this.#count -= count;
    this.#counts[slot] = 0;
    this.#maxima[slot] = 0;
  }

  percentiles(): Percentiles {
    const max = this.#maxima.reduce((longest, ms) => Math.max(longest, ms), 0);
    const at = (share: number) => Math.min(this.#percentile(share), max);
    return { p50: at(0.5), p90: at(0.9), p99: at(0.99), max };
  }

  /** The time that this share of the times does not exceed. */
  #percentile(share: number): number {
    let left = Math.ceil(this.#count * share);
    if (left === 0) return 0;
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      left -= this.#sum[bucket] as number;
      if (left <= 0) return latencyOf(bucket);
    }
    return 0;
  }
}

import { BUCKETS, bucketOf, latencyOf } from '../../health/latencyBuckets.ts';

/** The buckets are made for microseconds to half an hour: with seconds for milliseconds, they reach to 24 days. */
const SCALE = 1000;

/** Times from a millisecond to 24 days as counts by bucket, within about 3 %. Its memory is fixed. */
export class TimeHistogram {
  readonly #buckets = new Uint32Array(BUCKETS);
  #count = 0;

  add(ms: number): void {
    const bucket = bucketOf(ms / SCALE);
    this.#buckets[bucket] = (this.#buckets[bucket] as number) + 1;
    this.#count++;
  }

  /** The time that this share of the times does not exceed, in milliseconds; null without any. */
  percentile(share: number): number | null {
    let left = Math.ceil(this.#count * share);
    if (left === 0) return null;
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      left -= this.#buckets[bucket] as number;
      // Times are whole milliseconds: the first bucket has those below one.
      if (left <= 0) return bucket === 0 ? 0 : latencyOf(bucket) * SCALE;
    }
    return null;
  }
}

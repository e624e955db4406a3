import type { Clock } from './clock.ts';

/**
 * Makes a function that tells the time of the clock for durations: milliseconds since any moment, which nothing but
 * time moves if the clock has `monotonicNow`. A clock that throws or answers no number leaves the time as it was.
 */
export function monotonicTime(clock: Clock): () => number {
  let last = 0;
  return () => {
    try {
      const time = clock.monotonicNow === undefined ? clock.now() : clock.monotonicNow();
      if (Number.isFinite(time)) last = time;
    } catch {}
    return last;
  };
}

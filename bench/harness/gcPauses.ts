import { PerformanceObserver } from 'node:perf_hooks';

/** The garbage collections of this process during a measurement. */
export interface GcFigures {
  readonly count: number;
  readonly totalMs: number;
  readonly longestMs: number;
}

/** Observes the garbage collections from {@link begin} to {@link end}. */
export class GcPauses {
  readonly #pauses: { startTime: number; duration: number }[] = [];
  readonly #observer = new PerformanceObserver((list) => this.#note(list.getEntries()));
  #beganAt = 0;

  begin(): void {
    this.#observer.observe({ entryTypes: ['gc'] });
    this.#beganAt = performance.now();
  }

  /**
   * Ends the observation. Node.js reports a garbage collection one turn of the event loop later.
   *
   * @param endedAt what began after this time, as of `performance.now()`, is not counted.
   */
  end(endedAt: number = performance.now()): GcFigures {
    this.#note(this.#observer.takeRecords());
    this.#observer.disconnect();
    const pauses = this.#pauses
      .filter(({ startTime }) => startTime >= this.#beganAt && startTime <= endedAt)
      .map(({ duration }) => duration);
    return {
      count: pauses.length,
      totalMs: pauses.reduce((sum, duration) => sum + duration, 0),
      longestMs: pauses.reduce((longest, duration) => Math.max(longest, duration), 0),
    };
  }

  #note(entries: readonly { startTime: number; duration: number }[]): void {
    for (const { startTime, duration } of entries) this.#pauses.push({ startTime, duration });
  }
}

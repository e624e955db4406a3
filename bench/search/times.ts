import { build, type Histogram } from 'hdr-histogram-js';
import { LATENCY_DIGITS } from '../harness/limits.ts';
import { MAX_NANOSECONDS } from './limits.ts';

/** The summary of durations, in microseconds. */
export interface TimesSummary {
  readonly count: number;
  readonly mean: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/** Durations in an HDR histogram of nanoseconds, since many searches take only a few microseconds. */
export class Times {
  readonly #histogram: Histogram = build({
    bitBucketSize: 64,
    autoResize: false,
    lowestDiscernibleValue: 1,
    highestTrackableValue: MAX_NANOSECONDS,
    numberOfSignificantValueDigits: LATENCY_DIGITS,
    useWebAssembly: false,
  });

  /** Runs a function and records its duration. */
  time<Answer>(work: () => Answer): Answer {
    const startedAt = performance.now();
    const answer = work();
    this.record(performance.now() - startedAt);
    return answer;
  }

  record(milliseconds: number): void {
    const nanoseconds = Math.max(0, Math.round(milliseconds * 1e6));
    this.#histogram.recordValue(Math.min(nanoseconds, MAX_NANOSECONDS));
  }

  summary(): TimesSummary {
    const histogram = this.#histogram;
    const at = (percentile: number) => histogram.getValueAtPercentile(percentile) / 1000;
    const count = histogram.totalCount;
    if (count === 0) return { count, mean: 0, p50: 0, p95: 0, p99: 0, max: 0 };
    const mean = histogram.mean / 1000;
    return { count, mean, p50: at(50), p95: at(95), p99: at(99), max: at(100) };
  }
}

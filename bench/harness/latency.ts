import { build, type Histogram, type JsHistogram } from 'hdr-histogram-js';
import { LATENCY_DIGITS, MAX_LATENCY_MICROS, SHORT_MICROS } from './limits.ts';

/** The summary of a histogram of latencies. Microseconds, except for the count. */
export interface LatencySummary {
  readonly count: number;
  readonly mean: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly p999: number;
  readonly p9999: number;
  readonly max: number;
}

export interface PercentilePoint {
  /** From 0 to below 100. */
  readonly percentile: number;
  readonly microseconds: number;
}

/**
 * Latencies in an HDR histogram: every value is kept to three significant digits, whatever their
 * number, and recording one makes no garbage.
 */
export class Latency {
  // The plain JavaScript build: the WebAssembly one has to be started and freed by hand, and
  // recording is a few steps of arithmetic either way.
  readonly #histogram: Histogram = build({
    bitBucketSize: 32,
    autoResize: false,
    lowestDiscernibleValue: 1,
    highestTrackableValue: MAX_LATENCY_MICROS,
    numberOfSignificantValueDigits: LATENCY_DIGITS,
    useWebAssembly: false,
  });

  /**
   * Short latencies, by microsecond, until the histogram is read: counting one here takes a tenth of
   * the time that the histogram takes, and most latencies are short. The histogram keeps them exactly.
   */
  readonly #short = new Uint32Array(SHORT_MICROS);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** Records a latency in microseconds: rounded, and at most what the histogram can hold. */
  record(microseconds: number): void {
    const rounded = Math.round(microseconds);
    this.#count++;
    if (rounded >= SHORT_MICROS) {
      this.#histogram.recordValue(rounded < MAX_LATENCY_MICROS ? rounded : MAX_LATENCY_MICROS);
      return;
    }
    // NaN and negative numbers are no latencies: they count as 0.
    const index = rounded > 0 ? rounded : 0;
    this.#short[index] = (this.#short[index] as number) + 1;
  }

  /** The microseconds that this share of the latencies does not exceed; 0 without latencies. */
  percentile(percentile: number): number {
    return this.#count === 0 ? 0 : this.#complete().getValueAtPercentile(percentile);
  }

  summary(): LatencySummary {
    const count = this.#count;
    return {
      count,
      mean: count === 0 ? 0 : Math.round(this.#complete().mean * 10) / 10,
      p50: this.percentile(50),
      p90: this.percentile(90),
      p99: this.percentile(99),
      p999: this.percentile(99.9),
      p9999: this.percentile(99.99),
      max: this.percentile(100),
    };
  }

  /**
   * The percentile curve as it is usual for HDR histograms: each halving of the rest above a point has
   * the same number of steps, up to the last percentile that a single latency represents.
   */
  curve(stepsPerHalving = 4): PercentilePoint[] {
    const points: PercentilePoint[] = [];
    for (let step = 0; ; step++) {
      const above = 2 ** (-step / stepsPerHalving);
      if (above * this.#count < 1) return points;
      const percentile = 100 * (1 - above);
      points.push({ percentile, microseconds: this.percentile(percentile) });
    }
  }

  /** Adds all latencies of another histogram. */
  add(other: Latency): void {
    this.#complete().add(other.#complete() as JsHistogram);
    this.#count += other.#count;
  }

  /** The histogram with all latencies that have been recorded. */
  #complete(): Histogram {
    for (const [micros, count] of this.#short.entries()) {
      if (count > 0) this.#histogram.recordValueWithCount(micros, count);
    }
    this.#short.fill(0);
    return this.#histogram;
  }
}

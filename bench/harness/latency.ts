import { build, type Histogram, type JsHistogram } from 'hdr-histogram-js';
import { LATENCY_DIGITS, MAX_LATENCY_MICROS, SHORT_MICROS } from './limits.ts';

/** What a histogram of latencies comes to. Microseconds, but for the count. */
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
 * Latencies in an HDR histogram: every value is kept to three significant digits, however many
 * there are, and recording one makes no garbage.
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
   * Short latencies, by microsecond, until somebody reads: counting one here takes a tenth of the
   * time that the histogram takes, and most are short. It keeps these exactly, too.
   */
  readonly #short = new Uint32Array(SHORT_MICROS);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** Takes a latency in microseconds: rounded, and cut to what the histogram holds. */
  record(microseconds: number): void {
    const rounded = Math.round(microseconds);
    this.#count++;
    if (rounded >= SHORT_MICROS) {
      this.#histogram.recordValue(rounded < MAX_LATENCY_MICROS ? rounded : MAX_LATENCY_MICROS);
      return;
    }
    // NaN is none, and must not get in.
    const index = rounded > 0 ? rounded : 0;
    this.#short[index] = (this.#short[index] as number) + 1;
  }

  /** Microseconds that this share of the latencies does not exceed; 0 while there is none. */
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
   * The percentile curve, as HDR histograms are drawn: each halving of what is left above a point
   * is cut into the same number of steps, up to the last percentile that one latency stands for.
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

  /** Adds all latencies of another. */
  add(other: Latency): void {
    this.#complete().add(other.#complete() as JsHistogram);
    this.#count += other.#count;
  }

  /** The histogram with all that has been recorded. */
  #complete(): Histogram {
    for (const [micros, count] of this.#short.entries()) {
      if (count > 0) this.#histogram.recordValueWithCount(micros, count);
    }
    this.#short.fill(0);
    return this.#histogram;
  }
}

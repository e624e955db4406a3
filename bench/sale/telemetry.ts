import { monitorEventLoopDelay } from 'node:perf_hooks';
import { type GcFigures, GcPauses } from '../harness/gcPauses.ts';
import { LOOP_RESOLUTION_MS } from './limits.ts';

/** The use of CPU and memory, and the pauses, of this process during a measurement. */
export interface ProcessFigures {
  /** CPU time divided by wall-clock time: 1 is one core all the time. */
  readonly cpuCores: number;
  /** The highest of the samples that are taken every half second. */
  readonly heapUsedPeakBytes: number;
  readonly rssPeakBytes: number;
  /** The delay of timers, in microseconds. */
  readonly loopDelay: { readonly p50: number; readonly p99: number; readonly max: number };
  readonly gc: GcFigures;
}

/** Observes the process from {@link begin} to {@link end}. */
export class Telemetry {
  readonly #loop = monitorEventLoopDelay({ resolution: LOOP_RESOLUTION_MS });
  readonly #pauses = new GcPauses();
  #beganAt = 0;
  #cpuAtBegin = process.cpuUsage();
  #heapPeak = 0;
  #rssPeak = 0;
  #figures: ProcessFigures | undefined;

  begin(): void {
    this.#pauses.begin();
    this.#loop.enable();
    this.#beganAt = performance.now();
    this.#cpuAtBegin = process.cpuUsage();
    this.look();
  }

  /** Takes a sample of the memory; call it at intervals. */
  look(): void {
    const { heapUsed, rss } = process.memoryUsage();
    this.#heapPeak = Math.max(this.#heapPeak, heapUsed);
    this.#rssPeak = Math.max(this.#rssPeak, rss);
  }

  /** Returns the figures up to now, or up to its first call. */
  end(): ProcessFigures {
    if (this.#figures !== undefined) return this.#figures;
    const endedAt = performance.now();
    const { user, system } = process.cpuUsage(this.#cpuAtBegin);
    this.look();
    this.#loop.disable();
    this.#figures = {
      cpuCores: (user + system) / 1000 / Math.max(endedAt - this.#beganAt, 1),
      heapUsedPeakBytes: this.#heapPeak,
      rssPeakBytes: this.#rssPeak,
      loopDelay: {
        p50: this.#delay(this.#loop.percentile(50)),
        p99: this.#delay(this.#loop.percentile(99)),
        max: this.#delay(this.#loop.max),
      },
      gc: this.#pauses.end(endedAt),
    };
    return this.#figures;
  }

  /** Microseconds of delay: Node.js counts from timer to timer, including the time between them. */
  #delay(nanoseconds: number): number {
    const micros = nanoseconds / 1000 - LOOP_RESOLUTION_MS * 1000;
    return this.#loop.count === 0 ? 0 : Math.max(0, Math.round(micros));
  }
}

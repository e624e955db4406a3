import type { Clock } from '../../src/index.ts';

/** A clock on which time passes while commands run: each reading of the wall clock, of which a command does one, takes time. */
export class BusyClock implements Clock {
  /** Milliseconds since the clock was made. */
  ms = 0;
  /** The time that each command and each due timer takes, in milliseconds. */
  costMs = 0;
  readonly #timers = new Set<{ readonly dueAt: number; readonly run: () => void }>();

  now(): number {
    this.ms += this.costMs;
    return Math.floor(this.ms);
  }

  monotonicNow(): number {
    return this.ms;
  }

  setTimeout(run: () => void, delayMs: number): unknown {
    const timer = { dueAt: this.ms + delayMs, run };
    this.#timers.add(timer);
    return timer;
  }

  clearTimeout(timer: unknown): void {
    this.#timers.delete(timer as never);
  }

  /** Lets time pass in which no command runs, and then fires the timers of the clock that are due. */
  pass(ms: number): void {
    this.ms += ms;
    for (const timer of [...this.#timers].sort((a, b) => a.dueAt - b.dueAt)) {
      if (timer.dueAt > this.ms || !this.#timers.delete(timer)) continue;
      timer.run();
    }
  }
}

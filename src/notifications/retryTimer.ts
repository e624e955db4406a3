import type { Clock } from '../runtime/clock.ts';
import type { Engine } from '../runtime/engine.ts';

/** Longer delays overflow the timers of Node.js: a longer wait takes several timers. */
const LONGEST_DELAY_MS = 2 ** 31 - 1;

/** Calls a function at a time that may change. A clock that throws sets no timer. */
export class RetryTimer {
  readonly #engine: Engine;
  readonly #clock: Clock;
  readonly #run: () => void;
  #timer: unknown;

  constructor(engine: Engine, clock: Clock, run: () => void) {
    this.#engine = engine;
    this.#clock = clock;
    this.#run = run;
  }

  /**
   * @param at epoch milliseconds, in place of an earlier time; infinite for not at all.
   * @param now when it was last looked for what is due. What was due then waits for something else than the time: for
   * the chart, or for a batch under way.
   */
  set(at: number, now: number): void {
    this.clear();
    if (at === Number.POSITIVE_INFINITY || at <= now) return;
    const delayMs = Math.min(at - now, LONGEST_DELAY_MS);
    const onTime = () => {
      // Otherwise a clock that has jumped would stand still until a command comes.
      this.#engine.runDueTimers();
      this.#run();
    };
    try {
      this.#timer = this.#clock.setTimeout(onTime, delayMs);
    } catch {}
  }

  clear(): void {
    const timer = this.#timer;
    this.#timer = undefined;
    try {
      if (timer !== undefined) this.#clock.clearTimeout(timer);
    } catch {}
  }
}

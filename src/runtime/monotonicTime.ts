import type { Clock } from './clock.ts';

/** The time of a clock in whole milliseconds, which never goes back. */
export class MonotonicTime {
  readonly #clock: Clock;
  #last: number;

  /** @param last the time from which on it goes, epoch milliseconds. */
  constructor(clock: Clock, last: number) {
    this.#clock = clock;
    this.#last = last;
  }

  /** The time that was read last. */
  get last(): number {
    return this.#last;
  }

  /** Epoch milliseconds. */
  now(): number {
    const time = Math.floor(this.#clock.now());
    // An invalid time is ignored, since it would be stored in records for good.
    if (Number.isSafeInteger(time) && time > this.#last) this.#last = time;
    return this.#last;
  }
}

import { MAX_CLOCK_DEVIATION_MS } from '../base/limits.ts';
import type { Clock } from './clock.ts';

/**
 * The time of an engine: the wall clock in whole milliseconds. It goes back only when the wall clock
 * has jumped. The wall clock has jumped when it has come to differ by more than
 * {@link MAX_CLOCK_DEVIATION_MS} from the monotonic clock, or has gone back by more than that. Below
 * that, the time follows the wall clock, and stands still while that goes back.
 */
export class EngineTime {
  readonly #clock: Clock;
  #last: number;
  /** The wall clock less the monotonic one since the last jump; NaN without a monotonic clock. */
  #lead = Number.NaN;
  #wallRead = 0;
  #leadRead = Number.NaN;

  /** @param last the time from which on it goes, epoch milliseconds. */
  constructor(clock: Clock, last: number) {
    this.#clock = clock;
    this.#last = last;
  }

  /** The time that was read last. */
  get last(): number {
    return this.#last;
  }

  /** Epoch milliseconds. A jump has no effect before {@link EngineTime.read} has told of it. */
  now(): number {
    this.#measure(0);
    return this.#last;
  }

  /**
   * Reads the clock.
   *
   * @param firedAt when the clock's timer has just fired, the time for which it was set: without a
   * monotonic clock, it is all that tells how much time has passed while the clock went back.
   * @returns by how many milliseconds the wall clock has jumped; 0 if it has not.
   */
  read(firedAt = 0): number {
    const byMs = this.#measure(firedAt);
    if (byMs === 0) return 0;
    this.#last = this.#wallRead;
    this.#lead = this.#leadRead;
    return byMs;
  }

  /** Moves the time on if the clock has not jumped. @returns by how much it has jumped. */
  #measure(firedAt: number): number {
    const clock = this.#clock;
    const wall = Math.floor(clock.now());
    // An invalid time is ignored, since it would be stored in records for good.
    if (!Number.isSafeInteger(wall) || wall < 0) return 0;
    const lead = clock.monotonicNow === undefined ? Number.NaN : wall - clock.monotonicNow();
    this.#wallRead = wall;
    this.#leadRead = lead;
    const byMs = Math.round(lead - this.#lead);
    if (Number.isSafeInteger(byMs) && Math.abs(byMs) > MAX_CLOCK_DEVIATION_MS) return byMs;
    const last = this.#last;
    if (last - wall > MAX_CLOCK_DEVIATION_MS) return wall - Math.max(last, firedAt);
    if (wall > last) this.#last = wall;
    if (Number.isNaN(this.#lead) && Number.isFinite(lead)) this.#lead = lead;
    return 0;
  }
}

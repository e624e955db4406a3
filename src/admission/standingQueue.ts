import { LOW_SHARE, STANDING_SHARE } from './limits.ts';

/**
 * Tells a burst from a load that lasts, as CoDel does (RFC 8289, section 3): a queue that has not been short for
 * `shedAboveMs` stands, whatever is admitted, so that all wait longer and nobody is served earlier. While it
 * stands, commands are admitted up to a shorter wait.
 */
export class StandingQueue {
  readonly #shedAboveMs: number;
  #isStanding = false;
  /** When the wait was last such that the state stays, milliseconds. */
  #changedAt = Number.NEGATIVE_INFINITY;
  #isEmpty = true;

  constructor(shedAboveMs: number) {
    this.#shedAboveMs = shedAboveMs;
  }

  /** The longest wait up to which commands are admitted, in milliseconds. */
  get limitMs(): number {
    return this.#isStanding ? this.#shedAboveMs * STANDING_SHARE : this.#shedAboveMs;
  }

  /** To be called at the begin of each slice with the wait of the last class, and with 0 when none waits. */
  observe(waitMs: number, now: number): void {
    if (waitMs === 0) {
      // Whatever it was, it has been served.
      this.#isStanding = false;
      this.#changedAt = now;
      this.#isEmpty = true;
      return;
    }
    if (this.#isEmpty) this.#changedAt = now;
    this.#isEmpty = false;
    this.#note(waitMs <= this.#shedAboveMs * LOW_SHARE, now);
  }

  #note(isShort: boolean, now: number): void {
    if (isShort !== this.#isStanding) this.#changedAt = now;
    else if (now - this.#changedAt > this.#shedAboveMs) {
      this.#isStanding = !this.#isStanding;
      this.#changedAt = now;
    }
  }
}

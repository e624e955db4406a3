/**
 * The part of a turn of the event loop that the shop may use before the sockets and timers of its process have
 * their turn. A slice begins with the first question, and ends when the event loop has come round.
 */
export class TimeSlice {
  readonly #now: () => number;
  readonly #lengthMs: number;
  #beganAt = 0;
  #hasBegun = false;

  /** @param lengthMs may be infinite. */
  constructor(now: () => number, lengthMs: number) {
    this.#now = now;
    this.#lengthMs = lengthMs;
  }

  /** True when the slice of this turn of the event loop has been used up. */
  isOver(now = this.#now()): boolean {
    if (this.#lengthMs === Number.POSITIVE_INFINITY) return false;
    if (this.#hasBegun) return now - this.#beganAt >= this.#lengthMs;
    this.#hasBegun = true;
    this.#beganAt = now;
    // Immediates run after the sockets and timers of a turn of the event loop. This one keeps no process alive.
    setImmediate(this.#end).unref();
    return false;
  }

  readonly #end = (): void => {
    this.#hasBegun = false;
  };
}

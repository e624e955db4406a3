/** Spreads requests over time, so that answering them takes a bounded share of it, however many there are. */
export class Pace {
  readonly #everyMs: number;
  readonly #burst: number;
  readonly #mostWaiting: number;
  /** When the next request may be answered, if those before it come one after the other. */
  #nextAt = 0;

  /**
   * @param everyMs milliseconds from one request to the next on average.
   * @param burst how many may be answered at once.
   * @param mostWaiting how many may wait.
   */
  constructor({ everyMs, burst, mostWaiting }: PaceOptions) {
    this.#everyMs = everyMs;
    this.#burst = burst;
    this.#mostWaiting = mostWaiting;
  }

  /** The milliseconds that a request has to wait; undefined if too many wait already. */
  take(now = performance.now()): number | undefined {
    const everyMs = this.#everyMs;
    const at = Math.max(this.#nextAt, now - this.#burst * everyMs);
    const waitMs = Math.max(0, at - now);
    if (waitMs > this.#mostWaiting * everyMs) return undefined;
    this.#nextAt = at + everyMs;
    return waitMs;
  }
}

export interface PaceOptions {
  readonly everyMs: number;
  readonly burst: number;
  readonly mostWaiting: number;
}

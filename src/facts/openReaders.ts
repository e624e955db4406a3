/** The longest interval that the timers of Node.js take. */
const LONGEST_INTERVAL_MS = 2 ** 31 - 1;

/**
 * Keeps the process alive while iterations over facts are open, as an open server does: a promise
 * that nothing will resolve keeps no process alive. In a program whose main loop is such an
 * iteration, there may be nothing else.
 */
export class OpenReaders {
  /** Open iterations that keep the process alive. */
  #count = 0;
  /** A timer that keeps the process alive while there are such; it does nothing. */
  #timer: ReturnType<typeof setInterval> | undefined;
  #isStopped = false;

  /** Adds to the open iterations that keep the process alive, or subtracts from them. */
  add(change: number): void {
    this.#count += change;
    if (this.#count > 0 && !this.#isStopped) {
      this.#timer ??= setInterval(() => {}, LONGEST_INTERVAL_MS);
    } else {
      clearInterval(this.#timer);
      this.#timer = undefined;
    }
  }

  /** Lets the process end, whatever iterations are open or will be. */
  stop(): void {
    this.#isStopped = true;
    this.add(0);
  }
}

/** The iterations of one reader, all of which keep the process alive, or none. */
export class OpenIterations {
  readonly #readers: OpenReaders;
  #count = 0;
  /** True when the open iterations keep the process alive. */
  #isRef = true;

  constructor(readers: OpenReaders) {
    this.#readers = readers;
  }

  begin(): void {
    this.#add(1);
  }

  end(): void {
    this.#add(-1);
  }

  ref(): void {
    if (!this.#isRef) this.#readers.add(this.#count);
    this.#isRef = true;
  }

  unref(): void {
    if (this.#isRef) this.#readers.add(-this.#count);
    this.#isRef = false;
  }

  #add(change: number): void {
    this.#count += change;
    if (this.#isRef) this.#readers.add(change);
  }
}

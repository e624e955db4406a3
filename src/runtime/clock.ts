/** The only source of time. */
export interface Clock {
  /** Epoch milliseconds: the wall clock, which may be set. */
  now(): number;
  /**
   * Milliseconds since any moment, which nothing but time moves: durations are measured with it, so that
   * a shop notices when the wall clock is set. Without it, a shop only notices that the clock goes back.
   */
  monotonicNow?(): number;
  /**
   * True when time passes only while the program moves it. The shop then takes no turns with the rest of its process:
   * commands and due timers run at once, however many they are. Nor does it refuse commands because they wait.
   */
  readonly isSimulated?: boolean;
  /**
   * Calls `run` once, `delayMs` milliseconds from now. @returns a handle for `clearTimeout`.
   *
   * @param run called once.
   * @param delayMs 0 or more.
   */
  setTimeout(run: () => void, delayMs: number): unknown;
  /** Forgets a timer: its function is not called any more. @param timer the handle of one, which may have run. */
  clearTimeout(timer: unknown): void;
}

/**
 * The clock of the operating system. Its timers do not keep the process alive.
 *
 * @example
 * const shop = await createShop({ clock: systemClock() }); // what a shop without the option has
 */
export function systemClock(): Clock {
  return {
    now: () => Date.now(),
    monotonicNow: () => performance.now(),
    setTimeout: (run, delayMs) => setTimeout(run, delayMs).unref(),
    clearTimeout: (timer) => clearTimeout(timer as NodeJS.Timeout),
  };
}

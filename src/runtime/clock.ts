/** The only source of time. Epoch milliseconds. */
export interface Clock {
  now(): number;
  /** Calls `run` once, `delayMs` milliseconds from now. */
  setTimeout(run: () => void, delayMs: number): unknown;
  clearTimeout(timer: unknown): void;
}

/** The clock of this machine. Its timers never keep the process alive. */
export function systemClock(): Clock {
  return {
    now: () => Date.now(),
    setTimeout: (run, delayMs) => setTimeout(run, delayMs).unref(),
    clearTimeout: (timer) => clearTimeout(timer as NodeJS.Timeout),
  };
}

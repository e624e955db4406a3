/** An operation whose speed is measured by calling it over and over. */
export interface MicroBenchmark {
  readonly name: string;
  /** Sets up the operation. Not timed. */
  readonly open: () => Promise<Subject>;
}

/** The operation that is called. */
export type Subject = SyncSubject | AsyncSubject;

interface Checked {
  /** The number of operations, as the name of the benchmark describes them, in one call. */
  readonly operations: number;
  /**
   * Checks the state after all calls.
   *
   * @param calls the number of calls.
   * @throws Error if the state is not the result of this number of calls.
   */
  readonly verify: (calls: number) => void;
  /** Releases resources that would slow down the next benchmark. */
  readonly close?: () => Promise<void>;
}

export interface SyncSubject extends Checked {
  readonly call: () => void;
}

export interface AsyncSubject extends Checked {
  readonly callAsync: () => Promise<void>;
  /** Prepares the next call; it may wait only for promises that are already settled. Not timed. */
  readonly prepare?: () => Promise<void>;
}

/** @throws Error unless the two are the same number. */
export function expectCount(what: string, found: number, expected: number): void {
  if (found === expected) return;
  throw new Error(`${what}: expected ${expected}, found ${found}`);
}

/** Something whose speed is measured by calling it over and over. */
export interface MicroBenchmark {
  readonly name: string;
  /** Not timed: sets up what is called. */
  readonly open: () => Promise<Subject>;
}

/** What is called. */
export type Subject = SyncSubject | AsyncSubject;

interface Checked {
  /** How many operations, of those that the benchmark is named after, one call does. */
  readonly operations: number;
  /**
   * Looks at what all the calls have left behind.
   *
   * @param calls how many there have been.
   * @throws Error if it is not what so many calls must come to.
   */
  readonly verify: (calls: number) => void;
  /** Lets go of what would burden the next benchmark. */
  readonly close?: () => Promise<void>;
}

export interface SyncSubject extends Checked {
  readonly call: () => void;
}

export interface AsyncSubject extends Checked {
  readonly callAsync: () => Promise<void>;
  /** Not timed: gets ready for the next call. Waits for nothing but promises that are settled. */
  readonly prepare?: () => Promise<void>;
}

/** @throws Error unless the two are the same number. */
export function expectCount(what: string, found: number, expected: number): void {
  if (found === expected) return;
  throw new Error(`${what}: expected ${expected}, found ${found}`);
}

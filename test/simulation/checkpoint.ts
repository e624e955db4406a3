import type { Picture } from './shopState.ts';

/** What was true when a batch had been taken, and has to be when it was the last durable one. */
export interface Boundary {
  /** Undefined while the shop was being opened. */
  readonly picture: Picture | undefined;
  /** The number of the last fact. */
  readonly lastFact: number;
  /** The number of the last fact that is not kept any more. */
  readonly gone: number;
  /** What each consumer has acknowledged. */
  readonly positions: ReadonlyMap<string, number>;
  /** Units of each product that have ever come in. */
  readonly received: ReadonlyMap<string, number>;
}

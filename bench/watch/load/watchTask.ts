import type { Case } from '../variant.ts';

/** The task of a child process: a shop with a load of orders, and what watches it. */
export interface WatchTask extends Case {
  /** The folder of the store. */
  readonly path: string;
  readonly users: number;
  readonly seconds: number;
  readonly seed: number;
  /** The program of the browser that views the page; null for a process that reads what a page gets. */
  readonly browser: string | null;
}

import type { Store } from './store.ts';

/** A store as of one moment, unaffected by later commits. */
export interface Snapshot extends Pick<Store, 'get' | 'range'> {
  /** The number of records. */
  readonly size: number;
  /** The size of its data: of the data file, and of the log if there is one. */
  readonly bytes: number;
  /** The process that may write to the store, if there is one. */
  readonly writer: number | undefined;
  /** What the store says about its log; undefined for a store without one. */
  readonly log: LogSummary | undefined;
  close(): Promise<void>;
}

/** How far a log goes. */
export interface LogSummary {
  /** Bytes of the segments that are there. */
  readonly bytes: number;
  /** The number of its last turn. */
  readonly turn: number;
  /** The turn that the checkpoint has reached. */
  readonly checkpointTurn: number;
}

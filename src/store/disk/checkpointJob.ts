import type { CheckpointRecord } from './checkpointRecord.ts';

/** A checkpoint to be written, as plain data. */
export interface CheckpointJob {
  /** The store's folder. */
  readonly realPath: string;
  /** The token of the opening that may write. */
  readonly token: number;
  /** What the database says now. */
  readonly from: CheckpointRecord;
  /** What it is to say. The log is on disk up to there. */
  readonly to: CheckpointRecord;
}

/**
 * Writes a checkpoint beside the thread of the store.
 *
 * @returns false if this system cannot do that: the store's thread has to.
 * @throws Error if the log or the database cannot be read or written.
 */
export type RunCheckpoint = (job: CheckpointJob) => Promise<boolean>;

import type { RootDatabase } from 'lmdb';
import type { LogPosition } from './segment.ts';

/** What the database of a checkpoint says of the log. */
export interface CheckpointRecord {
  /** The id of the shop's log. */
  readonly shop: string;
  /** The place that the checkpoint has reached: it has every change before, and may have later ones. */
  readonly position: LogPosition;
  /** Records that are kept in the log only have been deleted up to this number, which has not. */
  readonly firstLogged: number;
}

/** The name of the record, beside those of the writer. Part of the format on disk. */
const LOG_KEY = 'log';

/** @returns undefined for a database that no log belongs to. To be called in a transaction. */
export function readCheckpoint(root: RootDatabase): CheckpointRecord | undefined {
  const text = root.get(LOG_KEY) as string | undefined;
  return text === undefined ? undefined : (JSON.parse(text) as CheckpointRecord);
}

/** To be called in a write transaction. */
export function putCheckpoint(root: RootDatabase, record: CheckpointRecord): void {
  root.put(LOG_KEY, JSON.stringify(record));
}

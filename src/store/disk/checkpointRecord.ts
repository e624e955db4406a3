import { randomUUID } from 'node:crypto';
import type { RootDatabase, Transaction } from 'lmdb';
import { LOG_START, type LogPosition, type Segment } from './segment.ts';

/** What the database of a checkpoint says of the log. */
export interface CheckpointRecord {
  /** The id of the shop's log. */
  readonly shop: string;
  /** The place that the checkpoint has reached: it has every change before, and may have later ones. */
  readonly position: LogPosition;
  /**
   * The place that a checkpoint is to reach which is being written: the database may have changes up to
   * it. Left out when none is being written.
   */
  readonly writing?: LogPosition;
  /**
   * Only of an earlier version, which brought no logged records to the database: their smallest number that has not
   * been deleted. Those from there up to the position are in the log alone.
   */
  readonly firstLogged?: number;
}

/** The name of the record, beside those of the writer. Part of the format on disk. */
const LOG_KEY = 'log';

/**
 * @param transaction the read transaction to use; the newest committed state when left out.
 * @returns undefined for a database that no log belongs to.
 */
export function readCheckpoint(
  root: RootDatabase,
  transaction?: Transaction,
): CheckpointRecord | undefined {
  const text = (
    transaction === undefined ? root.get(LOG_KEY) : root.get(LOG_KEY, { transaction })
  ) as string | undefined;
  return text === undefined ? undefined : (JSON.parse(text) as CheckpointRecord);
}

/** To be called in a write transaction. */
export function putCheckpoint(root: RootDatabase, record: CheckpointRecord): void {
  root.put(LOG_KEY, JSON.stringify(record));
}

/**
 * What the database of a checkpoint says of its log. That of a new store says from now on that the log is empty.
 *
 * @throws Error if the segments are those of another shop.
 */
export async function checkpointOf(
  root: RootDatabase,
  segments: readonly Segment[],
): Promise<CheckpointRecord> {
  const found = readCheckpoint(root);
  assertSameShop(segments, found?.shop);
  if (found !== undefined) return found;
  const shop = segments[0]?.header.shop ?? randomUUID();
  const record = { shop, position: LOG_START };
  await root.transaction(() => putCheckpoint(root, record));
  return record;
}

/** @throws Error if the segments are those of another shop. */
export function assertSameShop(segments: readonly Segment[], shop: string | undefined): void {
  const [first] = segments;
  if (first === undefined || shop === undefined || first.header.shop === shop) return;
  throw new Error('its log and its checkpoint are of different shops');
}

import { rmSync } from 'node:fs';
import { preallocateLockFile } from '../../lmdb/createDatabase.ts';
import { type DatabaseFile, inodesOf, lockFile, openDatabase } from '../../lmdb/databaseFile.ts';
import { acquireWriterLock, releaseWriterLock } from '../../lmdb/writerLock.ts';
import type { Writer } from '../../lmdb/writerRecord.ts';
import type { Forms } from '../changeReader.ts';
import { currentCheckpoint } from '../currentCheckpoint.ts';
import { DiskState } from '../diskState.ts';
import { Overlay } from '../overlay.ts';
import { logGroups } from '../readLog.ts';
import { replayGroup } from '../replayLog.ts';
import type { LogPosition, Segment } from '../segment.ts';
import { StoredLog } from '../storedLog.ts';
import { LARGE_SLICES, writeCheckpoint } from '../writeCheckpoint.ts';

/** Changed keys that are gathered in memory before they are written. */
const MAX_KEYS = 100_000;

export interface AdvanceOptions {
  /** The folder with the database. */
  readonly checkpoint: string;
  readonly segments: readonly Segment[];
  readonly forms: Forms;
}

/**
 * Brings a checkpoint that no shop has open to the end of a log, in bounded memory. The database is on
 * disk only when its file has been synced.
 *
 * @returns the end of the log.
 * @throws Error if the log does not fit, or is damaged.
 */
export async function advanceCheckpoint(options: AdvanceOptions): Promise<LogPosition> {
  const { checkpoint } = options;
  preallocateLockFile(checkpoint);
  const inodes = inodesOf(checkpoint);
  const database = openDatabase(checkpoint, { sync: false });
  try {
    const writer = await acquireWriterLock(database.root, checkpoint, inodes);
    const end = await advance(database, writer, options);
    releaseWriterLock(database.root, writer);
    return end;
  } finally {
    await database.root.close();
    rmSync(lockFile(checkpoint), { force: true });
  }
}

async function advance(
  database: DatabaseFile,
  writer: Writer,
  { segments, forms }: AdvanceOptions,
): Promise<LogPosition> {
  const record = await currentCheckpoint(segments, { database, token: writer.token, forms });
  const { shop, position } = record;
  const log = new StoredLog([...segments]);
  const overlay = new Overlay(position.at);
  const state = new DiskState({ ...database, log, overlay, forms, logged: [] });
  const write = async (to: LogPosition) => {
    overlay.freeze(to.at);
    await writeCheckpoint({
      ...database,
      token: writer.token,
      changes: state.frozenChanges(to.lastLogged),
      record: { shop, position: to },
      limits: LARGE_SLICES,
    });
    overlay.drop();
  };
  const groups = logGroups(log.segments, position);
  let next = groups.next();
  for (; next.done !== true; next = groups.next()) {
    const [group, segment] = next.value;
    replayGroup(group, segment, { forms, overlay, withLogged: true });
    if (overlay.size < MAX_KEYS) continue;
    await write(group.after);
    // Of the segments before, nothing is needed any more.
    for (const done of log.segments) if (done !== segment) done.shared = undefined;
  }
  await write(next.value);
  return next.value;
}

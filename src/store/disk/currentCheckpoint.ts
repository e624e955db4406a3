import type { DatabaseFile } from '../lmdb/databaseFile.ts';
import type { Change } from '../store.ts';
import type { Forms } from './changeReader.ts';
import { type CheckpointRecord, checkpointOf } from './checkpointRecord.ts';
import { loggedKinds } from './loggedRecords.ts';
import { loadSegment } from './readGroups.ts';
import type { Segment } from './segment.ts';
import { StoredLog } from './storedLog.ts';
import { LARGE_SLICES, writeCheckpoint } from './writeCheckpoint.ts';

export interface CurrentCheckpointOptions {
  readonly database: DatabaseFile;
  /** The token of the opening that may write. */
  readonly token: number;
  readonly forms: Forms;
}

/**
 * What the database of a checkpoint says of its log. One of an earlier version first gets the logged records before
 * its position, which were in the log alone.
 *
 * @throws Error if the segments are those of another shop, or damaged, or the database cannot be written.
 */
export async function currentCheckpoint(
  segments: readonly Segment[],
  { database, token, forms }: CurrentCheckpointOptions,
): Promise<CheckpointRecord> {
  const found = await checkpointOf(database.root, segments);
  const { firstLogged, ...record } = found;
  if (firstLogged === undefined) return record;
  const log = new StoredLog([...segments]);
  const last = segments.at(-1);
  // Of the others, the headers say how far their records go.
  if (last !== undefined) for (const _ of loadSegment(last));
  const kinds = loggedKinds(forms, log, () => firstLogged);
  const { lastLogged } = record.position;
  function* puts(): Generator<Change> {
    for (const kind of kinds) {
      const { prefix } = kind.form;
      for (const [key, value] of kind.range({ prefix, before: [...prefix, lastLogged + 1] })) {
        yield { op: 'put', key, value };
      }
    }
  }
  await writeCheckpoint({ ...database, token, changes: puts(), record, limits: LARGE_SLICES });
  return record;
}

import { setImmediate } from 'node:timers/promises';
import { ChecksumBuffer, maxSizeWithChecksum } from '../lmdb/checksum.ts';
import { commitCause } from '../lmdb/commitCause.ts';
import type { DatabaseFile } from '../lmdb/databaseFile.ts';
import { WRITER_KEY } from '../lmdb/writerRecord.ts';
import type { Change } from '../store.ts';
import { type CheckpointRecord, putCheckpoint, readCheckpoint } from './checkpointRecord.ts';

/** How much one transaction takes. */
export interface SliceLimits {
  readonly changes: number;
  /** About the most bytes of their values. */
  readonly bytes: number;
}

/** Beside a shop: the thread is free again within milliseconds. */
export const SMALL_SLICES: SliceLimits = { changes: 200, bytes: 256 * 1024 };

/** In a thread of its own: fewer transactions, each of which waits for the disk. */
export const LARGE_SLICES: SliceLimits = { changes: 60_000, bytes: 64 * 1024 * 1024 };

export interface CheckpointOptions extends DatabaseFile {
  /** The token of the opening that may write. */
  readonly token: number;
  /** The last change of each key, in any order. */
  readonly changes: Iterable<Change>;
  /** What the database says when it has all of them. */
  readonly record: CheckpointRecord;
  readonly limits: SliceLimits;
}

/**
 * Writes changes to the database of a checkpoint in slices, each a transaction of its own. A crash between
 * two of them does no harm: the log is replayed from the place of the checkpoint before, over whatever
 * the database has by then.
 *
 * @throws Error if the database cannot be written, or another opening may write now.
 */
export async function writeCheckpoint(options: CheckpointOptions): Promise<void> {
  const { root, changes, record, limits } = options;
  const before = readCheckpoint(root);
  // From the first slice on, the database has changes after the place before.
  const begun = before === undefined ? undefined : { ...before, writing: record.position };
  let slice: Change[] = [];
  let bytes = 0;
  for (const change of changes) {
    slice.push(change);
    if (change.op === 'put') bytes += maxSizeWithChecksum(change.value);
    if (slice.length < limits.changes && bytes < limits.bytes) continue;
    await writeSlice(options, slice, bytes, begun);
    await setImmediate();
    slice = [];
    bytes = 0;
  }
  await writeSlice(options, slice, bytes, record);
}

async function writeSlice(
  { root, records, token }: CheckpointOptions,
  slice: readonly Change[],
  bytes: number,
  record: CheckpointRecord | undefined,
): Promise<void> {
  // One piece of memory for all values: LMDB copies from it until the transaction is done.
  const buffer = new ChecksumBuffer(bytes);
  const committed = root.ifVersion(WRITER_KEY, token, () => {
    for (const change of slice) {
      const key = change.key as (string | number)[];
      if (change.op === 'put') records.put(key, buffer.withChecksum(key, change.value));
      else records.remove(key);
    }
    if (record !== undefined) putCheckpoint(root, record);
  });
  const isWriter = await committed.catch(async (error: unknown) => {
    throw await commitCause(error);
  });
  if (!isWriter) throw new Error('another opening may write to the store now');
}

import { realpathSync } from 'node:fs';
import type { RecordForm } from '../../store.ts';
import { type Forms, formsByCode } from '../changeReader.ts';
import type { CheckpointRecord } from '../checkpointRecord.ts';
import { checkpointFolder, logFolder } from '../diskFolder.ts';
import { assertCheckpoint, isRemoved } from '../openDiskSnapshot.ts';
import { closeSegments, openSegments, readLog } from '../readLog.ts';
import { LOG_START, type LogPosition } from '../segment.ts';
import { systemFolder } from '../systemFolder.ts';
import { copyCheckpoint } from './copyCheckpoint.ts';
import { copyLog } from './copyLog.ts';
import { copyError, DraftFolder } from './draftFolder.ts';
import { SegmentCollector } from './segmentCollector.ts';

/** Copies that are begun: a running shop may remove a segment before it has been opened. */
const MAX_ATTEMPTS = 3;

export interface BackupOptions {
  /** The store's folder. */
  readonly path: string;
  /** The folder that the copy gets. */
  readonly to: string;
  readonly forms: Iterable<RecordForm>;
}

export interface Copied {
  /** The last turn that the copy has. */
  readonly turn: number;
  readonly bytes: number;
}

/**
 * Copies a store with a log as it is after one of its turns, also while a shop has it open. The copy is
 * a store, too. It is there in whole and on disk, or not at all.
 *
 * @throws Error if the target is neither new nor an empty folder, the store is damaged, or the copy
 * cannot be written.
 */
export async function backupStore({ path, to, forms }: BackupOptions): Promise<Copied> {
  const store = realpathSync(path);
  assertCheckpoint(checkpointFolder(store));
  for (let attempt = 1; ; attempt++) {
    const draft = DraftFolder.make(to);
    try {
      const { turn } = await copyInto(draft.path, store, formsByCode(forms));
      return { turn, bytes: draft.publish() };
    } catch (error) {
      if (attempt === MAX_ATTEMPTS || !isRemoved(error)) throw copyError(to, error);
    } finally {
      draft.remove();
    }
  }
}

async function copyInto(draft: string, store: string, forms: Forms): Promise<LogPosition> {
  const collector = new SegmentCollector(logFolder(store));
  try {
    // First: the log that is read after it has everything that the copy of the database has.
    const record = await copyCheckpoint(checkpointFolder(store), checkpointFolder(draft));
    const segments = collector.take(record?.position ?? LOG_START);
    await copyLog({ segments, to: logFolder(draft), forms });
    return verifyCopy(draft, record);
  } finally {
    collector.close();
  }
}

/** Reads the copy of a log back from the place of its checkpoint. @returns its end. */
function verifyCopy(draft: string, record: CheckpointRecord | undefined): LogPosition {
  const segments = openSegments(systemFolder(logFolder(draft)));
  try {
    const end = readLog(segments, record?.position ?? LOG_START, () => {});
    if (end.turn >= (record?.writing?.turn ?? 0)) return end;
    throw new Error(`its log ends with turn ${end.turn}, before what its checkpoint has`);
  } finally {
    closeSegments(segments);
  }
}

import { existsSync, realpathSync, statSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { currentWriter } from '../lmdb/currentWriter.ts';
import { countRecords, dataFile, openDatabase } from '../lmdb/databaseFile.ts';
import { verifyForReading } from '../lmdb/verifyForReading.ts';
import type { Snapshot } from '../snapshot.ts';
import type { RecordForm } from '../store.ts';
import { type Forms, formsByCode } from './changeReader.ts';
import { assertSameShop, readCheckpoint } from './checkpointRecord.ts';
import { checkpointFolder, logFolder } from './diskFolder.ts';
import { DiskState } from './diskState.ts';
import { type LoggedRecords, loggedKinds } from './loggedRecords.ts';
import { Overlay } from './overlay.ts';
import { MissingLogError, openSegments } from './readLog.ts';
import { replayLog } from './replayLog.ts';
import { LOG_START } from './segment.ts';
import { StoredLog } from './storedLog.ts';
import { systemFolder } from './systemFolder.ts';
import { verifyCheckpoint } from './verifyCheckpoint.ts';

/** Times that the log is looked for: a running shop may remove segments while they are being opened. */
const MAX_ATTEMPTS = 10;
const PAUSE_MS = 20;

/**
 * Opens a store with a log for reading, also while a shop has it open, and changes nothing. Shows the
 * checkpoint with the changes of the log after it. What a crash has torn at the end is left out.
 *
 * @throws Error if there is no store at the path, or it is damaged or cannot be read.
 */
export async function openDiskSnapshot(
  path: string,
  forms: Iterable<RecordForm>,
): Promise<Snapshot> {
  try {
    const realPath = realpathSync(path);
    const checkpoint = checkpointFolder(realPath);
    assertCheckpoint(checkpoint);
    await verifyCheckpoint(checkpoint, verifyForReading);
    for (let attempt = 1; ; attempt++) {
      try {
        return await snapshotOf(realPath, formsByCode(forms));
      } catch (error) {
        if (attempt === MAX_ATTEMPTS || !isRemoved(error)) throw error;
      }
      await setTimeout(PAUSE_MS);
    }
  } catch (error) {
    throw new Error(`the store at ${path} cannot be opened: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

/** @throws Error that says what helps, if there is no data file. */
export function assertCheckpoint(checkpoint: string): void {
  if (statSync(dataFile(checkpoint), { throwIfNoEntry: false })?.isFile() === true) return;
  throw new Error('its checkpoint is missing: statecart rebuild makes it again');
}

/** True when a running shop may have removed what was not found. */
export function isRemoved(error: unknown): boolean {
  return error instanceof MissingLogError || (error as NodeJS.ErrnoException).code === 'ENOENT';
}

async function snapshotOf(realPath: string, forms: Forms): Promise<Snapshot> {
  const checkpoint = checkpointFolder(realPath);
  const { root, records } = openDatabase(checkpoint, { readOnly: true });
  try {
    // First: the log that is read after it has everything that this transaction shows.
    const transaction = root.useReadTransaction();
    const stored = countRecords(records);
    const record = readCheckpoint(root, transaction);
    const from = record?.position ?? LOG_START;
    const log = new StoredLog(openLog(realPath));
    try {
      assertSameShop(log.segments, record?.shop);
      const overlay = new Overlay(from.at);
      const first = record?.firstLogged ?? from.lastLogged + 1;
      const logged = loggedKinds(forms, log, () => first);
      const end = replayLog({ segments: log.segments, from, forms, overlay, withLogged: false });
      log.endAt(end);
      const state = new DiskState({ records, transaction, log, overlay, forms, logged });
      const isStored = (key: readonly (string | number)[]) =>
        records.get([...key], { transaction }) !== undefined;
      const logBytes = log.bytesUpTo(end);
      return {
        get: (key) => state.get(key),
        range: (range) => state.range(range),
        get size() {
          return stored + addedBy(overlay, isStored) + addedByLog(logged, overlay, isStored);
        },
        bytes: statSync(dataFile(checkpoint)).size + logBytes,
        writer: currentWriter(root, checkpoint)?.pid,
        log: { bytes: logBytes, turn: end.turn, checkpointTurn: from.turn },
        async close() {
          log.close();
          transaction.done();
          await root.close();
        },
      };
    } catch (error) {
      log.close();
      transaction.done();
      throw error;
    }
  } catch (error) {
    await root.close();
    throw error;
  }
}

function openLog(realPath: string) {
  const folder = logFolder(realPath);
  return existsSync(folder) ? openSegments(systemFolder(folder)) : [];
}

/** True when the database has the record of a key. */
type IsStored = (key: readonly (string | number)[]) => boolean;

/** How many records more the changes of the overlay make. */
function addedBy(overlay: Overlay, isStored: IsStored): number {
  let added = 0;
  for (const changes of overlay.ranges({ prefix: [] })) {
    for (const [key, { isDelete }] of changes) {
      if (isDelete === isStored(key)) added += isDelete ? -1 : 1;
    }
  }
  return added;
}

/** How many records are in the log alone. */
function addedByLog(
  logged: readonly LoggedRecords[],
  overlay: Overlay,
  isStored: IsStored,
): number {
  let added = 0;
  for (const kind of logged) {
    for (const [key] of kind.range({ prefix: kind.form.prefix })) {
      if (overlay.get(key) === undefined && !isStored(key)) added++;
    }
  }
  return added;
}

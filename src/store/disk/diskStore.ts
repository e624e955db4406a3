import { existsSync, realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import * as check from '../../base/check.ts';
import { checkFirstPages } from '../lmdb/checkPages.ts';
import { takeShutdownMarker } from '../lmdb/cleanShutdown.ts';
import {
  createDatabase,
  preallocateLockFile,
  removeTemporaryFolders,
} from '../lmdb/createDatabase.ts';
import { assertNotTruncated, dataFile, inodesOf, openDatabase } from '../lmdb/databaseFile.ts';
import { makeFolder, noStore } from '../lmdb/makeFolder.ts';
import { verifyIntegrity } from '../lmdb/verifyIntegrity.ts';
import { acquireWriterLock, releaseWriterLock } from '../lmdb/writerLock.ts';
import type { RecordForm, Store } from '../store.ts';
import type { RunCheckpoint } from './checkpointJob.ts';
import {
  checkpointFolder,
  isDiskStore,
  logFolder,
  MAX_VERIFIED_BYTES,
  refuseLmdbStore,
} from './diskFolder.ts';
import type { LogFolder } from './logFolder.ts';
import type { SyncMode } from './logOptions.ts';
import { OpenDisk } from './openDisk.ts';
import { closeSegments, openSegments } from './readLog.ts';
import { syncFolder, systemFolder } from './systemFolder.ts';
import { verifyCheckpoint } from './verifyCheckpoint.ts';

/** The folder of a store on disk, when a commit in it is durable, and how large its files get. */
export interface DiskStoreOptions {
  /** The store's own folder; created if it does not exist. */
  readonly path: string;
  /**
   * False to refuse a path that has no store yet; true when left out. A service whose store is there knows that way
   * when a path is wrong or a volume is not mounted, where it would sell from an empty shop.
   */
  readonly create?: boolean;
  /**
   * When a commit counts as durable. True: when it is on disk, so that a crash of the machine loses nothing
   * that was answered; true when left out. `{ everyMs }`: when the system has it, which a crash of the process
   * survives; it is on disk at most so many milliseconds later. False: the same, and the system writes it to disk
   * when it likes. A crash of the machine then loses the last commits, never a part of one.
   */
  readonly sync?: SyncMode;
  /**
   * Bytes of log after which its changes are brought to the checkpoint; 64 MiB when left out. An opening
   * after a crash reads about as much, and up to four times as much when the disk is slow.
   */
  readonly checkpointEveryBytes?: number;
  /** Bytes of a segment of the log; 64 MiB when left out. Segments are removed as a whole. */
  readonly segmentBytes?: number;
  /**
   * Bytes of log that are kept although the checkpoint has their changes, or `Infinity` for all; 1 GiB when left
   * out. They say how far back `statecart log` reaches, and a `restore` or `rebuild` with an older backup.
   */
  readonly keptLogBytes?: number;
}

const MIB = 1024 * 1024;
const DEFAULT_BYTES = 64 * MIB;
const MIN_BYTES = 64 * 1024;
const MAX_BYTES = 512 * MIB;
const DEFAULT_KEPT_BYTES = 1024 * MIB;
const MAX_SYNC_MS = 60_000;

/** What the store consists of, so that tests can put others in their places. */
export interface DiskStoreParts {
  /** The forms of all kinds of records. */
  readonly forms: Iterable<RecordForm>;
  /** The files of the log. */
  readonly folder?: (path: string) => LogFolder;
  /** Writes large checkpoints beside the thread of the store, which does it itself when left out. */
  readonly runCheckpoint?: RunCheckpoint;
}

/** {@link diskStore} with the forms of the records of a shop. */
export async function openDiskStore(
  options: DiskStoreOptions,
  { forms, folder = systemFolder, runCheckpoint }: DiskStoreParts,
): Promise<Store> {
  check.fields('options', options, [
    'path',
    'create',
    'sync',
    'checkpointEveryBytes',
    'segmentBytes',
    'keptLogBytes',
  ]);
  const path = check.text('path', options.path);
  const create = check.optional(options.create, (value) => check.boolean('create', value)) ?? true;
  const sync = syncMode(options.sync);
  const everyBytes = bytes('checkpointEveryBytes', options.checkpointEveryBytes);
  const segmentBytes = bytes('segmentBytes', options.segmentBytes);
  const keptBytes = keptLogBytes(options.keptLogBytes);
  try {
    if (!create && !isDiskStore(path)) throw noStore();
    makeFolder(path);
    const realPath = realpathSync(path);
    refuseLmdbStore(realPath);
    makeFolder(logFolder(realPath));
    makeFolder(checkpointFolder(realPath));
    const files = folder(logFolder(realPath));
    const checkpoint = checkpointFolder(realPath);
    preallocateLockFile(checkpoint);
    const isNew = !existsSync(dataFile(checkpoint));
    if (isNew) await createCheckpoint(checkpoint, files);
    else await verifySmallCheckpoint(checkpoint);
    // Without their folders, a crash of the machine would lose the files whose contents are on disk.
    if (isNew || files.list().length === 0) await syncFolders(realPath);
    const inodes = inodesOf(checkpoint);
    const database = openDatabase(checkpoint);
    try {
      const writer = await acquireWriterLock(database.root, checkpoint, inodes);
      removeTemporaryFolders(checkpoint);
      try {
        const settings = { forms, sync, everyBytes, segmentBytes, keptBytes, runCheckpoint };
        return await OpenDisk.open({ database, writer, realPath, files, ...settings });
      } catch (error) {
        releaseWriterLock(database.root, writer);
        throw error;
      }
    } catch (error) {
      await database.root.close();
      throw error;
    }
  } catch (error) {
    throw new Error(`the store at ${path} cannot be opened: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

async function syncFolders(realPath: string): Promise<void> {
  await syncFolder(checkpointFolder(realPath));
  await syncFolder(realPath);
  // The folder above may be one that this user cannot read.
  await syncFolder(dirname(realPath)).catch(() => {});
}

async function createCheckpoint(checkpoint: string, files: LogFolder): Promise<void> {
  const segments = openSegments(files);
  closeSegments(segments);
  const [first] = segments;
  if (first !== undefined && first.header.start > 0) {
    throw new Error('its checkpoint is missing, and its log does not begin with the first turn');
  }
  await createDatabase(checkpoint);
}

/**
 * Verifies a small database as a whole. Of a larger one it verifies only the beginning, so that opening takes
 * no longer the more is stored: each record has a checksum, which is verified when it is read.
 */
async function verifySmallCheckpoint(checkpoint: string): Promise<void> {
  assertNotTruncated(checkpoint);
  const { size } = statSync(dataFile(checkpoint));
  if (size > MAX_VERIFIED_BYTES) checkFirstPages(dataFile(checkpoint));
  else if (!(await takeShutdownMarker(checkpoint))) {
    await verifyCheckpoint(checkpoint, verifyIntegrity);
  }
}

function syncMode(given: SyncMode | undefined): SyncMode {
  if (given === undefined || typeof given === 'boolean') return given ?? true;
  if (typeof given !== 'object' || given === null) {
    throw check.wrongType('sync', 'true, false or { everyMs }', given);
  }
  check.fields('sync', given, ['everyMs']);
  const everyMs = check.number('sync.everyMs', given.everyMs, { min: 1, max: MAX_SYNC_MS });
  return { everyMs };
}

function bytes(name: string, given: number | undefined): number {
  if (given === undefined) return DEFAULT_BYTES;
  return check.number(name, check.quantity(name, given), { min: MIN_BYTES, max: MAX_BYTES });
}

function keptLogBytes(given: number | undefined): number {
  if (given === undefined) return DEFAULT_KEPT_BYTES;
  if (given === Number.POSITIVE_INFINITY) return given;
  return check.count('keptLogBytes', given, 'a non-negative safe integer, or Infinity');
}

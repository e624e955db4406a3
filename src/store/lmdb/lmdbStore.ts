import { existsSync, realpathSync } from 'node:fs';
import * as check from '../../base/check.ts';
import { refuseDiskStore } from '../disk/diskFolder.ts';
import type { Store } from '../store.ts';
import { whileOpen } from '../whileOpen.ts';
import { verifyChecksum } from './checksum.ts';
import { takeShutdownMarker, writeShutdownMarker } from './cleanShutdown.ts';
import { createDatabase, preallocateLockFile, removeTemporaryFolders } from './createDatabase.ts';
import { type DatabaseFile, dataFile, inodesOf, openDatabase } from './databaseFile.ts';
import { GroupCommit } from './groupCommit.ts';
import { makeFolder, noStore } from './makeFolder.ts';
import { readRange } from './readRange.ts';
import { verifyIntegrity } from './verifyIntegrity.ts';
import { acquireWriterLock, releaseWriterLock } from './writerLock.ts';
import type { Writer } from './writerRecord.ts';

/** The folder of a store in LMDB, how large it may get, and when a commit in it is durable. */
export interface LmdbStoreOptions {
  /** The store's own folder; created if it does not exist. */
  readonly path: string;
  /**
   * False to refuse a path that has no store yet; true when left out. A service whose store is there knows that way
   * when a path is wrong or a volume is not mounted, where it would sell from an empty shop.
   */
  readonly create?: boolean;
  /** Bytes that the data may take; a commit beyond them fails. Unlimited when left out. */
  readonly mapSize?: number;
  /**
   * True when a commit counts as durable only after its fsync; true when left out. With false, a
   * crash of the process still loses nothing, but a crash of the machine may lose the last commits
   * or the whole file.
   */
  readonly sync?: boolean;
}

/**
 * Opens a store on disk, in LMDB. All batches of one tick of the event loop form one commit, which
 * resolves when it is on disk. While it is being written, later batches form the next one.
 *
 * A truncated or overwritten file is refused: before a store opens, its bytes are compared with the
 * checksum written when it was closed. After a crash, every record is verified instead.
 *
 * @param options the folder; all else has a default.
 * @throws TypeError or RangeError on misuse; Error if the file is damaged or cannot be read or
 * written, or another store is open on the path, in this process or another.
 *
 * @example
 * const store = await lmdbStore({ path: './shop-data' });
 * const shop = await createShop({ store }); // `shop.close()` closes the store
 */
export async function lmdbStore(options: LmdbStoreOptions): Promise<Store> {
  check.fields('options', options, ['path', 'create', 'mapSize', 'sync']);
  const path = check.text('path', options.path);
  const create = check.optional(options.create, (value) => check.boolean('create', value)) ?? true;
  const mapSize = check.optional(options.mapSize, (value) => check.quantity('mapSize', value));
  const sync = check.optional(options.sync, (value) => check.boolean('sync', value)) ?? true;
  try {
    if (!create && !existsSync(dataFile(path))) throw noStore();
    makeFolder(path);
    const realPath = realpathSync(path);
    refuseDiskStore(realPath);
    preallocateLockFile(realPath);
    if (!existsSync(dataFile(realPath))) await createDatabase(realPath);
    else if (!(await takeShutdownMarker(realPath))) await verifyIntegrity(realPath);
    const inodes = inodesOf(realPath);
    const database = openDatabase(realPath, { sync });
    let writer: Writer;
    try {
      writer = await acquireWriterLock(database.root, realPath, inodes);
    } catch (error) {
      await database.root.close();
      throw error;
    }
    removeTemporaryFolders(realPath);
    return storeOf(database, { realPath, writer, inode: inodes.data, mapSize });
  } catch (error) {
    throw new Error(`the store at ${path} cannot be opened: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

interface OpenFile {
  readonly realPath: string;
  readonly writer: Writer;
  readonly inode: bigint | undefined;
  readonly mapSize: number | undefined;
}

function storeOf({ root, records }: DatabaseFile, file: OpenFile): Store {
  const { realPath, writer } = file;
  const groupCommit = new GroupCommit({ root, records, path: realPath, ...file });
  let closing: Promise<void> | undefined;
  // After a close, LMDB would read from memory that has been unmapped.
  const assertOpen = () => {
    if (closing !== undefined) throw new Error(`the store at ${realPath} has been closed`);
  };
  const shutDown = async () => {
    await groupCommit.flushed();
    try {
      releaseWriterLock(root, writer);
    } catch {} // Without room for it, the next opening finds out that this one has ended.
    await root.close();
    await writeShutdownMarker(realPath).catch(() => {}); // The marker only saves time.
  };
  return {
    get(key) {
      assertOpen();
      const change = groupCommit.pendingChange(key);
      if (change !== undefined) return change.op === 'put' ? change.value : undefined;
      // A buffer of LMDB's own: valid until the next read, and longer than its `length` says.
      const value = records.getBinaryFast(key as (string | number)[]);
      return value === undefined ? undefined : verifyChecksum(key, value.subarray(0, value.length));
    },

    range(range) {
      assertOpen();
      const entries = groupCommit.overlay(readRange(records, range), range);
      return whileOpen(entries, { assertOpen, isOpen: () => closing === undefined });
    },

    commit(batch) {
      assertOpen();
      return groupCommit.add(batch);
    },

    close() {
      closing ??= shutDown();
      return closing;
    },
  };
}

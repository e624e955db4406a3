import { existsSync, mkdirSync, realpathSync } from 'node:fs';
import * as check from '../../base/check.ts';
import type { Key, Store } from '../store.ts';
import { unseal } from './checksum.ts';
import { isAsClosed, noteCleanClose } from './cleanShutdown.ts';
import {
  createDatabase,
  type DatabaseFile,
  dataFile,
  filesIn,
  openDatabase,
  removeDrafts,
  reserveLock,
} from './databaseFile.ts';
import { GroupCommit } from './groupCommit.ts';
import { storedRange } from './readRange.ts';
import { refuseDamage } from './verifyIntegrity.ts';
import { claim, letGo } from './writerLock.ts';

export interface LmdbStoreOptions {
  /** A folder of the store's own; made if it is not there. */
  readonly path: string;
  /** Bytes that the data may take; a commit beyond is refused. Without a limit when left out. */
  readonly mapSize?: number;
  /**
   * Wait for the disk before a commit counts as durable? Yes when left out. Without, a crash of
   * the process still loses nothing, but one of the machine may lose the last commits or the file.
   */
  readonly sync?: boolean;
}

/**
 * Opens a store on disk, in LMDB. All batches of a tick are one commit, which resolves when it is
 * on disk; while it is written, further ones gather.
 *
 * A file that was cut or overwritten is refused and never believed: before a store opens, its bytes
 * are compared with a sum made when it was closed. After a crash every record is read instead.
 *
 * @throws TypeError or RangeError on misuse; Error if the file is damaged or cannot be read or
 * written, or another store is open on the path, in this process or another.
 */
export async function lmdbStore(options: LmdbStoreOptions): Promise<Store> {
  check.fields('options', options, ['path', 'mapSize', 'sync']);
  const path = check.text('path', options.path);
  const mapSize = check.optional(options.mapSize, (value) => check.quantity('mapSize', value));
  const sync = check.optional(options.sync, (value) => check.boolean('sync', value)) ?? true;
  try {
    mkdirSync(path, { recursive: true });
    const realPath = realpathSync(path);
    reserveLock(realPath);
    if (!existsSync(dataFile(realPath))) await createDatabase(realPath);
    else if (!(await isAsClosed(realPath))) await refuseDamage(realPath);
    const files = filesIn(realPath);
    const database = openDatabase(realPath, { sync });
    try {
      claim(database.root, realPath, files);
    } catch (error) {
      await database.root.close();
      throw error;
    }
    removeDrafts(realPath);
    return storeOf(database, { realPath, file: files.data, mapSize });
  } catch (error) {
    throw new Error(`the store at ${path} cannot be opened: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

function storeOf(
  { root, records }: DatabaseFile,
  {
    realPath,
    file,
    mapSize,
  }: { realPath: string; file: bigint | undefined; mapSize: number | undefined },
): Store {
  const groups = new GroupCommit({ root, records, path: realPath, file, mapSize });
  let closing: Promise<void> | undefined;
  // LMDB would read from memory that is not its own any more.
  const assertOpen = () => {
    if (closing !== undefined) throw new Error(`the store at ${realPath} has been closed`);
  };
  const shut = async () => {
    await groups.settled();
    await root.close();
    await noteCleanClose(realPath).catch(() => {}); // It only saves time.
    letGo(realPath);
  };
  return {
    get(key) {
      assertOpen();
      const change = groups.latest(key);
      if (change !== undefined) return change.op === 'put' ? change.value : undefined;
      // LMDB's own memory, valid until the next read, and longer than it says.
      const sealed = records.getBinaryFast(key as (string | number)[]);
      return sealed === undefined ? undefined : unseal(key, sealed.subarray(0, sealed.length));
    },

    range(range) {
      assertOpen();
      return whileOpen(groups.over(storedRange(records, range), range));
    },

    commit(batch) {
      assertOpen();
      return groups.add(batch);
    },

    close() {
      closing ??= shut();
      return closing;
    },
  };

  /** A range that was begun before the store was closed must not go on behind it. */
  function* whileOpen(
    entries: Iterable<readonly [Key, string]>,
  ): Generator<readonly [Key, string]> {
    for (const entry of entries) {
      yield entry;
      assertOpen();
    }
  }
}

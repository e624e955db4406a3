import { existsSync, mkdirSync, realpathSync } from 'node:fs';
import * as check from '../../check.ts';
import { compareKeys } from '../compareKeys.ts';
import type { Change, Range, Store } from '../store.ts';
import { CommitGroups } from './commitGroups.ts';
import {
  createDatabase,
  type DatabaseFile,
  dataFile,
  keyOf,
  openDatabase,
  type Records,
  reserveLock,
} from './databaseFile.ts';
import { claim, letGo } from './owner.ts';
import { refuseDamage } from './refuseDamage.ts';
import { unseal } from './sealed.ts';

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
 * Every record is read once before the store opens, so that a file that was cut or overwritten is
 * refused and never believed.
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
    if (existsSync(dataFile(realPath))) await refuseDamage(realPath);
    else await createDatabase(realPath);
    const file = openDatabase(realPath, { sync });
    try {
      claim(file.root, realPath);
    } catch (error) {
      await file.root.close();
      throw error;
    }
    return storeOf(file, { realPath, mapSize });
  } catch (error) {
    throw new Error(`the store at ${path} cannot be opened: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

function storeOf(
  { root, records }: DatabaseFile,
  { realPath, mapSize }: { realPath: string; mapSize: number | undefined },
): Store {
  const groups = new CommitGroups({ root, records, path: realPath, mapSize });
  let closing: Promise<void> | undefined;
  // LMDB would read from memory that is not its own any more.
  const assertOpen = () => {
    if (closing !== undefined) throw new Error(`the store at ${realPath} has been closed`);
  };
  const shut = async () => {
    await groups.settled();
    await root.close();
    letGo(realPath);
  };
  return {
    get(key) {
      assertOpen();
      const change = groups.latest(key);
      if (change !== undefined) return change.op === 'put' ? change.value : undefined;
      const sealed = records.getBinaryFast([...key]);
      return sealed === undefined ? undefined : unseal(key, sealed);
    },

    *range(range) {
      assertOpen();
      for (const change of groups.over(stored(records, range), range)) {
        if (change.op === 'put') yield [change.key, change.value];
        assertOpen();
      }
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
}

/** Comes behind every element that a key can have. */
const BEHIND_ALL = Buffer.from([0xff]);

function* stored(records: Records, range: Range): Generator<Change> {
  const { prefix, after, before, reverse = false } = range;
  for (const { key: found, value } of records.getRange({ ...startOf(range), reverse })) {
    const key = keyOf(found);
    const isInside = prefix.every((element, depth) => key[depth] === element);
    const isBelow = after !== undefined && compareKeys(key, after) <= 0;
    const isAbove = before !== undefined && compareKeys(key, before) >= 0;
    // It starts at the bound itself, if that is inside.
    if (isInside && (reverse ? isAbove : isBelow)) continue;
    if (!isInside || isBelow || isAbove) return;
    yield { op: 'put', key, value: unseal(key, value) };
  }
}

/** Where LMDB has to begin: at the bound if it is inside, otherwise at the end of the prefix. */
function startOf({ prefix, after, before, reverse }: Range): { start?: (string | number)[] } {
  const bound = reverse === true ? before : after;
  const isInside = bound !== undefined && prefix.every((element, at) => bound[at] === element);
  if (isInside) return { start: [...bound] };
  if (prefix.length === 0) return {};
  return { start: reverse === true ? [...prefix, BEHIND_ALL as never] : [...prefix] };
}

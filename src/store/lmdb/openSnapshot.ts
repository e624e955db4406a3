import { realpathSync, statSync } from 'node:fs';
import type { Store } from '../store.ts';
import { unseal } from './checksum.ts';
import { dataFile, openDatabase, sizeOf } from './databaseFile.ts';
import { storedRange } from './readRange.ts';
import { refuseDamage } from './verifyIntegrity.ts';
import { livingOwner } from './writerLock.ts';

/** A store as it was at one moment, whatever is written to it meanwhile. */
export interface Snapshot extends Pick<Store, 'get' | 'range'> {
  /** Records in it. */
  readonly size: number;
  /** What the data file takes on disk. */
  readonly bytes: number;
  /** The process that may write to the store, if there is one. */
  readonly owner: number | undefined;
  close(): Promise<void>;
}

/**
 * Opens a store on disk to look at it, also while a shop has it open: changes nothing. As long as
 * the snapshot is open, the pages that it shows are not used again: the file may grow by as much.
 *
 * @throws Error if there is no store at the path, or it is damaged or cannot be read.
 */
export async function openSnapshot(path: string): Promise<Snapshot> {
  try {
    const realPath = realPathOf(path);
    await refuseDamage(realPath, { mayBeInUse: true });
    const { root, records } = openDatabase(realPath, { readOnly: true });
    const transaction = root.useReadTransaction();
    return {
      get(key) {
        const sealed = records.get([...key], { transaction });
        return sealed === undefined ? undefined : unseal(key, sealed);
      },
      range: (range) => storedRange(records, range, transaction),
      size: sizeOf(records),
      bytes: statSync(dataFile(realPath)).size,
      owner: livingOwner(root),
      async close() {
        transaction.done();
        await root.close();
      },
    };
  } catch (error) {
    throw new Error(`the store at ${path} cannot be opened: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

/** The folder itself. @throws Error if there is none, or no store in it. */
export function realPathOf(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) throw new Error('there is no such folder');
  if (!found.isDirectory()) throw new Error('it is a file; a store is a folder');
  if (statSync(dataFile(path), { throwIfNoEntry: false })?.isFile() === true) {
    return realpathSync(path);
  }
  throw new Error('it is no store of statecart: there is no data.mdb in it');
}

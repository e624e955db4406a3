import { realpathSync, statSync } from 'node:fs';
import type { Snapshot } from '../snapshot.ts';
import { verifyChecksum } from './checksum.ts';
import { currentWriter } from './currentWriter.ts';
import { countRecords, dataFile, openDatabase } from './databaseFile.ts';
import { readRange } from './readRange.ts';
import { verifyForReading } from './verifyForReading.ts';

/**
 * Opens a store on disk for reading, also while a shop has it open, and changes nothing. While the
 * snapshot is open, LMDB does not reuse the pages that it shows, so the file may grow.
 *
 * @throws Error if there is no store at the path, or it is damaged or cannot be read.
 */
export async function openSnapshot(path: string): Promise<Snapshot> {
  try {
    const realPath = realPathOf(path);
    await verifyForReading(realPath);
    const { root, records } = openDatabase(realPath, { readOnly: true });
    const transaction = root.useReadTransaction();
    return {
      get(key) {
        const value = records.get([...key], { transaction });
        return value === undefined ? undefined : verifyChecksum(key, value);
      },
      range: (range) => readRange(records, range, transaction),
      size: countRecords(records),
      bytes: statSync(dataFile(realPath)).size,
      writer: currentWriter(root, realPath)?.pid,
      log: undefined,
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

/** The real path of a store's folder. @throws Error if the folder or its data file is missing. */
export function realPathOf(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) throw new Error('there is no such folder');
  if (!found.isDirectory()) throw new Error('it is a file; a store is a folder');
  if (statSync(dataFile(path), { throwIfNoEntry: false })?.isFile() === true) {
    return realpathSync(path);
  }
  throw new Error('it is no store of statecart: there is no data.mdb in it');
}

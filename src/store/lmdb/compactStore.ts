import {
  chmodSync,
  chownSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { writeShutdownMarker } from './cleanShutdown.ts';
import {
  countRecords,
  dataFile,
  FOLDER_MODE,
  inodesOf,
  lockFile,
  openDatabase,
  type Records,
} from './databaseFile.ts';
import { realPathOf } from './openSnapshot.ts';
import { verifyIntegrity } from './verifyIntegrity.ts';
import { acquireWriterLock, assertWriter, releaseWriterLock } from './writerLock.ts';

/** The folder of the copy, in the store's folder. A killed process leaves it; the next one clears it. */
const COPY_FOLDER = 'compacting';

export interface Compacted {
  /** Bytes of the data file before. */
  readonly before: number;
  /** Bytes of the data file after. */
  readonly after: number;
}

export interface CompactOptions {
  /** The folder with its database; its path when left out. */
  readonly folder?: string;
  /** True when a clean-shutdown marker is written; true when left out. */
  readonly hasMarker?: boolean;
}

/**
 * Copies a store without its free pages, and replaces the store by the copy once the copy is on disk
 * and every record of it has been verified. Until then, and if the process is killed, the store is
 * unchanged.
 *
 * @param path how an error names the store.
 * @throws Error if the store is in use, damaged, or cannot be written.
 */
export async function compactStore(
  path: string,
  { folder = path, hasMarker = true }: CompactOptions = {},
): Promise<Compacted> {
  try {
    const realPath = realPathOf(folder);
    await verifyIntegrity(realPath);
    const inodes = inodesOf(realPath);
    const { root, records } = openDatabase(realPath);
    const copy = join(realPath, COPY_FOLDER);
    try {
      const writer = await acquireWriterLock(root, realPath, inodes);
      try {
        rmSync(copy, { recursive: true, force: true });
        mkdirSync(copy, { mode: FOLDER_MODE });
        await root.backup(copy, true);
        const sizes = { before: dataFileBytes(realPath), after: dataFileBytes(copy) };
        await prepareCopy(copy, { realPath, records });
        // A process that opens the store waits for this write lock, and then sees other inodes. The
        // lock file goes as well: LMDB would choose the copy's meta page by the transaction in it.
        root.transactionSync(() => {
          assertWriter(root, writer);
          renameSync(dataFile(copy), dataFile(realPath));
          rmSync(lockFile(realPath));
        });
        fsync(realPath);
        if (hasMarker) await writeShutdownMarker(realPath);
        return sizes;
      } finally {
        rmSync(copy, { recursive: true, force: true });
        releaseWriterLock(root, writer);
      }
    } finally {
      await root.close();
    }
  } catch (error) {
    throw new Error(`the store at ${path} cannot be compacted: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

/** Verifies the copy, gives it the mode and owner of the data file, and waits until it is on disk. */
async function prepareCopy(
  copy: string,
  { realPath, records }: { readonly realPath: string; readonly records: Records },
): Promise<void> {
  await verifyIntegrity(copy);
  const copied = openDatabase(copy, { readOnly: true });
  const [wanted, got] = [records, copied.records].map(countRecords);
  await copied.root.close();
  if (wanted !== got) throw new Error(`of its ${wanted} records, the copy has ${got}`);
  const { mode, uid, gid } = statSync(dataFile(realPath));
  const own = statSync(dataFile(copy));
  chmodSync(dataFile(copy), mode);
  if (own.uid !== uid || own.gid !== gid) chownSync(dataFile(copy), uid, gid);
  fsync(dataFile(copy));
}

function dataFileBytes(path: string): number {
  return statSync(dataFile(path)).size;
}

/** Waits until a file, or the names in a folder, are on disk. */
function fsync(path: string): void {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

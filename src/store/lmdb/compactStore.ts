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
import { noteCleanClose } from './cleanShutdown.ts';
import { dataFile, filesIn, lockFile, openDatabase, type Records, sizeOf } from './databaseFile.ts';
import { realPathOf } from './openSnapshot.ts';
import { refuseDamage } from './verifyIntegrity.ts';
import { claim, letGo } from './writerLock.ts';

/** Where the copy is made, in the store's folder; of one that was killed it is left there. */
const COPY = 'compacting';

export interface Compacted {
  /** What the data file took on disk before. */
  readonly before: number;
  readonly after: number;
}

/**
 * Writes a store anew without the pages that are free, and puts the copy in its place once it is on
 * disk and every record of it has been read. Until then, and if it is killed, the store is as it was.
 *
 * @throws Error if the store is in use, damaged, or cannot be written.
 */
export async function compactStore(path: string): Promise<Compacted> {
  try {
    const realPath = realPathOf(path);
    await refuseDamage(realPath);
    const files = filesIn(realPath);
    const { root, records } = openDatabase(realPath);
    const copy = join(realPath, COPY);
    try {
      claim(root, realPath, files);
      try {
        rmSync(copy, { recursive: true, force: true });
        mkdirSync(copy);
        await root.backup(copy, true);
        const sizes = { before: bytesOf(realPath), after: bytesOf(copy) };
        await finish(copy, { realPath, records });
        // Whoever opens the store waits for this lock, and then sees that the files are others. Both
        // go: LMDB would find its way in the new data by what the old locks say.
        root.transactionSync(() => {
          renameSync(dataFile(copy), dataFile(realPath));
          rmSync(lockFile(realPath));
        });
        sync(realPath);
        await noteCleanClose(realPath);
        return sizes;
      } finally {
        rmSync(copy, { recursive: true, force: true });
        letGo(realPath);
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

/** The copy becomes what the store's file is: as safe, with the same owner, and with every record. */
async function finish(
  copy: string,
  { realPath, records }: { readonly realPath: string; readonly records: Records },
): Promise<void> {
  await refuseDamage(copy);
  const copied = openDatabase(copy, { readOnly: true });
  const [wanted, got] = [records, copied.records].map(sizeOf);
  await copied.root.close();
  if (wanted !== got) throw new Error(`of its ${wanted} records, the copy has ${got}`);
  const { mode, uid, gid } = statSync(dataFile(realPath));
  const own = statSync(dataFile(copy));
  chmodSync(dataFile(copy), mode);
  if (own.uid !== uid || own.gid !== gid) chownSync(dataFile(copy), uid, gid);
  sync(dataFile(copy));
}

function bytesOf(path: string): number {
  return statSync(dataFile(path)).size;
}

/** Waits until a file, or the names in a folder, are on disk. */
function sync(path: string): void {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

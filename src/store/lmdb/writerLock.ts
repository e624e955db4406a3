import type { RootDatabase } from 'lmdb';
import { filesIn, type StoreFiles } from './databaseFile.ts';

const OWNER = 'owner';

/** Stores that this thread has open, by the real paths of their folders. */
const ownHere = new Set<string>();

/**
 * Makes this process the one that may write, or throws. LMDB's write lock makes that atomic, and
 * LMDB's table of readers says who lives: every process that reads has a line there, guarded by a
 * lock on the file that ends with the process, however it ends.
 *
 * @param opened the files as they were before `root` was opened: if they are others by now, the
 * store has been compacted, and `root` may be what nobody will find again.
 */
export function claim(root: RootDatabase, realPath: string, opened: StoreFiles): void {
  if (ownHere.has(realPath)) throw new Error(inUseBy(process.pid));
  root.get(OWNER); // A read puts this process on the table.
  root.transactionSync(() => {
    const owner = livingOwner(root);
    if (owner !== undefined) throw new Error(inUseBy(owner));
    const { data, lock } = filesIn(realPath);
    if (data !== opened.data || (opened.lock !== undefined && lock !== opened.lock)) {
      throw new Error('it has just been compacted');
    }
    root.putSync(OWNER, process.pid);
  });
  ownHere.add(realPath);
}

export function letGo(realPath: string): void {
  ownHere.delete(realPath);
}

export function inUseBy(pid: number): string {
  return `it is in use by process ${pid}`;
}

/** The process that may write now, if it is another one and still alive. */
export function livingOwner(root: RootDatabase): number | undefined {
  const owner = root.get(OWNER) as number | undefined;
  if (owner === undefined || owner === process.pid) return undefined;
  root.readerCheck();
  const readers = root.readerList().matchAll(/^\s*(\d+)\s/gm);
  return [...readers].some(([, pid]) => Number(pid) === owner) ? owner : undefined;
}

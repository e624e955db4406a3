import type { RootDatabase } from 'lmdb';
import { inodesOf, type StoreInodes } from './databaseFile.ts';

/** Holds the id of the process that writes. Part of the format on disk. */
const WRITER_KEY = 'owner';

/** Stores that this thread has open, by the real paths of their folders. */
const openHere = new Set<string>();

/**
 * Makes this process the only one that may write to the store. LMDB's write lock makes the change of
 * writer atomic, and LMDB's table of readers tells which processes are alive: every process that
 * reads has an entry there, and the file lock on the entry ends with the process.
 *
 * @param opened the files before `root` was opened. If the folder has other files by now, the store
 * has been compacted, and `root` may be open on files that have no name any more.
 * @throws Error if the store is in use, or has been compacted.
 */
export function acquireWriterLock(root: RootDatabase, realPath: string, opened: StoreInodes): void {
  if (openHere.has(realPath)) throw new Error(inUseMessage(process.pid));
  root.get(WRITER_KEY); // A read enters this process into the table of readers.
  root.transactionSync(() => {
    const writer = currentWriter(root);
    if (writer !== undefined) throw new Error(inUseMessage(writer));
    const { data, lock } = inodesOf(realPath);
    if (data !== opened.data || (opened.lock !== undefined && lock !== opened.lock)) {
      throw new Error('it has just been compacted');
    }
    root.putSync(WRITER_KEY, process.pid);
  });
  openHere.add(realPath);
}

/** Releases the store within this process; closing `root` has released it to other processes. */
export function releaseWriterLock(realPath: string): void {
  openHere.delete(realPath);
}

export function inUseMessage(pid: number): string {
  return `it is in use by process ${pid}`;
}

/** The process that holds the writer lock, if it is another one and still alive. */
export function currentWriter(root: RootDatabase): number | undefined {
  const writer = root.get(WRITER_KEY) as number | undefined;
  if (writer === undefined || writer === process.pid) return undefined;
  root.readerCheck();
  const readers = root.readerList().matchAll(/^\s*(\d+)\s/gm);
  return [...readers].some(([, pid]) => Number(pid) === writer) ? writer : undefined;
}

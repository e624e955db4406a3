import type { RootDatabase } from 'lmdb';
import { inUseMessage, isAlive } from './currentWriter.ts';
import { inodesOf, type StoreInodes } from './databaseFile.ts';
import { enterReaderTable, hasNamesake, namesakeMessage } from './readerTable.ts';
import { assertNoWriter } from './verifyIntegrity.ts';
import {
  describeWriter,
  newWriter,
  putWriter,
  readWriter,
  removeWriter,
  type Writer,
} from './writerRecord.ts';

/** Locks of LMDB's JavaScript package that its types do not have, held by one opening of a file. */
interface ProcessLocks {
  /** True when this opening has the lock now. It ends when the opening is closed or its thread ends. */
  attemptLock(name: string, version: number): boolean;
}

const LOCK_NAME = 'writer';

/** Writers that are found dead, one after the other, before the opening is given up. */
const MAX_ATTEMPTS = 10;

/**
 * Makes this opening the only one that may write to the store. Three things say who that is:
 *
 * - A lock of LMDB's package tells the openings of one process apart, in all its threads and for all
 *   copies of this module. It ends with the opening or with its thread. An opening that does not get it
 *   names its own process as the user, although the one that has it may still lose to another process.
 * - The writer in the database, which is replaced in a write transaction, and only if it is still
 *   the one that was found dead. LMDB's write lock makes this atomic.
 * - The token of the writer: each commit checks it in its own transaction. So an opening that was
 *   replaced although it lives can write nothing.
 *
 * @param opened the files before `root` was opened. If the folder has other files by now, the store
 * has been compacted, and `root` may be open on files that have no name any more.
 * @returns the writer that this opening is now. The lock ends when `root` is closed.
 * @throws Error if the store is in use, or has been compacted.
 */
export async function acquireWriterLock(
  root: RootDatabase,
  realPath: string,
  opened: StoreInodes,
): Promise<Writer> {
  const own = newWriter(opened);
  const locks = root as unknown as ProcessLocks;
  if (!locks.attemptLock(LOCK_NAME, 0)) throw new Error(inUseMessage(own));
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    // Within a write transaction, since a read outside of one needs an entry in the table of readers.
    const writer = root.transactionSync(() => readWriter(root));
    if (writer !== undefined) await assertDead(root, realPath, writer);
    // Another process removes the place of a namesake that has ended.
    if (hasNamesake(root, realPath, process.pid)) await assertNoWriter(realPath);
    const isTaken = root.transactionSync(() => {
      if (readWriter(root)?.token !== writer?.token) return false;
      const { data, lock } = inodesOf(realPath);
      if (data !== opened.data || (opened.lock !== undefined && lock !== opened.lock)) {
        throw new Error('it has just been compacted');
      }
      if (hasNamesake(root, realPath, process.pid)) throw new Error(namesakeMessage(process.pid));
      enterReaderTable(root);
      putWriter(root, own);
      return true;
    });
    if (isTaken) return own;
  }
  throw new Error(`it has been opened by ${MAX_ATTEMPTS} others meanwhile`);
}

/**
 * Stores that the opening does not write any more, so that the next one need not find out whether it
 * lives. Closing `root` then ends the lock within this process.
 */
export function releaseWriterLock(root: RootDatabase, { token }: Writer): void {
  root.transactionSync(() => {
    if (readWriter(root)?.token === token) removeWriter(root);
  });
}

/** @throws Error if another opening has replaced the writer. Call it within a write transaction. */
export function assertWriter(root: RootDatabase, { token }: Writer): void {
  if (readWriter(root)?.token !== token) throw new Error(replacedMessage(root));
}

export function replacedMessage(root: RootDatabase): string {
  const writer = readWriter(root);
  return writer === undefined
    ? 'another opening has replaced this one, and was closed'
    : `another opening has replaced this one, in ${describeWriter(writer)}`;
}

/** @throws Error if the writer lives. */
async function assertDead(root: RootDatabase, realPath: string, writer: Writer): Promise<void> {
  const alive = isAlive(root, realPath, writer);
  if (alive === true) throw new Error(inUseMessage(writer));
  if (alive === undefined) await assertNoWriter(realPath);
}

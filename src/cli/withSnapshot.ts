import { FORMAT, readHead, refuseNewer } from '../schema/format.ts';
import type { StoreHead } from '../schema/head.ts';
import type { Snapshot } from '../store/lmdb/openSnapshot.ts';
import { loadLmdb } from './loadLmdb.ts';

/**
 * Looks at a shop's store as it is now, without changing it.
 *
 * @throws Error if it cannot be opened, or is of a format that this version does not know.
 */
export async function withSnapshot<Result>(
  path: string,
  look: (snapshot: Snapshot, head: StoreHead) => Result | Promise<Result>,
): Promise<Result> {
  const { openSnapshot } = await loadLmdb();
  const snapshot = await openSnapshot(path);
  try {
    return await look(snapshot, headOf(snapshot, path));
  } finally {
    await snapshot.close();
  }
}

function headOf(snapshot: Snapshot, path: string): StoreHead {
  try {
    const head = readHead(snapshot);
    if (head === undefined) throw new Error('it is empty: no shop has been opened on it yet');
    refuseNewer(head);
    if (head.format === FORMAT) return head;
    throw new Error(
      `expected format ${FORMAT}, got ${head.format}: createShop brings it up to date`,
    );
  } catch (error) {
    throw new Error(`the store at ${path} cannot be read: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

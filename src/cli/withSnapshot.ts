import { isReadable, readHead, refuseNewer } from '../schema/format.ts';
import type { StoreHead } from '../schema/head.ts';
import { formatOf, type RecordTable } from '../schema/table.ts';
import type { Snapshot } from '../store/snapshot.ts';
import type { StoreKindName } from '../store/storeKindNames.ts';
import { loadLmdb } from './loadLmdb.ts';

/**
 * Looks at a shop's store as it is now, without changing it.
 *
 * @throws Error if it cannot be opened, or its records are not those of the table.
 */
export async function withSnapshot<Result>(
  { path, records }: { readonly path: string; readonly records: RecordTable },
  look: (snapshot: Snapshot, head: StoreHead) => Result | Promise<Result>,
): Promise<Result> {
  const snapshot = await openStoreSnapshot(path, records);
  try {
    return await look(snapshot, headOf(snapshot, { path, records }));
  } finally {
    await snapshot.close();
  }
}

async function openStoreSnapshot(path: string, records: RecordTable): Promise<Snapshot> {
  const { storeKind, storeKindAt } = await loadLmdb();
  let name: StoreKindName;
  try {
    name = storeKindAt(path);
  } catch (error) {
    throw new Error(`the store at ${path} cannot be opened: ${(error as Error).message}`, {
      cause: error,
    });
  }
  return await storeKind(name, records).openSnapshot(path);
}

function headOf(
  snapshot: Snapshot,
  { path, records }: { readonly path: string; readonly records: RecordTable },
): StoreHead {
  try {
    const format = formatOf(records);
    const head = readHead(snapshot);
    if (head === undefined) throw new Error('it is empty: no shop has been opened on it yet');
    refuseNewer(head, format);
    if (isReadable(head.format, records)) return head;
    throw new Error(
      `expected format ${format}, got ${head.format}: createShop brings it up to date`,
    );
  } catch (error) {
    throw new Error(`the store at ${path} cannot be read: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

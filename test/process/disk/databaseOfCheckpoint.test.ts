import { afterAll, expect, test } from 'vitest';
import { copyCheckpoint } from '../../../src/store/disk/copies/copyCheckpoint.ts';
import { checkpointFolder } from '../../../src/store/disk/diskFolder.ts';
import { openDiskStore } from '../../../src/store/disk/diskStore.ts';
import { type DatabaseFile, keyOf, openDatabase } from '../../../src/store/lmdb/databaseFile.ts';
import { readWriter } from '../../../src/store/lmdb/writerRecord.ts';
import type { Store } from '../../../src/store/store.ts';
import { readAll, temporaryStores } from '../crash/sampleStore.ts';
import { FACT, FORMS } from './storeModel.ts';

const stores = temporaryStores('database');
afterAll(() => stores.remove());

/** What a closed database has. */
async function look<Found>(folder: string, find: (database: DatabaseFile) => Found) {
  const database = openDatabase(folder, { readOnly: true });
  try {
    return find(database);
  } finally {
    await database.root.close();
  }
}

/** As an import commits them. */
async function importFacts(store: Store): Promise<void> {
  const facts = [1, 2, 3].map((number) => ({
    op: 'put' as const,
    key: ['fact', number],
    value: `"fact ${number}"`,
  }));
  await store.commit([...facts, { op: 'put', key: ['item', 'a'], value: '{}' }]);
}

test('records that are kept in the log only are not in the database, also if they came as texts', async () => {
  const path = stores.next();
  const store = await openDiskStore({ path }, { forms: FORMS });
  await importFacts(store);
  const before = readAll(store);
  expect(before).toHaveLength(4);
  await store.close();
  const keys = await look(checkpointFolder(path), ({ records }) =>
    [...records.getKeys()].map((key) => keyOf(key)),
  );
  expect(keys).toEqual([['item', 'a']]);

  const again = await openDiskStore({ path }, { forms: FORMS });
  expect(readAll(again)).toEqual(before);
  expect(again.get(['fact', 2])).toBe('"fact 2"');
  await again.commitRecords?.([{ op: 'delete', key: ['fact', 1], form: FACT }]);
  expect(again.get(['fact', 1])).toBe(undefined);
  expect(readAll(again)).toEqual(before.filter(([key]) => key[1] !== 1));
  await again.close();
});

test('the copy of a database names no writer, since it may get the inode of a file that is gone', async () => {
  const [path, copy] = [stores.next(), stores.next()];
  const store = await openDiskStore({ path }, { forms: FORMS });
  await importFacts(store);
  await copyCheckpoint(checkpointFolder(path), copy);
  expect(await look(copy, ({ root }) => readWriter(root))).toBe(undefined);
  await store.close();
});

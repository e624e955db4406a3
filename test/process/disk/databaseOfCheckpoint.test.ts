import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import {
  type CheckpointRecord,
  putCheckpoint,
  readCheckpoint,
} from '../../../src/store/disk/checkpointRecord.ts';
import { copyCheckpoint } from '../../../src/store/disk/copies/copyCheckpoint.ts';
import { checkpointFolder } from '../../../src/store/disk/diskFolder.ts';
import { openDiskStore } from '../../../src/store/disk/diskStore.ts';
import { openDiskSnapshot } from '../../../src/store/disk/openDiskSnapshot.ts';
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

/** The first fact as an import commits it, the others as a shop does. */
async function commitFacts(store: Store, count = 3): Promise<void> {
  const first = { op: 'put' as const, key: ['fact', 1], value: '"fact 1"' };
  await store.commit([first, { op: 'put', key: ['item', 'a'], value: '{}' }]);
  for (let number = 2; number <= count; number++) {
    const contents = `fact ${number}`;
    const key = ['fact', number];
    const put = { op: 'put' as const, key, value: `"${contents}"`, form: FACT, contents };
    const durable = store.commitRecords?.([put]);
    if (number % 50 === 0) await durable;
  }
  await store.commitRecords?.([]);
}

const keysIn = (path: string) =>
  look(checkpointFolder(path), ({ records }) => [...records.getKeys()].map((key) => keyOf(key)));

const segmentsIn = (path: string) => readdirSync(join(path, 'log')).length;

test('facts are in the database when a checkpoint has them, whether they came packed or as texts', async () => {
  const path = stores.next();
  const store = await openDiskStore({ path }, { forms: FORMS });
  await commitFacts(store);
  const before = readAll(store);
  expect(before).toHaveLength(4);
  await store.close();
  const facts = [1, 2, 3].map((number) => ['fact', number]);
  expect(await keysIn(path)).toEqual([...facts, ['item', 'a']]);

  const again = await openDiskStore({ path }, { forms: FORMS });
  expect(readAll(again)).toEqual(before);
  expect(again.get(['fact', 2])).toBe('"fact 2"');
  await again.commitRecords?.([{ op: 'delete', key: ['fact', 2], form: FACT }]);
  expect(again.get(['fact', 2])).toBe(undefined);
  expect(readAll(again)).toEqual(before.filter(([key]) => key[1] !== 2));
  await again.close();
  expect(await keysIn(path)).toEqual([facts[0], facts[2], ['item', 'a']]);
});

/** Makes a checkpoint one of an earlier version, which left facts in the log. */
async function makeEarlier(path: string, firstLogged: number): Promise<void> {
  const { root, records } = openDatabase(checkpointFolder(path));
  await root.transaction(() => {
    for (const key of [...records.getKeys()]) if (keyOf(key)[0] === 'fact') records.remove(key);
    const record = readCheckpoint(root) as CheckpointRecord;
    putCheckpoint(root, { ...record, firstLogged });
  });
  await root.close();
}

test('facts that an earlier version has left in the log are read from there, and brought to the database', async () => {
  const path = stores.next();
  const store = await openDiskStore({ path }, { forms: FORMS });
  await store.commit([{ op: 'put', key: ['item', 'a'], value: '{}' }]);
  await store.close();
  const logging = await openDiskStore({ path }, { forms: FORMS });
  const facts = Array.from({ length: 20 }, (_, index) => {
    const contents = `fact ${index + 1}`;
    const key = ['fact', index + 1];
    return { op: 'put' as const, key, value: `"${contents}"`, form: FACT, contents };
  });
  await logging.commitRecords?.(facts);
  await logging.close();
  await makeEarlier(path, 8);
  const kept = facts.slice(7).map(({ key, value }) => [key, value]);
  const all = [...kept, [['item', 'a'], '{}']];

  const snapshot = await openDiskSnapshot(path, FORMS);
  expect([...snapshot.range({ prefix: [] })]).toEqual(all);
  expect(snapshot.size).toBe(all.length);
  await snapshot.close();
  const again = await openDiskStore({ path, keptLogBytes: 0 }, { forms: FORMS });
  expect(readAll(again)).toEqual(all);
  await again.commit([{ op: 'delete', key: ['fact', 10] }]);
  await again.close();
  expect(segmentsIn(path)).toBe(1);
  const left = all.filter(([key]) => key?.[1] !== 10);
  expect(await keysIn(path)).toEqual(left.map(([key]) => key));
  const last = await openDiskStore({ path }, { forms: FORMS });
  expect(readAll(last)).toEqual(left);
  await last.close();
});

const SMALL = { checkpointEveryBytes: 64 * 1024, segmentBytes: 64 * 1024 };

test('a range goes on when the checkpoint gets what it is reading from the log, and the log loses it', async () => {
  const path = stores.next();
  let goOn = () => {};
  const isOpen = new Promise<void>((resolve) => (goOn = resolve));
  // A large checkpoint: it waits, and is then written by the thread of the store.
  const runCheckpoint = () => isOpen.then(() => false);
  const sizes = { ...SMALL, checkpointEveryBytes: 1_500_000, keptLogBytes: 0 };
  const store = await openDiskStore({ path, ...sizes }, { forms: FORMS, runCheckpoint });
  const COUNT = 2000;
  let durable: unknown;
  for (let number = 1; number <= COUNT; number++) {
    const contents = { number, text: 'x'.repeat(1000) };
    const value = JSON.stringify(contents);
    const put = { op: 'put' as const, key: ['fact', number], value, form: FACT, contents };
    durable = store.commitRecords?.([put]);
    // The second of these groups begins a checkpoint, the last one is pending when the ranges begin.
    if (number === 1000 || number === 1700) await durable;
  }
  const entries = store.range({ prefix: ['fact'] })[Symbol.iterator]();
  const backwards = store.range({ prefix: ['fact'], reverse: true })[Symbol.iterator]();
  const numbers = [entries.next().value?.[0][1]];
  const reversed = [backwards.next().value?.[0][1]];
  await durable;
  goOn();
  await until(() => !readdirSync(join(path, 'log')).includes('000000000001.log'));
  for (let next = entries.next(); next.done !== true; next = entries.next()) {
    numbers.push(next.value[0][1]);
  }
  for (let next = backwards.next(); next.done !== true; next = backwards.next()) {
    reversed.push(next.value[0][1]);
  }
  const expected = Array.from({ length: COUNT }, (_, index) => index + 1);
  expect(numbers).toEqual(expected);
  expect(reversed).toEqual(expected.toReversed());
  await store.close();
});

/** Resolves when a condition holds. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await setTimeout(5);
}

test('of the log, the last bytes are kept that the option says, up to a segment more', async () => {
  const value = 'x'.repeat(10_000);
  for (const [keptLogBytes, least, most] of [
    [0, 1, 2],
    [300_000, 4, 7],
    [Number.POSITIVE_INFINITY, 14, 30],
  ] as const) {
    const path = stores.next();
    const store = await openDiskStore({ path, ...SMALL, keptLogBytes }, { forms: FORMS });
    for (let count = 0; count < 100; count++) {
      await store.commit([{ op: 'put', key: ['item', 'a'], value }]);
    }
    await store.close();
    expect(segmentsIn(path)).toBeGreaterThanOrEqual(least);
    expect(segmentsIn(path)).toBeLessThanOrEqual(most);
  }
  for (const keptLogBytes of [-1, 0.5, Number.NaN, '1', null]) {
    const options = { path: stores.next(), keptLogBytes: keptLogBytes as number };
    await expect(openDiskStore(options, { forms: FORMS })).rejects.toThrow(
      'keptLogBytes: expected a non-negative safe integer, or Infinity, got',
    );
  }
});

test('the copy of a database names no writer, since it may get the inode of a file that is gone', async () => {
  const [path, copy] = [stores.next(), stores.next()];
  const store = await openDiskStore({ path }, { forms: FORMS });
  await commitFacts(store);
  await copyCheckpoint(checkpointFolder(path), copy);
  expect(await look(copy, ({ root }) => readWriter(root))).toBe(undefined);
  await store.close();
});

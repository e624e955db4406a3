import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seeded } from '../../../bench/harness/seeded.ts';
import { readCheckpoint } from '../../../src/store/disk/checkpointRecord.ts';
import { checkpointFolder, logFolder } from '../../../src/store/disk/diskFolder.ts';
import { openDiskStore } from '../../../src/store/disk/diskStore.ts';
import {
  decodeHeader,
  encodeHeader,
  LOG_FORMAT,
  type SegmentHeader,
  segmentName,
} from '../../../src/store/disk/segmentHeader.ts';
import { systemFolder } from '../../../src/store/disk/systemFolder.ts';
import { openDatabase } from '../../../src/store/lmdb/databaseFile.ts';
import { lmdbStore } from '../../../src/store/lmdb/lmdbStore.ts';
import { temporaryStores } from '../crash/sampleStore.ts';
import { openSimulated } from './simulatedStores.ts';
import { FORMS, StoreModel } from './storeModel.ts';

const stores = temporaryStores('refusals');
afterAll(() => stores.remove());

/** Large enough that no checkpoint is due before the close. */
const NEVER = 1e9;

/** Opens a store on the real disk with small segments. */
function open(path: string, everyBytes: number) {
  return openSimulated({ path, files: systemFolder(logFolder(path)), forms: FORMS, everyBytes });
}

/** A new store's folder. */
async function newPath(): Promise<string> {
  const path = stores.next();
  await (await openDiskStore({ path }, { forms: FORMS })).close();
  return path;
}

async function fill(
  path: string,
  {
    seed,
    batches = 12,
    everyBytes = NEVER,
  }: { seed: number; batches?: number; everyBytes?: number },
) {
  const [model, random] = [new StoreModel(), seeded(seed)];
  const store = await open(path, everyBytes);
  for (let batch = 0; batch < batches; batch++) {
    await model.commit(store, model.randomBatch(random, { forms: true }), () => false);
  }
  return { store, model };
}

/** A store as a crash leaves it: its log from the first turn on, and nothing in its checkpoint. */
async function crashedStore(seed: number): Promise<{ path: string; model: StoreModel }> {
  const path = await newPath();
  const { store, model } = await fill(path, { seed });
  const copy = stores.copyOf(path);
  await store.close();
  return { path: copy, model };
}

let crashed: { path: string; model: StoreModel };
let other: { path: string };
beforeAll(async () => {
  crashed = await crashedStore(1);
  other = await crashedStore(2);
});

function segment(path: string, number: number): string {
  return join(logFolder(path), segmentName(number));
}

/** The files of the log, and what the checkpoint says, besides who writes. */
async function contentOf(path: string) {
  const log = existsSync(logFolder(path)) ? readdirSync(logFolder(path)).sort() : [];
  const files = log.map((name) => [name, readFileSync(join(logFolder(path), name), 'latin1')]);
  if (!existsSync(join(checkpointFolder(path), 'data.mdb'))) return { files };
  const { root, records } = openDatabase(checkpointFolder(path));
  const entries = [...records.getRange({})].map(({ key, value }) => [
    key,
    value.toString('latin1'),
  ]);
  const checkpoint = readCheckpoint(root);
  await root.close();
  return { files, entries, checkpoint };
}

/** Expects that the store is refused, and that nothing of it changes. */
async function expectRefusal(path: string, why: string, forms = FORMS): Promise<void> {
  const before = await contentOf(path);
  for (let time = 0; time < 2; time++) {
    await expect(openDiskStore({ path }, { forms })).rejects.toThrow(
      `the store at ${path} cannot be opened: ${why}`,
    );
  }
  expect(await contentOf(path)).toEqual(before);
}

/** Without this test, the refusals below would prove nothing. */
test('a store that was left by a crash opens with everything', async () => {
  const path = stores.copyOf(crashed.path);
  expect(readdirSync(logFolder(path)).length).toBeGreaterThan(3);
  const store = await openDiskStore({ path }, { forms: FORMS });
  crashed.model.expectState(store);
  await store.close();
});

describe('a log', () => {
  test('with a segment missing in the middle is refused', async () => {
    const path = stores.copyOf(crashed.path);
    rmSync(segment(path, 2));
    await expectRefusal(path, 'the segment 2 of its log is missing');
  });

  test('without its first segment is refused if the checkpoint needs it', async () => {
    const path = stores.copyOf(crashed.path);
    rmSync(segment(path, 1));
    await expectRefusal(
      path,
      `its log begins at ${headerOf(path, 2).start}, and is needed from 0 on`,
    );
  });

  test('with a segment of another shop is refused', async () => {
    const path = stores.copyOf(crashed.path);
    cpSync(segment(other.path, 3), segment(path, 3));
    await expectRefusal(path, '000000000003.log is of the log of another shop');
  });

  test('of another shop than the checkpoint is refused', async () => {
    const path = stores.copyOf(crashed.path);
    rmSync(logFolder(path), { recursive: true });
    cpSync(logFolder(other.path), logFolder(path), { recursive: true });
    await expectRefusal(path, 'its log and its checkpoint are of different shops');
  });

  test('with two segments swapped is refused', async () => {
    const path = stores.copyOf(crashed.path);
    renameSync(segment(path, 2), segment(path, 9));
    renameSync(segment(path, 3), segment(path, 2));
    renameSync(segment(path, 9), segment(path, 3));
    await expectRefusal(path, 'its log is damaged: 000000000002.log at byte 0');
  });

  test('with a segment that stands in for another one is refused', async () => {
    const path = stores.copyOf(crashed.path);
    const { segment: number } = headerOf(path, 3);
    writeHeader(path, 2, { ...headerOf(path, 2), segment: number });
    await expectRefusal(path, 'its log is damaged: 000000000002.log at byte 0');
  });

  test('of a newer format is refused, and its error says so', async () => {
    const path = stores.copyOf(crashed.path);
    writeHeader(path, 3, { ...headerOf(path, 3), format: LOG_FORMAT + 1 });
    await expectRefusal(
      path,
      'its log has format 3, which a newer version of statecart has written; this one knows 2',
    );
  });

  test('with a record of an unknown form is refused', async () => {
    const path = stores.copyOf(crashed.path);
    const why = 'its log has records of the form 2, which a newer version of statecart has written';
    await expectRefusal(path, why, FORMS.slice(0, 1));
  });
});

describe('a checkpoint', () => {
  test('without its log is refused', async () => {
    const path = await newPath();
    await (await fill(path, { seed: 3 })).store.close();
    for (const name of readdirSync(logFolder(path))) rmSync(join(logFolder(path), name));
    await expectRefusal(path, 'its log is missing');
  });

  test('that is missing is made again from a log that begins with the first turn', async () => {
    const path = stores.copyOf(crashed.path);
    rmSync(checkpointFolder(path), { recursive: true });
    const store = await openDiskStore({ path }, { forms: FORMS });
    crashed.model.expectState(store);
    await store.close();
  });

  test('that is missing is refused if segments have been removed', async () => {
    const path = await newPath();
    await (await fill(path, { seed: 4, everyBytes: 3000 })).store.close();
    rmSync(checkpointFolder(path), { recursive: true });
    const why = 'its checkpoint is missing, and its log does not begin with the first turn';
    await expectRefusal(path, why);
  });

  test('that is older than the segments is refused', async () => {
    const path = await newPath();
    const old = stores.copyOf(path);
    await (await fill(path, { seed: 4, everyBytes: 3000 })).store.close();
    replace(checkpointFolder(path), checkpointFolder(old));
    await expectRefusal(path, 'its log begins at ');
  });

  test('that has more than the log is refused', async () => {
    const path = await newPath();
    await (await fill(path, { seed: 5, batches: 3 })).store.close();
    const old = stores.copyOf(path);
    await (await fill(path, { seed: 6 })).store.close();
    replace(logFolder(path), logFolder(old));
    await expectRefusal(path, 'its log ends at ');
  });

  test('of another history of the shop is refused', async () => {
    const path = await newPath();
    await (await fill(path, { seed: 5, batches: 3 })).store.close();
    const twin = stores.copyOf(path);
    await (await fill(twin, { seed: 7 })).store.close();
    // The same places, with other changes.
    const [one, two] = [stores.copyOf(path), stores.copyOf(path)];
    for (const [copy, value] of [
      [one, 'a'],
      [two, 'b'],
    ] as const) {
      replace(logFolder(copy), logFolder(twin));
      replace(checkpointFolder(copy), checkpointFolder(twin));
      const store = await openDiskStore({ path: copy }, { forms: FORMS });
      await store.commit([{ op: 'put', key: ['a'], value }]);
      await store.close();
    }
    replace(logFolder(one), logFolder(two));
    await expectRefusal(
      one,
      `its log has ${readdirSync(logFolder(one)).sort().at(-1)}, which is of another history of the shop than its checkpoint`,
    );
  });
});

describe('a path of the other kind of store', () => {
  test('is refused by lmdbStore', async () => {
    const path = stores.copyOf(crashed.path);
    await expect(lmdbStore({ path })).rejects.toThrow(
      `the store at ${path} cannot be opened: it is a store of diskStore: `,
    );
    expect(readdirSync(path).sort()).toEqual(['checkpoint', 'log']);
  });

  test('is refused by diskStore', async () => {
    const path = stores.next();
    await (await lmdbStore({ path })).close();
    const files = readdirSync(path);
    await expect(openDiskStore({ path }, { forms: FORMS })).rejects.toThrow(
      `the store at ${path} cannot be opened: it is a store of lmdbStore: statecart export and import move its records to a new path`,
    );
    expect(readdirSync(path)).toEqual(files);
  });
});

function replace(folder: string, by: string): void {
  rmSync(folder, { recursive: true });
  mkdirSync(folder);
  cpSync(by, folder, { recursive: true });
}

function headerOf(path: string, number: number): SegmentHeader {
  return decodeHeader(readFileSync(segment(path, number))) as SegmentHeader;
}

function writeHeader(path: string, number: number, header: SegmentHeader): void {
  const bytes = readFileSync(segment(path, number));
  bytes.set(encodeHeader(header));
  writeFileSync(segment(path, number), bytes);
}

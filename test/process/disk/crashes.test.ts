import { setImmediate } from 'node:timers/promises';
import { afterAll, describe, expect, test } from 'vitest';
import { seeded } from '../../../bench/harness/seeded.ts';
import type { SyncMode } from '../../../src/store/disk/logOptions.ts';
import type { Store } from '../../../src/store/store.ts';
import { seedsFor } from '../../simulation/seeds.ts';
import type { Fate } from './simulatedFile.ts';
import { SimulatedFolder, type Trouble } from './simulatedFolder.ts';
import { openSimulated, simulatedStores } from './simulatedStores.ts';
import { FORMS, StoreModel } from './storeModel.ts';

const stores = simulatedStores('crashes');
afterAll(() => stores.remove());

interface Run {
  readonly seed: number;
  readonly sync: SyncMode;
  readonly trouble: Trouble;
  /** What the next process finds; the memory of the system, too, when left out. */
  readonly fate?: Fate | undefined;
}

/** Batches of the scripted run, in two openings. */
const BATCHES = 8;
/** Bytes of its log that are kept although the checkpoint has them: a segment or two. */
const KEPT_BYTES = 1000;

/** Two openings with rotations, checkpoints and removals. @returns true when it has met its trouble. */
async function runScript({ seed, sync, trouble, fate }: Run): Promise<boolean> {
  const random = seeded(seed);
  const model = new StoreModel();
  const files = new SimulatedFolder(seed);
  files.trouble = trouble;
  const path = await stores.next();
  let atCrash: string | undefined;
  files.onCrash = () => {
    atCrash = stores.copyOf(path);
  };
  for (let opening = 0; opening < 2 && !files.hasCrashed; opening++) {
    const store = await open(path, files, sync);
    if (store === undefined) continue;
    const commits: Promise<void>[] = [];
    for (let batch = 0; batch < BATCHES; batch++) {
      const changes = model.randomBatch(random, { forms: true });
      commits.push(model.commit(store, changes, () => files.hasCrashed));
      commits.at(-1)?.catch(() => {});
      if (random.integer(3) > 0) await commits.at(-1)?.catch(() => {});
      else await setImmediate();
    }
    const ended = await Promise.allSettled(commits);
    const failed = ended.findIndex(({ status }) => status === 'rejected');
    if (failed >= 0)
      expect(ended.slice(failed).every(({ status }) => status === 'rejected')).toBe(true);
    await store.close();
    if (failed >= 0) break;
  }
  const isMet = files.operations >= trouble.at;
  const next = fate === undefined ? files.afterKill() : files.afterCrash(fate);
  const found = { path: atCrash ?? stores.copyOf(path), files: next };
  await expectRecovery(model, { ...found, sync, trouble, fate });
  stores.drop(path);
  return isMet;
}

/** @returns undefined if the disk crashes or fails meanwhile. */
async function open(
  path: string,
  files: SimulatedFolder,
  sync: SyncMode,
): Promise<Store | undefined> {
  const opened = await openSimulated({
    path,
    files,
    sync,
    forms: FORMS,
    keptBytes: KEPT_BYTES,
  }).catch((error: Error) => error);
  if (!(opened instanceof Error)) return opened;
  expect(opened.message).toMatch(/the disk has (crashed|failed)/);
  return undefined;
}

/** Opens what is left, goes on with it, and crashes once more. */
async function expectRecovery(
  model: StoreModel,
  {
    path,
    files,
    sync,
    trouble,
    fate,
  }: Omit<Run, 'seed'> & { path: string; files: SimulatedFolder },
): Promise<void> {
  const random = seeded(trouble.at);
  const store = await openSimulated({ path, files, sync: true, forms: FORMS });
  const survives = sync === true || fate === undefined;
  model.expectState(store, survives ? {} : { atLeast: 0 });
  // Also an opening that writes nothing, and one that is closed before the crash.
  for (let left = random.integer(2) * 3; left > 0; left--) {
    await model.commit(store, model.randomBatch(random, { forms: true }), () => false);
  }
  const isClosed = random.integer(2) === 0;
  if (isClosed) await store.close();
  const copy = stores.copyOf(path);
  const last = files.afterCrash('mixed');
  await store.close();
  const again = await openSimulated({ path: copy, files: last, forms: FORMS });
  model.expectState(again);
  await again.close();
  for (const folder of [path, copy]) stores.drop(folder);
}

const KINDS: readonly Trouble['kind'][] = ['crash before', 'crash after', 'failure'];
const SYNCS: readonly SyncMode[] = [true, { everyMs: 1 }, false];
const FATES: readonly (Fate | undefined)[] = ['lost', 'kept', 'mixed', undefined];

describe.each(KINDS)('a %s', (kind) => {
  test.each(FATES)('at any operation loses nothing acknowledged (unsynced: %s)', async (fate) => {
    for (let at = 1; ; at++) {
      const run = { seed: 1, sync: true, trouble: { at, kind }, fate };
      if (!(await named(run))) break;
    }
  });

  test('at any operation leaves a prefix of the batches in the other modes of sync', async () => {
    for (let at = 1; ; at += 2) {
      const sync = SYNCS[1 + ((at % 4) >> 1)] as SyncMode;
      const fate = FATES[at % 3] as Fate;
      if (!(await named({ seed: 2, sync, trouble: { at, kind }, fate }))) break;
    }
  });
});

/** Runs a script; its error says which one it was. */
async function named(run: Run): Promise<boolean> {
  try {
    return await runScript(run);
  } catch (error) {
    throw new Error(`${JSON.stringify(run)}: ${(error as Error).message}`, { cause: error });
  }
}

test('the scripted run has rotations, checkpoints and removals to crash in', async () => {
  const files = new SimulatedFolder(1);
  const [path, model, random] = [await stores.next(), new StoreModel(), seeded(1)];
  const store = await openSimulated({ path, files, forms: FORMS, keptBytes: KEPT_BYTES });
  for (let batch = 0; batch < BATCHES; batch++) {
    await model.commit(store, model.randomBatch(random, { forms: true }), () => false);
  }
  await store.close();
  const segments = files.list();
  expect(segments.length).toBeGreaterThan(1);
  expect(segments).not.toContain('000000000001.log');
});

/** Openings of one store after the other in a random run. */
const LIVES = 6;

/** Opens a store again and again, each time with other options, until it is closed, crashes or fails. */
async function runLives(seed: number): Promise<void> {
  const random = seeded(seed);
  const forms = random.integer(2) === 0;
  const model = new StoreModel();
  let files = new SimulatedFolder(seed);
  let path = await stores.next();
  // The first batches that the system shows, and those that are on disk.
  let [shown, durable] = [0, 0];
  for (let life = 0; life < LIVES; life++) {
    const kind = KINDS[random.integer(4)];
    files.trouble = kind && { at: 1 + random.integer(60), kind };
    let next: string | undefined;
    files.onCrash = () => {
      next = stores.copyOf(path);
    };
    const sync = SYNCS[random.integer(3)] as SyncMode;
    const sizes = {
      segmentBytes: 600 + random.integer(6000),
      everyBytes: 300 + random.integer(9000),
      keptBytes: random.integer(2) * random.integer(9000),
    };
    const options = { path, files, sync, ...sizes, ...(forms && { forms: FORMS }) };
    const store = await openSimulated(options).catch((error: Error) => error);
    if (store instanceof Error) expect(store.message).toMatch(/the disk has (crashed|failed)/);
    else {
      model.expectState(store, { atLeast: shown });
      durable = model.batches;
      let hasFailed = false;
      for (let left = random.integer(40); left > 0 && !hasFailed; left--) {
        const commit = model
          .commit(store, model.randomBatch(random, { forms }), () => files.hasCrashed)
          .catch(() => {
            hasFailed = true;
          });
        if (random.integer(3) > 0) await commit;
        else if (random.integer(2) > 0) await setImmediate();
      }
      await store.close();
      const isClosed = files.operations < (files.trouble?.at ?? Number.POSITIVE_INFINITY);
      shown = model.acknowledged;
      if (sync === true || isClosed) durable = shown;
    }
    next ??= stores.copyOf(path);
    stores.drop(path);
    path = next;
    const fate = FATES[random.integer(4)];
    files = fate === undefined ? files.afterKill() : files.afterCrash(fate);
    if (fate !== undefined) shown = durable;
  }
  stores.drop(path);
}

const { seeds, title } = seedsFor(60);

test(`a store that crashes and fails at random moments loses nothing acknowledged, ${title}`, async () => {
  for (const seed of seeds) {
    await runLives(seed).catch((error: Error) => {
      throw new Error(`SEED=${seed}: ${error.message}`, { cause: error });
    });
  }
});

import { afterAll, describe, expect, test } from 'vitest';
import { SimulatedFolder } from './simulatedFolder.ts';
import { openSimulated, simulatedStores } from './simulatedStores.ts';
import { FACT, FORMS } from './storeModel.ts';

const stores = simulatedStores('opening');
afterAll(() => stores.remove());

const SEGMENT_BYTES = 20_000;
/** All of the log is kept. */
const SIZES = {
  segmentBytes: SEGMENT_BYTES,
  everyBytes: 50_000,
  keptBytes: Number.POSITIVE_INFINITY,
};

interface Left {
  readonly path: string;
  readonly files: SimulatedFolder;
}

/** A store of many records, each with a fact, as a crash leaves it after some more batches. */
async function storeOf(records: number, batchesSince: number): Promise<Left> {
  const files = new SimulatedFolder(1);
  const path = await stores.next();
  const filling = await openSimulated({ path, files, forms: FORMS, ...SIZES });
  for (let number = 1; number <= records; number++) {
    const contents = { number, text: 'f'.repeat(100) };
    const commit = filling.commitRecords([
      { op: 'put', key: ['record', number], value: 'x'.repeat(300) },
      { op: 'put', key: ['fact', number], value: JSON.stringify(contents), form: FACT, contents },
    ]);
    if (number % 20 === 0) await commit;
  }
  await filling.close();
  const store = await openSimulated({ path, files, forms: FORMS, ...SIZES });
  for (let batch = 0; batch < batchesSince; batch++) {
    await store.commit([{ op: 'put', key: ['record', batch], value: 'y'.repeat(1000) }]);
  }
  const left = { path: stores.copyOf(path), files: files.afterKill() };
  await store.close();
  return left;
}

/** The bytes of log that an opening reads. */
async function bytesReadBy({ path, files }: Left): Promise<number> {
  const store = await openSimulated({ path, files, forms: FORMS, ...SIZES });
  const { bytesRead } = files;
  expect(store.get(['record', 0])?.[0] ?? 'y').toBe('y');
  await store.close();
  return bytesRead;
}

describe('an opening', () => {
  test('reads the log since the checkpoint, not the store', async () => {
    const small = await storeOf(200, 10);
    const large = await storeOf(4000, 10);
    const headers = 512 * (large.files.list().length - small.files.list().length);
    expect(large.files.list().length).toBeGreaterThan(50);
    const [few, many] = [await bytesReadBy(small), await bytesReadBy(large)];
    // Of the segments that the checkpoint has, only the headers.
    expect(Math.abs(many - headers - few)).toBeLessThan(SEGMENT_BYTES);
  });

  test('after a crash reads the log once, and what is left of its last segment', async () => {
    for (const batches of [5, 20, 35]) {
      const left = await storeOf(2000, batches);
      const headers = 512 * left.files.list().length;
      const read = (await bytesReadBy(left)) - headers;
      expect(read).toBeGreaterThan(batches * 1000);
      expect(read).toBeLessThan(batches * 1100 + 3 * SEGMENT_BYTES);
    }
  });

  test('after a close reads the segment in which the log ends', async () => {
    const left = await storeOf(2000, 0);
    const headers = 512 * left.files.list().length;
    expect(await bytesReadBy(left)).toBeLessThan(headers + 3 * SEGMENT_BYTES);
  });
});

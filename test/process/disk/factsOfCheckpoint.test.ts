import { afterAll, expect, test } from 'vitest';
import { seeded } from '../../../bench/harness/seeded.ts';
import { runInWorker } from '../../../src/checkpoint/runInWorker.ts';
import { factRecord } from '../../../src/schema/fact.ts';
import { RECORDS } from '../../../src/schema/table.ts';
import { checkpointFolder } from '../../../src/store/disk/diskFolder.ts';
import { openDiskStore } from '../../../src/store/disk/diskStore.ts';
import { keyOf, openDatabase } from '../../../src/store/lmdb/databaseFile.ts';
import { temporaryStores } from '../crash/sampleStore.ts';

const stores = temporaryStores('facts');
afterAll(() => stores.remove());

const MIB = 1024 * 1024;

/** The numbers of the facts in the database of a closed store. */
async function factsIn(path: string): Promise<unknown[]> {
  const { root, records } = openDatabase(checkpointFolder(path), { readOnly: true });
  try {
    return [...records.getKeys()].flatMap((key) => {
      const [kind, number] = keyOf(key);
      return kind === 'fact' ? [number] : [];
    });
  } finally {
    await root.close();
  }
}

test.each([
  ['a worker', { runCheckpoint: runInWorker }],
  ['the thread of the store', {}],
])(
  'a checkpoint that %s writes has the facts of the log, except for those that are deleted',
  async (_, parts) => {
    const path = stores.next();
    const options = { path, sync: false, keptLogBytes: 0, checkpointEveryBytes: 3 * MIB };
    const store = await openDiskStore(options, { forms: RECORDS, ...parts });
    const random = seeded(1);
    const kept: number[] = [];
    for (let seq = 1; seq <= 8000; seq++) {
      const fact = { type: 'noted', seq, at: seq, text: 'x'.repeat(1000) };
      const changes = [factRecord.put(factRecord.key(seq), [fact])];
      kept.push(seq);
      // Some of them are in the log alone, and others in the checkpoint.
      while (kept.length > 100 && random.integer(3) > 0) {
        const [gone] = kept.splice(random.integer(kept.length), 1);
        changes.push(factRecord.delete(factRecord.key(gone as number)));
      }
      const durable = store.commitRecords?.(changes);
      if (seq % 100 === 0) await durable;
      if (seq % 1000 === 0) {
        const found = [...factRecord.range(store)];
        expect(found.map(([[, first]]) => first)).toEqual(kept);
        for (const [[, first], facts] of found) expect(facts[0]?.seq).toBe(first);
      }
    }
    await store.close();
    expect(await factsIn(path)).toEqual(kept);
  },
);

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { lmdbStore } from 'statecart/lmdb';
import { afterAll, expect, test } from 'vitest';
import type * as compaction from '../../../src/store/lmdb/compactStore.ts';
import { makeStore, readAll, temporaryStores } from '../crash/sampleStore.ts';

// Compiled, since it starts the compiled integrity worker.
const module = new URL('../../../dist/src/store/lmdb/compactStore.js', import.meta.url).href;
const { compactStore } = (await import(module)) as typeof compaction;

const stores = temporaryStores('compact');
afterAll(() => stores.remove());

// It was refused as damaged: LMDB changes the transaction of the references, but not of the pages.
test('a store with values on overflow pages can be compacted again and again', async () => {
  const path = stores.next();
  const content = await makeStore(path);
  for (let round = 0; round < 2; round++) {
    const { before, after } = await compactStore(path);
    expect(after).toBeLessThanOrEqual(before);
    // Without its clean-shutdown marker, the opening checks all pages.
    rmSync(join(path, 'closed'));
    const store = await lmdbStore({ path });
    expect(readAll(store)).toEqual(content);
    await store.commit([{ op: 'put', key: ['fact', round * 5], value: 'g'.repeat(9000) }]);
    await store.commit([{ op: 'put', key: ['fact', round * 5], value: 'f'.repeat(9000) }]);
    await store.close();
  }
});

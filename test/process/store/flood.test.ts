import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { RECORDS } from '../../../src/schema/table.ts';
import { openDiskStore } from '../../../src/store/disk/diskStore.ts';
import { lmdbStore } from '../../../src/store/lmdb/lmdbStore.ts';
import type { Store } from '../../../src/store/store.ts';
import { flood } from '../../rules/shop/flood.ts';
import { runTool } from '../cli/runTool.ts';
import { temporaryStores } from '../crash/sampleStore.ts';

const stores = temporaryStores('flood');
afterAll(() => stores.remove());

const SMALL = { segmentBytes: 64 * 1024, checkpointEveryBytes: 64 * 1024 };
const KEPT_BYTES = 256 * 1024;

const kinds: Readonly<Record<string, (path: string) => Promise<Store>>> = {
  'of LMDB': (path) => lmdbStore({ path, sync: false }),
  'with a log': (path) => {
    const options = { path, sync: false, keptLogBytes: KEPT_BYTES, ...SMALL };
    return openDiskStore(options, { forms: RECORDS });
  },
};

/** The bytes of all files in a folder. */
function bytesIn(path: string): number {
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .map((name) => statSync(join(path, name)))
    .reduce((sum, found) => sum + (found.isFile() ? found.size : 0), 0);
}

describe.each(Object.entries(kinds))('a store %s', (_, open) => {
  it('cannot be filled by visitors with refused checkouts and changes of carts', async () => {
    const path = stores.next();
    const sizes = await flood(await open(path), () => bytesIn(path));
    // All facts of the flood would take 7 MB.
    for (const { bytes } of sizes) expect(bytes).toBeLessThan(3_000_000);
    expect(await runTool(['audit', path])).toMatchObject({ status: 0, stderr: '' });
  });
});

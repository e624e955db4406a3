import * as lmdb from 'lmdb';
import { afterAll, describe, expect, test } from 'vitest';
import { lmdbStore } from '../../../src/store/lmdb/lmdbStore.ts';
import { temporaryStores } from '../crash/sampleStore.ts';

interface Environment {
  readonly path: string;
  readonly env: { readonly address: number };
}

/** What the types of LMDB's package leave out. */
const { allDbs, nativeAddon } = lmdb as unknown as {
  readonly allDbs: ReadonlyMap<string, Environment>;
  readonly nativeAddon: { getEnvFlags(address: number): number };
};

const stores = temporaryStores('sync');
afterAll(() => stores.remove());

/** Flags of LMDB: MDB_NOSYNC, MDB_NOMETASYNC, MDB_MAPASYNC, and that of commits that overlap their fsync. */
const NO_WAIT = 0x10000 | 0x40000 | 0x100000 | 0x1000;

/** The flags with which the store's own database does not wait for the disk. */
async function flagsOf(options: { readonly sync?: boolean }): Promise<number> {
  const path = stores.next();
  const store = await lmdbStore({ path, ...options });
  const { env } = [...allDbs.values()].find((opened) => opened.path === path) as Environment;
  const flags = nativeAddon.getEnvFlags(env.address);
  await store.close();
  return flags & NO_WAIT;
}

describe('every commit of a store', () => {
  test('waits for the disk', async () => {
    expect(await flagsOf({})).toBe(0);
    expect(await flagsOf({ sync: true })).toBe(0);
  });

  test('does not wait for it with sync: false', async () => {
    expect(await flagsOf({ sync: false })).toBe(0x10000);
  });
});

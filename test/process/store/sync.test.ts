import * as lmdb from 'lmdb';
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { lmdbStore } from '../../../src/store/lmdb/lmdbStore.ts';
import { temporaryStores } from '../crash/sampleStore.ts';

const opened: unknown[] = [];
vi.mock('lmdb', async (importOriginal) => {
  const original = await importOriginal<typeof lmdb>();
  const open = (options: lmdb.RootDatabaseOptionsWithPath) => {
    const root = original.open(options);
    opened.push(root);
    return root;
  };
  return { ...original, open };
});

/** What the types of LMDB's package leave out. */
const { nativeAddon } = lmdb as unknown as {
  readonly nativeAddon: { getEnvFlags(address: number): number };
};

const stores = temporaryStores('sync');
afterAll(() => stores.remove());
beforeEach(() => {
  opened.length = 0;
});

/** Flags of LMDB: MDB_NOSYNC, MDB_NOMETASYNC, MDB_MAPASYNC, and that of commits that overlap their fsync. */
const NO_WAIT = 0x10000 | 0x40000 | 0x100000 | 0x1000;

/** The flags with which the store's own database does not wait for the disk. */
async function flagsOf(options: { readonly sync?: boolean }): Promise<number> {
  const store = await lmdbStore({ path: stores.next(), ...options });
  const { env } = opened.at(-1) as { readonly env: { readonly address: number } };
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

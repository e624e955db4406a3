import type { compactStore } from '../store/lmdb/compactStore.ts';
import type { lmdbStore } from '../store/lmdb/lmdbStore.ts';
import type { openSnapshot } from '../store/lmdb/openSnapshot.ts';

interface Lmdb {
  readonly compactStore: typeof compactStore;
  readonly lmdbStore: typeof lmdbStore;
  readonly openSnapshot: typeof openSnapshot;
}

/**
 * Loads the stores on disk. They are loaded when they are needed, because the package `lmdb` is
 * optional.
 *
 * @throws Error that says how to install it, if it is not installed.
 */
export async function loadLmdb(): Promise<Lmdb> {
  try {
    const [compacting, storing, reading] = await Promise.all([
      import('../store/lmdb/compactStore.ts'),
      import('../store/lmdb/lmdbStore.ts'),
      import('../store/lmdb/openSnapshot.ts'),
    ]);
    return { ...compacting, ...storing, ...reading };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'ERR_MODULE_NOT_FOUND' || !message.includes("'lmdb'")) throw error;
    throw new Error('the package lmdb is not installed: npm install lmdb', { cause: error });
  }
}

/**
 * A store on disk, for production: an answered command survives a crash of process and machine.
 *
 * ```ts
 * import { createShop } from 'statecart';
 * import { lmdbStore } from 'statecart/lmdb';
 *
 * const shop = await createShop({ store: await lmdbStore({ path: './shop-data' }) });
 * ```
 *
 * @module statecart/lmdb
 */
export { type LmdbStoreOptions, lmdbStore } from './store/lmdb/lmdbStore.ts';

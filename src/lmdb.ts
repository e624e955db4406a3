/**
 * A store on disk, for real use: what a command has answered survives everything but the disk.
 *
 * ```ts
 * import { createShop } from 'statecart';
 * import { lmdbStore } from 'statecart/lmdb';
 *
 * const shop = await createShop({ store: await lmdbStore({ path: './shop-data' }) });
 * ```
 */
export { type LmdbStoreOptions, lmdbStore } from './store/lmdb/lmdbStore.ts';

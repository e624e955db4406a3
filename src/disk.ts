/**
 * A store on disk, for production: an append-only log, so that commands are answered fast, and a checkpoint of
 * the log in LMDB, so that it opens fast. An answered command survives a crash of process and machine.
 *
 * ```ts
 * import { createShop } from 'statecart';
 * import { diskStore } from 'statecart/disk';
 *
 * const shop = await createShop({ store: await diskStore({ path: './shop-data' }) });
 * ```
 *
 * @module statecart/disk
 */
import { runInWorker } from './checkpoint/runInWorker.ts';
import { RECORDS } from './schema/table.ts';
import { type DiskStoreOptions, openDiskStore } from './store/disk/diskStore.ts';
import type { Store } from './store/store.ts';

export type { SyncMode } from './store/disk/logOptions.ts';
export type { DiskStoreOptions };

/**
 * Opens a store on disk. All batches of one tick of the event loop form one group, which is appended to the log
 * and answered when it is on disk. While it is being written, later batches form the next one.
 *
 * @param options the folder; all else has a default.
 * @throws TypeError or RangeError on misuse; Error if the store is damaged or cannot be read or written, or
 * another store is open on the path, in this process or another.
 *
 * @example
 * const store = await diskStore({ path: './shop-data', sync: { everyMs: 100 } });
 * const shop = await createShop({ store }); // `shop.close()` closes the store
 */
export function diskStore(options: DiskStoreOptions): Promise<Store> {
  return openDiskStore(options, { forms: RECORDS, runCheckpoint: runInWorker });
}

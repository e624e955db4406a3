import { diskStore } from '../../src/disk.ts';
import type { Store } from '../../src/index.ts';
import { lmdbStore } from '../../src/lmdb.ts';
import { LOG_BYTES } from './limits.ts';

export const STORE_KINDS = ['lmdb', 'disk'] as const;
export type StoreKind = (typeof STORE_KINDS)[number];

export interface StoreOptions {
  readonly kind: StoreKind;
  readonly path: string;
  readonly sync: boolean;
}

/** Opens the store of a soak, a log with small segments. */
export function openStore({ kind, path, sync }: StoreOptions): Promise<Store> {
  if (kind === 'lmdb') return lmdbStore({ path, sync });
  return diskStore({
    path,
    sync,
    segmentBytes: LOG_BYTES,
    checkpointEveryBytes: LOG_BYTES,
    keptLogBytes: LOG_BYTES,
  });
}

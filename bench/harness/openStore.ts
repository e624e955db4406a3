import { diskStore } from '../../src/disk.ts';
import type { Store } from '../../src/index.ts';
import { lmdbStore } from '../../src/lmdb.ts';

/** The stores on disk: a log with a checkpoint, and LMDB alone. */
export const DURABLE_KINDS = ['disk', 'lmdb'] as const;
export type DurableKind = (typeof DURABLE_KINDS)[number];

/** @param sync false when a crash of the machine need not be survived. */
export function openStore(kind: DurableKind, path: string, sync = true): Promise<Store> {
  return kind === 'disk' ? diskStore({ path, sync }) : lmdbStore({ path, sync });
}

import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { compactCheckpoint } from './disk/compactCheckpoint.ts';
import { isDiskStore } from './disk/diskFolder.ts';
import { openDiskStore } from './disk/diskStore.ts';
import { openDiskSnapshot } from './disk/openDiskSnapshot.ts';
import { type Compacted, compactStore } from './lmdb/compactStore.ts';
import { dataFile } from './lmdb/databaseFile.ts';
import { lmdbStore } from './lmdb/lmdbStore.ts';
import { openSnapshot } from './lmdb/openSnapshot.ts';
import type { Snapshot } from './snapshot.ts';
import type { RecordForm, Store } from './store.ts';
import type { StoreKindName } from './storeKindNames.ts';

/** What the command-line tool does with a store of one kind. */
export interface StoreKind {
  readonly name: StoreKindName;
  /** The names of the files and folders in a store's folder. */
  readonly entries: readonly string[];
  /** Opens the store at a path, or a new one, for writing. */
  open(path: string): Promise<Store>;
  openSnapshot(path: string): Promise<Snapshot>;
  compact(path: string): Promise<Compacted>;
}

/** @param forms those of all kinds of records. */
export function storeKind(name: StoreKindName, forms: Iterable<RecordForm>): StoreKind {
  if (name === 'lmdb') {
    return {
      name,
      entries: ['data.mdb', 'lock.mdb', 'closed'],
      open: (path) => lmdbStore({ path }),
      openSnapshot,
      compact: compactStore,
    };
  }
  return {
    name,
    entries: ['log', 'checkpoint'],
    open: (path) => openDiskStore({ path }, { forms }),
    openSnapshot: (path) => openDiskSnapshot(path, forms),
    compact: compactCheckpoint,
  };
}

/** The kind of the store at a path. @throws Error if there is no store. */
export function storeKindAt(path: string): StoreKindName {
  const kind = existingKind(path);
  if (kind !== undefined) return kind;
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) throw new Error('there is no such folder');
  if (!found.isDirectory()) throw new Error('it is a file; a store is a folder');
  // Of a folder that this user may not read, nothing can be said.
  accessSync(path, constants.R_OK | constants.X_OK);
  throw new Error(
    'it is no store of statecart: there is no data.mdb in it, and no log; a shop with diskStore({ path }) makes one',
  );
}

/** The kind of the store at a path; undefined if there is none. */
export function existingKind(path: string): StoreKindName | undefined {
  if (isDiskStore(path)) return 'disk';
  return existsSync(dataFile(path)) ? 'lmdb' : undefined;
}

import { statSync } from 'node:fs';
import { join } from 'node:path';
import { type Database, open, type RootDatabase } from 'lmdb';
import type { Key } from '../store.ts';

/** The records of a store, each value with its checksum. */
export type Records = Database<Buffer, (string | number)[]>;

export interface DatabaseFile {
  readonly root: RootDatabase;
  readonly records: Records;
}

export interface DatabaseOptions {
  /** True when a missing database is created; false when left out. */
  readonly create?: boolean;
  readonly readOnly?: boolean;
  /** True when each commit waits for its fsync; true when left out. */
  readonly sync?: boolean;
}

/** The file in a store's folder in which LMDB keeps its data. */
export function dataFile(path: string): string {
  return join(path, 'data.mdb');
}

/** The file in which LMDB keeps its locks and its table of readers. */
export function lockFile(path: string): string {
  return join(path, 'lock.mdb');
}

/** The modes of the files and folders that are made, less what the umask takes: for their owner alone. */
export const FILE_MODE = 0o600;
export const FOLDER_MODE = 0o700;

/** The inodes of a store's files, which change when the store is compacted. */
export interface StoreInodes {
  readonly data: bigint | undefined;
  readonly lock: bigint | undefined;
}

export function inodesOf(path: string): StoreInodes {
  return { data: inodeOf(dataFile(path)), lock: inodeOf(lockFile(path)) };
}

function inodeOf(file: string): bigint | undefined {
  return statSync(file, { bigint: true, throwIfNoEntry: false })?.ino;
}

export function countRecords(records: Records): number {
  return (records.getStats() as { readonly entryCount: number }).entryCount;
}

/** Two pages of the smallest size: every file of LMDB begins with two meta pages. */
const MIN_FILE_BYTES = 8192;

/** @throws Error if the data file is so short that LMDB would initialize it as a new one. */
export function assertNotTruncated(path: string): void {
  const { size } = statSync(dataFile(path));
  if (size >= MIN_FILE_BYTES) return;
  throw new Error(`it has been cut: ${dataFile(path)} has ${size} bytes`);
}

/**
 * Opens the database in a folder. Reads only its meta pages, and writes nothing unless it creates
 * the database.
 *
 * @throws Error if the folder has no database of a store.
 */
export function openDatabase(
  path: string,
  { create = false, readOnly = false, sync = true }: DatabaseOptions = {},
): DatabaseFile {
  const environment = {
    path,
    readOnly,
    noSync: !sync,
    noSubdir: false,
    // A commit is answered when it is on disk, and one commit runs at a time: none may overlap.
    overlappingSync: false,
    eventTurnBatching: false,
    maxDbs: 2,
    permissionsMode: FILE_MODE, // Missing in the types.
  };
  const root = open(environment);
  const options = { encoding: 'binary', create } as const;
  const records: Records | undefined = root.openDB('records', options);
  if (records === undefined) throw new Error('it is no store of statecart');
  return { root, records };
}

/** LMDB returns a key of one element as that element. */
export function keyOf(key: Key | string | number): Key {
  return typeof key === 'object' ? key : [key];
}

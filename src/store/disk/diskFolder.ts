import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { dataFile } from '../lmdb/databaseFile.ts';

/**
 * Up to this size, the database of a checkpoint is verified before its store opens: in about a second after a
 * crash.
 */
export const MAX_VERIFIED_BYTES = 64 * 1024 * 1024;

/** The folder in a store's folder with the segments of its log. */
export function logFolder(path: string): string {
  return join(path, 'log');
}

/** The folder in a store's folder with the database of its checkpoint. */
export function checkpointFolder(path: string): string {
  return join(path, 'checkpoint');
}

/** True when the folder is that of a store with a log. */
export function isDiskStore(path: string): boolean {
  return existsSync(logFolder(path)) || existsSync(checkpointFolder(path));
}

/** @throws Error if the folder is that of a store with a log. */
export function refuseDiskStore(path: string): void {
  if (!isDiskStore(path)) return;
  throw new Error(
    'it is a store of diskStore: statecart export and import move its records to a new path',
  );
}

/** @throws Error if the folder is that of a store without a log. */
export function refuseLmdbStore(path: string): void {
  if (!existsSync(dataFile(path))) return;
  throw new Error(
    'it is a store of lmdbStore: statecart export and import move its records to a new path',
  );
}

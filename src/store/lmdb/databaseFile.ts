import {
  existsSync,
  linkSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { type Database, open, type RootDatabase } from 'lmdb';
import type { Key } from '../store.ts';

/** The sealed records of a store. */
export type Records = Database<Buffer, (string | number)[]>;

export interface DatabaseFile {
  readonly root: RootDatabase;
  readonly records: Records;
}

export interface DatabaseOptions {
  /** Make what is not there? No when left out: a file without records is no store then. */
  readonly create?: boolean;
  readonly readOnly?: boolean;
  /** Wait for the disk with each commit? Yes when left out. */
  readonly sync?: boolean;
}

/** Where LMDB keeps its data in a store's folder. */
export function dataFile(path: string): string {
  return join(path, 'data.mdb');
}

/** Where LMDB keeps its locks and its table of readers. */
export function lockFile(path: string): string {
  return join(path, 'lock.mdb');
}

/** Which files are there under the names of a store: others after it was compacted. */
export interface StoreFiles {
  readonly data: bigint | undefined;
  readonly lock: bigint | undefined;
}

export function filesIn(path: string): StoreFiles {
  return { data: inode(dataFile(path)), lock: inode(lockFile(path)) };
}

function inode(file: string): bigint | undefined {
  return statSync(file, { bigint: true, throwIfNoEntry: false })?.ino;
}

/** How many records there are. */
export function sizeOf(records: Records): number {
  return (records.getStats() as { readonly entryCount: number }).entryCount;
}

/** What the names of folders begin with in which something is made. */
const DRAFT = 'draft-';

/** LMDB begins each file with two of its pages; there is none without them. */
const SMALLEST_FILE_BYTES = 8192;

/** @throws Error if there is a file that LMDB would take for a new one, or for one of its own. */
export function refuseStump(path: string): void {
  const { size } = statSync(dataFile(path));
  if (size >= SMALLEST_FILE_BYTES) return;
  throw new Error(`it has been cut: ${dataFile(path)} has ${size} bytes`);
}

/**
 * Makes a database without records, under another name until it is whole: one that is found under
 * its own name has been whole once, however early the process was killed.
 */
export async function createDatabase(path: string): Promise<void> {
  // A name of its own: others may be at it, in this process, too.
  const draft = mkdtempSync(join(path, DRAFT));
  try {
    reserveLock(draft);
    await openDatabase(draft, { create: true }).root.close();
    publish(dataFile(draft), dataFile(path));
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** What LMDB's file of locks takes, and room to spare. */
const LOCK_BYTES = 16_384;

/**
 * Makes LMDB's file of locks with all its bytes. LMDB itself would make one of holes and write to it
 * in memory: on a full disk that ends the process.
 *
 * @throws Error if the disk is full, or the folder cannot be written.
 */
export function reserveLock(path: string): void {
  const lock = lockFile(path);
  if (existsSync(lock)) return;
  const draft = mkdtempSync(join(path, DRAFT));
  try {
    writeFileSync(lockFile(draft), Buffer.alloc(LOCK_BYTES));
    publish(lockFile(draft), lock);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** Clears away what those have left who were killed while they made a store. */
export function removeDrafts(path: string): void {
  for (const name of readdirSync(path)) {
    if (name.startsWith(DRAFT)) rmSync(join(path, name), { recursive: true, force: true });
  }
}

/** Of several that create at once, all others get what the first one has made. */
function publish(draft: string, path: string): void {
  try {
    linkSync(draft, path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Some file systems know no links: there a file that comes in between would be replaced.
    if (code !== 'EEXIST' && !existsSync(path)) renameSync(draft, path);
  }
}

/**
 * Opens the database in a folder. Touches none of its pages but the first ones, and writes nothing
 * unless it is to create it.
 *
 * @throws Error if there is no database of a store.
 */
export function openDatabase(
  path: string,
  { create = false, readOnly = false, sync = true }: DatabaseOptions = {},
): DatabaseFile {
  const root = open({
    path,
    readOnly,
    noSync: !sync,
    noSubdir: false,
    // A commit is answered when it is on disk, and one runs at a time: nothing may overlap.
    overlappingSync: false,
    eventTurnBatching: false,
    maxDbs: 2,
  });
  const options = { encoding: 'binary', create } as const;
  const records: Records | undefined = root.openDB('records', options);
  if (records === undefined) throw new Error('it is no store of statecart');
  return { root, records };
}

/** LMDB gives a key of one element back as that element. */
export function keyOf(key: Key | string | number): Key {
  return typeof key === 'object' ? key : [key];
}

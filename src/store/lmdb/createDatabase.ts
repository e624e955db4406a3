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
import { dataFile, FILE_MODE, lockFile, openDatabase } from './databaseFile.ts';
import { because } from './makeFolder.ts';

/** Names of temporary folders, in which files are written before they get their own names. */
const TEMPORARY_PREFIX = 'draft-';

/** How old a temporary folder is before it is removed: far longer than a file is written into it. */
const ABANDONED_MS = 60 * 60 * 1000;

/** What LMDB's lock file takes, and room to spare. */
const LOCK_FILE_BYTES = 16_384;

/**
 * Creates a database without records. The data file gets its name only when it is complete, so a
 * process that is killed earlier leaves no incomplete one.
 */
export async function createDatabase(path: string): Promise<void> {
  // A folder of its own: other callers may create the same store, also in this process.
  const temporary = makeTemporaryFolder(path);
  try {
    preallocateLockFile(temporary);
    await openDatabase(temporary, { create: true }).root.close();
    linkIfAbsent(dataFile(temporary), dataFile(path));
  } catch (error) {
    throwUnless(existsSync(dataFile(path)), because('its data file cannot be made', error));
  } finally {
    removeFolder(temporary);
  }
}

/**
 * Creates LMDB's lock file with all its bytes allocated, unless it exists. LMDB would create a sparse
 * file and write to it through a memory map: on a full disk, that ends the process.
 *
 * @throws Error if the disk is full, or the folder cannot be written.
 */
export function preallocateLockFile(path: string): void {
  const lock = lockFile(path);
  if (existsSync(lock)) return;
  const temporary = makeTemporaryFolder(path);
  try {
    // Whoever may read the data of an older store has to write to the table of readers.
    const mode = statSync(dataFile(path), { throwIfNoEntry: false })?.mode ?? FILE_MODE;
    writeFileSync(lockFile(temporary), Buffer.alloc(LOCK_FILE_BYTES), { mode: mode & 0o666 });
    linkIfAbsent(lockFile(temporary), lock);
  } catch (error) {
    throwUnless(existsSync(lock), because('its lock file cannot be made', error));
  } finally {
    removeFolder(temporary);
  }
}

/** A caller that was faster has made the file, and may have removed the temporary folder of this one. */
function throwUnless(isThere: boolean, error: unknown): void {
  if (!isThere) throw error;
}

/** Makes a folder for this user alone. */
function makeTemporaryFolder(path: string): string {
  try {
    return mkdtempSync(join(path, TEMPORARY_PREFIX));
  } catch (error) {
    throw because('its folder cannot be written', error);
  }
}

/**
 * Removes the temporary folders of processes that were killed while they created a store: those that
 * are too old to belong to another opening. LMDB's package ends the process when a folder disappears
 * in which it is opening a database.
 */
export function removeTemporaryFolders(path: string): void {
  for (const name of readdirSync(path)) {
    const folder = join(path, name);
    if (name.startsWith(TEMPORARY_PREFIX) && isAbandoned(folder)) removeFolder(folder);
  }
}

function isAbandoned(folder: string): boolean {
  const found = statSync(folder, { throwIfNoEntry: false });
  return found !== undefined && Date.now() - found.mtimeMs > ABANDONED_MS;
}

function removeFolder(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {} // Another opening is removing it, or the next one will.
}

/** Of several callers that create the same file, the first one wins and the others use its file. */
function linkIfAbsent(temporary: string, path: string): void {
  try {
    linkSync(temporary, path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Some file systems have no links. There, a file created since this check would be replaced.
    if (code !== 'EEXIST' && !existsSync(path)) renameSync(temporary, path);
  }
}

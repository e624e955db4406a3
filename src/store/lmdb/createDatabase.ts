import {
  existsSync,
  linkSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { dataFile, lockFile, openDatabase } from './databaseFile.ts';

/** Names of temporary folders, in which files are written before they get their own names. */
const TEMPORARY_PREFIX = 'draft-';

/** What LMDB's lock file takes, and room to spare. */
const LOCK_FILE_BYTES = 16_384;

/**
 * Creates a database without records. The data file gets its name only when it is complete, so a
 * process that is killed earlier leaves no incomplete one.
 */
export async function createDatabase(path: string): Promise<void> {
  // A folder of its own: other callers may create the same store, also in this process.
  const temporary = mkdtempSync(join(path, TEMPORARY_PREFIX));
  try {
    preallocateLockFile(temporary);
    await openDatabase(temporary, { create: true }).root.close();
    linkIfAbsent(dataFile(temporary), dataFile(path));
  } catch (error) {
    throwUnless(existsSync(dataFile(path)), error);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
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
  const temporary = mkdtempSync(join(path, TEMPORARY_PREFIX));
  try {
    writeFileSync(lockFile(temporary), Buffer.alloc(LOCK_FILE_BYTES));
    linkIfAbsent(lockFile(temporary), lock);
  } catch (error) {
    throwUnless(existsSync(lock), error);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** A caller that was faster has made the file, and may have removed the temporary folder of this one. */
function throwUnless(isThere: boolean, error: unknown): void {
  if (!isThere) throw error;
}

/** Removes the temporary folders of processes that were killed while they created a store. */
export function removeTemporaryFolders(path: string): void {
  for (const name of readdirSync(path)) {
    if (name.startsWith(TEMPORARY_PREFIX))
      rmSync(join(path, name), { recursive: true, force: true });
  }
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

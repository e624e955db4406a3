import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { FOLDER_MODE } from './databaseFile.ts';

/**
 * Makes a store's folder and the folders above it, unless they exist. Makes each one itself: the
 * recursive `mkdir` of Node.js never returns for a path in which a system refuses to make folders by
 * saying that the one above does not exist, as `/proc` does.
 *
 * @returns true when the folder was made.
 * @throws Error if it cannot be made, is no folder, or cannot be written.
 */
export function makeFolder(path: string): boolean {
  const missing: string[] = [];
  // Ends at a folder that exists, at the latest at the root.
  for (let folder = resolve(path); !existsSync(folder); folder = dirname(folder)) {
    if (folder === missing[0]) break;
    missing.unshift(folder);
  }
  let isMade = false;
  for (const [index, folder] of missing.entries()) {
    const isStore = index === missing.length - 1;
    isMade = makeOne(folder, isStore ? FOLDER_MODE : undefined);
  }
  if (!statSync(path).isDirectory()) throw new Error('it is a file; a store is a folder');
  try {
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw because('its folder cannot be written', error);
  }
  return isMade;
}

/** @returns false when another process has just made it. */
function makeOne(folder: string, mode: number | undefined): boolean {
  try {
    mkdirSync(folder, { mode });
    return true;
  } catch (error) {
    const isThere = (error as NodeJS.ErrnoException).code === 'EEXIST';
    if (isThere && existsSync(folder)) return false;
    const what = 'its folder cannot be made';
    if (isThere) throw new Error(`${what}: ${folder} is a symbolic link to a missing folder`);
    throw because(what, error);
  }
}

/** An error that says what was tried, and the reason that the system gives. */
export function because(what: string, error: unknown): Error {
  return new Error(`${what}: ${(error as Error).message}`, { cause: error });
}

/** The error for a path without a store, where none is to be made: the option `create`. */
export function noStore(): Error {
  return new Error('there is no store, and the option create is false');
}

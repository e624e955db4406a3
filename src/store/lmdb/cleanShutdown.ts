import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataFile, FILE_MODE } from './databaseFile.ts';
import { fileChecksum } from './fileChecksum.ts';

/** For a larger file, the checksum takes longer than a caller of `close` may be willing to wait. */
const MAX_CHECKSUM_BYTES = 16 * 2 ** 30;

/**
 * Writes the clean-shutdown marker: a file with the checksum of the closed data file. With it, the
 * next opening reads the bytes once; without it, as after a crash, it reads every record.
 *
 * @param maxBytes no marker is written for a longer file.
 */
export async function writeShutdownMarker(
  path: string,
  maxBytes = MAX_CHECKSUM_BYTES,
): Promise<void> {
  const checksum = await fileChecksum(dataFile(path), maxBytes);
  if (checksum === undefined) return;
  const temporary = `${markerFile(path)}-draft`;
  writeFileSync(temporary, checksum, { flush: true, mode: FILE_MODE });
  renameSync(temporary, markerFile(path));
}

/**
 * Reads the clean-shutdown marker and deletes it.
 *
 * @returns true when the marker was there and the data file is byte by byte as it was closed.
 */
export async function takeShutdownMarker(path: string): Promise<boolean> {
  const marker = readMarker(path);
  if (marker === undefined) return false;
  const isSound = await isUnchanged(path, marker);
  return deleteMarker(path) && isSound;
}

/**
 * True when the clean-shutdown marker is there, and the data file is byte by byte as it was closed. Leaves the
 * marker for the next opening.
 */
export async function isAsClosed(path: string): Promise<boolean> {
  const marker = readMarker(path);
  return marker !== undefined && (await isUnchanged(path, marker));
}

async function isUnchanged(path: string, marker: string): Promise<boolean> {
  return marker === (await fileChecksum(dataFile(path), MAX_CHECKSUM_BYTES));
}

/** @returns false if another opening has just deleted it: it may have written to the file since. */
function deleteMarker(path: string): boolean {
  try {
    rmSync(markerFile(path));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

function markerFile(path: string): string {
  return join(path, 'closed');
}

function readMarker(path: string): string | undefined {
  try {
    return readFileSync(markerFile(path), 'utf8');
  } catch {
    return undefined; // The marker only saves time.
  }
}

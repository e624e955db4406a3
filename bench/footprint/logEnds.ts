import { closeSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';

/** The bytes of a segment that say what it is: a line of JSON, filled with blanks, and its checksum. */
const HEADER_BYTES = 512;
const CHECKSUM_BYTES = 4;

/** The names of the segments of a log, the oldest first. */
export function segmentsOf(store: string): string[] {
  return readdirSync(join(store, 'log')).sort();
}

/**
 * The number of bytes in a log before a segment. The length of its file does not tell: a segment that is
 * written has its full length from the start, and what is not used of it takes no room on the disk.
 *
 * @throws Error if a segment before it has been removed.
 */
export function bytesBefore(store: string, segment: string): number {
  const first = headerOf(store, segmentsOf(store)[0] ?? '');
  if (first.start !== 0) throw new Error('expected the whole log, got one without its beginning');
  return headerOf(store, segment).start;
}

function headerOf(store: string, segment: string): { readonly start: number } {
  const bytes = Buffer.alloc(HEADER_BYTES);
  const file = openSync(join(store, 'log', segment), 'r');
  try {
    readSync(file, bytes, 0, HEADER_BYTES, 0);
  } finally {
    closeSync(file);
  }
  return JSON.parse(bytes.toString('latin1', 0, HEADER_BYTES - CHECKSUM_BYTES));
}

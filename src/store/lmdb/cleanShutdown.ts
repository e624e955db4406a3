import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { dataFile } from './databaseFile.ts';

/** Bytes that are summed up at a time, so that neither memory nor other work suffers. */
const CHUNK_BYTES = 4 * 2 ** 20;

/** One is summed up while the others are read: to read takes longer. */
const CHUNKS_AHEAD = 4;

/** A larger file takes so long to sum up that whoever waits for the close may lose patience. */
const MAX_SUMMED_BYTES = 16 * 2 ** 30;

/**
 * Leaves a note with the sum of the closed data file. A store that is opened with it needs one pass
 * over the bytes; without it, as after a crash, every record is read.
 */
export async function noteCleanClose(path: string): Promise<void> {
  const sum = await sumOf(dataFile(path));
  if (sum === undefined) return;
  const draft = `${noteFile(path)}-draft`;
  writeFileSync(draft, sum, { flush: true });
  renameSync(draft, noteFile(path));
}

/** Is the file, byte by byte, as it was closed? To be asked once: the note is taken away. */
export async function isAsClosed(path: string): Promise<boolean> {
  const noted = readNote(path);
  if (noted === undefined) return false;
  const isSame = noted === (await sumOf(dataFile(path)));
  rmSync(noteFile(path));
  return isSame;
}

function noteFile(path: string): string {
  return join(path, 'closed');
}

function readNote(path: string): string | undefined {
  try {
    return readFileSync(noteFile(path), 'utf8');
  } catch {
    return undefined; // It only saves time.
  }
}

/** Length and CRC-32 of a file that is not too long. */
async function sumOf(file: string): Promise<string | undefined> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    if (size > MAX_SUMMED_BYTES) return undefined;
    const chunks = Array.from({ length: CHUNKS_AHEAD }, () => Buffer.allocUnsafe(CHUNK_BYTES));
    const readAt = (position: number) => {
      const chunk = chunks[(position / CHUNK_BYTES) % CHUNKS_AHEAD] as Buffer;
      return handle.read(chunk, 0, Math.min(CHUNK_BYTES, size - position), position);
    };
    const ahead = (CHUNKS_AHEAD - 1) * CHUNK_BYTES;
    const reads: ReturnType<typeof readAt>[] = [];
    for (let next = 0; next < Math.min(ahead, size); next += CHUNK_BYTES) reads.push(readAt(next));
    let sum = 0;
    for (let position = 0; position < size; position += CHUNK_BYTES) {
      const { bytesRead, buffer } = await (reads.shift() as (typeof reads)[0]);
      if (position + ahead < size) reads.push(readAt(position + ahead));
      sum = crc32(buffer.subarray(0, bytesRead), sum);
    }
    return `${size} ${sum}\n`;
  } finally {
    await handle.close();
  }
}

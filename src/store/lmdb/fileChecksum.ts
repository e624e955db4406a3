import { open } from 'node:fs/promises';
import { crc32 } from 'node:zlib';

/** Bytes that are summed up at a time: bounds the memory, and the pause for other work. */
const CHUNK_BYTES = 4 * 2 ** 20;

/** Chunks that are read concurrently: reading takes longer than summing up. */
const CHUNKS_AHEAD = 4;

/** Length and CRC-32 of a file; undefined if it is longer than `maxBytes`. */
export async function fileChecksum(file: string, maxBytes: number): Promise<string | undefined> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    if (size > maxBytes) return undefined;
    const chunks = Array.from({ length: CHUNKS_AHEAD }, () => Buffer.allocUnsafe(CHUNK_BYTES));
    const readAt = (position: number) => {
      const chunk = chunks[(position / CHUNK_BYTES) % CHUNKS_AHEAD] as Buffer;
      return handle.read(chunk, 0, Math.min(CHUNK_BYTES, size - position), position);
    };
    const ahead = (CHUNKS_AHEAD - 1) * CHUNK_BYTES;
    const reads: ReturnType<typeof readAt>[] = [];
    for (let next = 0; next < Math.min(ahead, size); next += CHUNK_BYTES) reads.push(readAt(next));
    let checksum = 0;
    for (let position = 0; position < size; position += CHUNK_BYTES) {
      const { bytesRead, buffer } = await (reads.shift() as (typeof reads)[0]);
      if (position + ahead < size) reads.push(readAt(position + ahead));
      checksum = crc32(buffer.subarray(0, bytesRead), checksum);
    }
    return `${size} ${checksum}\n`;
  } finally {
    await handle.close();
  }
}

import { crc32 } from 'node:zlib';
import type { Key } from '../store.ts';

/** Bytes before the text: a CRC-32 of key and text, which LMDB itself does not keep. */
const SEAL_BYTES = 4;

/** An upper bound of what {@link seal} writes for a text. */
export function sealedSize(text: string): number {
  return SEAL_BYTES + text.length * 3;
}

/** Writes the text with its seal into `target` from `offset` on. @returns the bytes written. */
export function seal(key: Key, text: string, target: Buffer, offset = 0): Buffer {
  const length = target.write(text, offset + SEAL_BYTES, 'utf8');
  const sealed = target.subarray(offset, offset + SEAL_BYTES + length);
  sealed.writeUInt32LE(sumOf(key, sealed), 0);
  return sealed;
}

/** The text of a sealed value. @throws Error if it is not what was written under this key. */
export function unseal(key: Key, sealed: Buffer): string {
  if (sealed.length < SEAL_BYTES || sealed.readUInt32LE(0) !== sumOf(key, sealed)) {
    throw new Error(`the entry ${JSON.stringify(key)} is damaged`);
  }
  return sealed.toString('utf8', SEAL_BYTES);
}

function sumOf(key: Key, sealed: Buffer): number {
  return crc32(sealed.subarray(SEAL_BYTES), crc32(key.join('\0')));
}

import { crc32 } from 'node:zlib';
import type { Key } from '../store.ts';

/**
 * Bytes of the checksum before each text: a CRC-32 that starts from a hash of the key and covers the
 * value with zeros in the place of the checksum. LMDB itself stores nothing by which it could detect
 * an overwritten page.
 */
const CHECKSUM_BYTES = 4;

/** An upper bound of the bytes that a text takes with its checksum. */
export function maxSizeWithChecksum(text: string): number {
  return CHECKSUM_BYTES + text.length * 3;
}

/** Writes texts with their checksums one after the other into one piece of memory. */
export class ChecksumBuffer {
  readonly #bytes: Buffer;
  #end = 0;

  /** @param size the sum of {@link maxSizeWithChecksum} over all texts. */
  constructor(size: number) {
    this.#bytes = Buffer.allocUnsafeSlow(size);
  }

  /** The text with its checksum, as a view of this buffer's memory. */
  withChecksum(key: Key, text: string): Buffer {
    const start = this.#end;
    const length = this.#bytes.write(text, start + CHECKSUM_BYTES, 'utf8');
    this.#end = start + CHECKSUM_BYTES + length;
    const value = this.#bytes.subarray(start, this.#end);
    value.writeUInt32LE(0, 0);
    value.writeUInt32LE(crc32(value, hashOf(key)), 0);
    return value;
  }
}

/**
 * The text of a value with a checksum. Overwrites the checksum with zeros.
 *
 * @throws Error if the value is not what was written under this key.
 */
export function verifyChecksum(key: Key, value: Buffer): string {
  if (value.length >= CHECKSUM_BYTES) {
    const checksum = value.readUInt32LE(0);
    value.writeUInt32LE(0, 0);
    if (checksum === crc32(value, hashOf(key))) return value.toString('utf8', CHECKSUM_BYTES);
  }
  throw new Error(`the entry ${JSON.stringify(key)} is damaged`);
}

/** FNV-1a over the characters of the elements (Fowler, Noll, Vo; 32 bits). */
function hashOf(key: Key): number {
  let hash = 0x811c9dc5;
  for (const element of key) {
    const text = typeof element === 'string' ? element : String(element);
    for (let index = 0; index < text.length; index++) {
      hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
    }
    hash = Math.imul(hash ^ 0xffff, 0x01000193);
  }
  return hash >>> 0;
}

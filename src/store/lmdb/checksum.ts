import { crc32 } from 'node:zlib';
import type { Key } from '../store.ts';

/**
 * Bytes of the seal in front of each text: a CRC-32 that begins with a hash of the key and goes over
 * the text, in the seal's own place zeros. LMDB itself keeps nothing by which it could see that a
 * page was overwritten.
 */
const SEAL_BYTES = 4;

/** An upper bound of the bytes that a text takes with its seal. */
export function sealedSize(text: string): number {
  return SEAL_BYTES + text.length * 3;
}

/** Seals texts one behind the other in one piece of memory. */
export class Sealer {
  readonly #bytes: Buffer;
  #end = 0;

  constructor(size: number) {
    this.#bytes = Buffer.allocUnsafeSlow(size);
  }

  /** The text with its seal: valid as long as the sealer is. */
  seal(key: Key, text: string): Buffer {
    const start = this.#end;
    const length = this.#bytes.write(text, start + SEAL_BYTES, 'utf8');
    this.#end = start + SEAL_BYTES + length;
    const sealed = this.#bytes.subarray(start, this.#end);
    sealed.writeUInt32LE(0, 0);
    sealed.writeUInt32LE(crc32(sealed, hashOf(key)), 0);
    return sealed;
  }
}

/**
 * The text of a sealed value, of which the seal is taken off.
 *
 * @throws Error if it is not what was written under this key.
 */
export function unseal(key: Key, sealed: Buffer): string {
  if (sealed.length >= SEAL_BYTES) {
    const seal = sealed.readUInt32LE(0);
    sealed.writeUInt32LE(0, 0);
    if (seal === crc32(sealed, hashOf(key))) return sealed.toString('utf8', SEAL_BYTES);
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

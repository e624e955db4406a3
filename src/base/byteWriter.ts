const FIRST_SIZE = 256;

/** A varint of a safe integer has 53 bits at most, seven in each byte. */
const LONGEST_VARINT = 8;

const DOUBLE = new Float64Array(1);
const DOUBLE_BYTES = new Uint8Array(DOUBLE.buffer);

/**
 * Writes numbers and texts into one buffer that is used again: see {@link ByteReader}. By hand,
 * because the libraries for it write texts as UTF-8, which loses lone surrogates, and numbers above 2^32
 * as objects.
 */
export class ByteWriter {
  #words = new Uint32Array(FIRST_SIZE / 4);
  #bytes = new Uint8Array(this.#words.buffer);
  #length = 0;

  /** The buffer. It is another one after a call that has made it grow. */
  get bytes(): Uint8Array {
    return this.#bytes;
  }

  /** The buffer as words, for copying. */
  get words(): Uint32Array {
    return this.#words;
  }

  /** The bytes that have been written since {@link ByteWriter.clear}. */
  get length(): number {
    return this.#length;
  }

  clear(): void {
    this.#length = 0;
  }

  /** Writes an integer from 0 to 255. */
  writeByte(value: number): void {
    this.#ensureRoom(1);
    this.#bytes[this.#length++] = value;
  }

  /** Writes a safe integer from 0 on: seven bits in a byte, the lowest first (LEB128). */
  writeVarint(value: number): void {
    this.#ensureRoom(LONGEST_VARINT);
    const bytes = this.#bytes;
    let position = this.#length;
    let rest = value;
    if (value > 0x7fffffff) {
      // Operators on bits see 32 of them only, and `%` is slow on larger numbers.
      rest = Math.floor(value / 2 ** 28);
      const low = (value - rest * 2 ** 28) | 0;
      bytes[position++] = (low & 0x7f) | 0x80;
      bytes[position++] = ((low >>> 7) & 0x7f) | 0x80;
      bytes[position++] = ((low >>> 14) & 0x7f) | 0x80;
      bytes[position++] = (low >>> 21) | 0x80;
    }
    rest |= 0;
    while (rest >= 0x80) {
      bytes[position++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    bytes[position++] = rest;
    this.#length = position;
  }

  /** Writes any safe integer: the sign is the lowest bit, so that small ones of either sign are short. */
  writeSigned(value: number): void {
    const isNegative = value < 0;
    const sign = isNegative ? 1 : 0;
    const size = isNegative ? -1 - value : value;
    // As one varint, it would need a bit more than a safe integer has.
    const rest = Math.floor(size / 0x40);
    const low = (((size - rest * 0x40) << 1) | sign) & 0x7f;
    if (rest === 0) {
      this.writeByte(low);
    } else {
      this.writeByte(low | 0x80);
      this.writeVarint(rest);
    }
  }

  /** Writes any number, in eight bytes. */
  writeDouble(value: number): void {
    DOUBLE[0] = value;
    this.writeBytes(DOUBLE_BYTES, 0, 8);
  }

  /** Writes bytes as they are. */
  writeBytes(bytes: Uint8Array, start: number, end: number): void {
    this.#ensureRoom(end - start);
    const to = this.#bytes;
    let position = this.#length;
    for (let index = start; index < end; index++) to[position++] = bytes[index] as number;
    this.#length = position;
  }

  /** Overwrites a byte that has been written. */
  setByte(at: number, value: number): void {
    this.#bytes[at] = value;
  }

  /** Replaces the byte at `at`, one written for this, by the number of bytes after it, as a varint. */
  insertLength(at: number): void {
    const count = this.#length - at - 1;
    if (count < 0x80) {
      this.#bytes[at] = count;
      return;
    }
    let more = 0;
    for (let rest = Math.floor(count / 0x80); rest > 0; rest = Math.floor(rest / 0x80)) more++;
    this.#ensureRoom(more);
    this.#bytes.copyWithin(at + 1 + more, at + 1, this.#length);
    this.#length = at;
    this.writeVarint(count);
    this.#length += count;
  }

  /** Goes back to a length that it had before: what was written since is dropped. */
  rewind(length: number): void {
    this.#length = length;
  }

  /** Writes any text, with one byte for a character if none is above U+00FF, otherwise with two. */
  writeText(text: string): void {
    const { length } = text;
    const start = this.#length;
    this.writeVarint(length * 2);
    this.#ensureRoom(length);
    const bytes = this.#bytes;
    let position = this.#length;
    for (let index = 0; index < length; index++) {
      const code = text.charCodeAt(index);
      if (code > 0xff) {
        this.#length = start;
        this.#writeWideText(text);
        return;
      }
      bytes[position++] = code;
    }
    this.#length = position;
  }

  #writeWideText(text: string): void {
    const { length } = text;
    this.writeVarint(length * 2 + 1);
    this.#ensureRoom(length * 2);
    const bytes = this.#bytes;
    let position = this.#length;
    for (let index = 0; index < length; index++) {
      const code = text.charCodeAt(index);
      bytes[position++] = code & 0xff;
      bytes[position++] = code >>> 8;
    }
    this.#length = position;
  }

  #ensureRoom(count: number): void {
    if (this.#length + count > this.#bytes.length) this.#grow(this.#length + count);
  }

  #grow(needed: number): void {
    const words = new Uint32Array(Math.ceil(Math.max(needed, this.#bytes.length * 2) / 4));
    words.set(this.#words);
    this.#words = words;
    this.#bytes = new Uint8Array(words.buffer);
  }
}

import type { ByteRange } from './byteArena.ts';

/**
 * Reads what a {@link ByteWriter} has written, in the same order. Each method throws a RangeError where the
 * bytes end too early: damaged bytes end no other way.
 */
export class ByteReader {
  readonly #bytes: Buffer;
  readonly #end: number;
  #position: number;

  constructor({ bytes, start, end }: ByteRange) {
    this.#bytes = bytes;
    this.#position = start;
    this.#end = end;
  }

  /** True when bytes are left. */
  get hasMore(): boolean {
    return this.#position < this.#end;
  }

  readByte(): number {
    if (this.#position >= this.#end) throw endsTooEarly();
    return this.#bytes[this.#position++] as number;
  }

  readVarint(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 0x80) {
      if (this.#position >= this.#end) throw endsTooEarly();
      const byte = this.#bytes[this.#position++] as number;
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
  }

  readSigned(): number {
    const low = this.readByte();
    const size = ((low & 0x7f) >>> 1) + (low < 0x80 ? 0 : this.readVarint() * 0x40);
    return (low & 1) === 0 ? size : -1 - size;
  }

  readDouble(): number {
    const start = this.#position;
    this.skip(8);
    return this.#bytes.readDoubleLE(start);
  }

  /** The position of the next byte. */
  get position(): number {
    return this.#position;
  }

  skip(bytes: number): void {
    if (bytes > this.#end - this.#position) throw endsTooEarly();
    this.#position += bytes;
  }

  readText(): string {
    const head = this.readVarint();
    const isWide = head % 2 === 1;
    const start = this.#position;
    this.skip(isWide ? head - 1 : head / 2);
    return this.#bytes.toString(isWide ? 'utf16le' : 'latin1', start, this.#position);
  }
}

function endsTooEarly(): RangeError {
  return new RangeError('expected more bytes');
}

import type { ByteRange } from './byteArena.ts';

/** Reads what a {@link ByteWriter} has written, in the same order. */
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

  /** True when more has been read than there was. */
  get isBeyond(): boolean {
    return this.#position > this.#end;
  }

  /** @throws RangeError if no byte is left. */
  readByte(): number {
    if (this.#position >= this.#end) throw new RangeError('expected a byte, got the end of them');
    return this.#bytes[this.#position++] as number;
  }

  readVarint(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 0x80) {
      const byte = this.readByte();
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
    const value = this.#bytes.readDoubleLE(this.#position);
    this.#position += 8;
    return value;
  }

  /** The position of the next byte. */
  get position(): number {
    return this.#position;
  }

  skip(bytes: number): void {
    this.#position += bytes;
  }

  readText(): string {
    const head = this.readVarint();
    const isWide = head % 2 === 1;
    const start = this.#position;
    this.#position += isWide ? head - 1 : head / 2;
    return this.#bytes.toString(isWide ? 'utf16le' : 'latin1', start, this.#position);
  }
}

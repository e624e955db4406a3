import { ByteReader } from '../../base/byteReader.ts';
import type { SharedTexts } from './sharedTexts.ts';

/** Reads what a {@link PackWriter} has written, in the same order. */
export class PackReader extends ByteReader {
  readonly #shared: SharedTexts;

  /** @param shared the texts of the same segment. */
  constructor(bytes: Buffer, start: number, end: number, shared: SharedTexts) {
    super({ bytes, start, end });
    this.#shared = shared;
  }

  readShared(): string {
    const number = this.readVarint();
    return number === 0 ? this.readText() : this.#shared.textOf(number - 1);
  }

  sharedText(number: number): string {
    return this.#shared.textOf(number);
  }
}

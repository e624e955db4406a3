import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import {
  damageError,
  HAS_OVERFLOW,
  HEADER_BYTES,
  META_BYTES,
  type Meta,
  metaAt,
  type Node,
  type Page,
  pageAt,
  readUint64,
} from './pageLayout.ts';

/** LMDB's data file, read page by page without LMDB. */
export class PageFile {
  readonly #file: number;
  readonly pageBytes: number;
  readonly metas: readonly [Meta, Meta];
  /** The number of whole pages in the file. */
  readonly pages: number;

  /** @throws Error if the file does not begin with two valid meta pages. */
  constructor(path: string) {
    this.#file = openSync(path, 'r');
    try {
      const first = metaAt(this.#read(0, META_BYTES), 0);
      const { pageBytes } = first;
      if (!first.isValid || pageBytes < 512 || pageBytes > 65_536) {
        throw damageError('its first page');
      }
      this.pageBytes = pageBytes;
      const second = metaAt(this.#read(pageBytes, META_BYTES), 1);
      if (!second.isValid || second.pageBytes !== pageBytes) throw damageError('its second page');
      this.metas = [first, second];
      this.pages = Math.floor(fstatSync(this.#file).size / pageBytes);
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** @throws Error if it is not the page of this number, or not one of these kinds. */
  page(number: number, kinds: number): Page {
    const bytes = this.#read(number * this.pageBytes, this.pageBytes);
    return pageAt(bytes, { number, kinds });
  }

  /** The value of a node, also if it is on overflow pages. */
  valueOf({ flags, size, data }: Node): Buffer {
    if ((flags & HAS_OVERFLOW) === 0) return data;
    return this.#read(readUint64(data, 0) * this.pageBytes + HEADER_BYTES, size);
  }

  /** The number of overflow pages that a value of `size` bytes takes. */
  overflowPages(size: number): number {
    return Math.floor((HEADER_BYTES - 1 + size) / this.pageBytes) + 1;
  }

  close(): void {
    closeSync(this.#file);
  }

  #read(position: number, length: number): Buffer {
    const bytes = Buffer.allocUnsafe(length);
    const isPosition = Number.isSafeInteger(position);
    if (!isPosition || readSync(this.#file, bytes, 0, length, position) < length) {
      throw new Error('it has been cut');
    }
    return bytes;
  }
}

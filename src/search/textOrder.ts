import { grown } from './grown.ts';
import { RowLists } from './rowLists.ts';
import type { RowFilter, SortIndex } from './sortIndex.ts';
import type { TopK } from './topK.ts';

/** Characters in a key, of 7 bits each: 49 of the 53 bits that a number holds exactly. */
const KEY_LENGTH = 7;
const BASE = 128;

/** The key of a text that sorts before, or after, all texts that begin with the common prefix. */
const KEY_BEFORE = -1;
const KEY_AFTER = BASE ** KEY_LENGTH;

/** Rows whose keys begin with the same two characters are in one bin. */
const BINS = BASE ** 2;
const KEYS_PER_BIN = BASE ** (KEY_LENGTH - 2);

/**
 * Rows sorted by a text, by UTF-16 code units. Each row has a numeric key in that order, so comparing
 * two rows mostly compares two numbers and no strings. Texts that begin alike may have the same key.
 */
export class TextOrder implements SortIndex {
  /** By row; never larger for a text that comes earlier. */
  keys: Float64Array<ArrayBuffer> = new Float64Array();
  readonly #textOf: (row: number) => string | undefined;
  #bins = new RowLists();
  /** A common beginning of most texts, such as `SKU-000`, which the keys leave out. */
  #prefix = '';
  /** The common beginning of all texts that have ever been added. */
  #commonPrefix: string | undefined;

  /** @param textOf the text of a row; undefined for a row without a product. */
  constructor(textOf: (row: number) => string | undefined) {
    this.#textOf = textOf;
  }

  add(row: number): void {
    const text = this.#text(row);
    this.#commonPrefix = commonPrefix(this.#commonPrefix ?? text, text);
    if (row >= this.keys.length) this.#grow(row);
    this.#insert(row, text);
  }

  remove(row: number): void {
    this.#bins.remove(this.#binOf(row), row);
  }

  offerTo(top: TopK, filter: RowFilter): void {
    for (let bin = 0; bin < BINS && !top.isFull; bin++) {
      if (this.#bins.size(bin) > 0) top.offer(filter.filterRows(this.#bins.rows(bin)));
    }
  }

  /** Below 0 if the text of row `a` comes first. */
  compare(a: number, b: number): number {
    const difference = (this.keys[a] as number) - (this.keys[b] as number);
    if (difference !== 0) return difference;
    const first = this.#text(a);
    const second = this.#text(b);
    return first < second ? -1 : first > second ? 1 : 0;
  }

  #keyOf(text: string): number {
    const prefix = this.#prefix;
    if (!text.startsWith(prefix)) return text < prefix ? KEY_BEFORE : KEY_AFTER;
    let key = 0;
    let isExact = true;
    for (let at = prefix.length; at < prefix.length + KEY_LENGTH; at++) {
      const code = isExact && at < text.length ? text.charCodeAt(at) : 0;
      // Larger codes share the last one; what follows such a character is not part of the key.
      if (code >= BASE - 1) isExact = false;
      key = key * BASE + Math.min(code, BASE - 1);
    }
    return key;
  }

  #insert(row: number, text: string): void {
    this.keys[row] = this.#keyOf(text);
    this.#bins.add(this.#binOf(row), row);
  }

  #binOf(row: number): number {
    const bin = Math.floor((this.keys[row] as number) / KEYS_PER_BIN);
    return Math.max(0, Math.min(BINS - 1, bin));
  }

  #text(row: number): string {
    return this.#textOf(row) as string;
  }

  /** Also adopts the common prefix as it is by now, since all keys are copied anyway. */
  #grow(row: number): void {
    this.keys = grown(this.keys, new Float64Array(Math.max(1024, row * 2)));
    if (this.#commonPrefix === this.#prefix) return;
    this.#prefix = this.#commonPrefix ?? '';
    this.#bins = new RowLists();
    for (let at = 0; at < row; at++) {
      const text = this.#textOf(at);
      if (text !== undefined) this.#insert(at, text);
    }
  }
}

function commonPrefix(a: string, b: string): string {
  if (b.startsWith(a)) return a;
  let length = 0;
  while (length < b.length && a[length] === b[length]) length++;
  return a.slice(0, length);
}

import { grown } from './columns.ts';
import { RowLists } from './rowLists.ts';
import type { KeptOrder, PassingRows, TopRows } from './topK.ts';

/** Characters in a key, of 7 bits each: 49 of the 53 that a number holds exactly. */
const LENGTH = 7;
const BASE = 128;

/** A text that comes before, or behind, all those that begin with the common prefix. */
const BEFORE_ALL = -1;
const BEHIND_ALL = BASE ** LENGTH;

/** Rows whose keys begin with the same two characters are in one bucket. */
const BUCKETS = BASE ** 2;
const PER_BUCKET = BASE ** (LENGTH - 2);

/**
 * Rows in the order of a text, by UTF-16 code units. For each row there is a number in that order:
 * to compare two rows mostly takes two numbers and no strings. Texts that begin alike may have the
 * same number.
 */
export class TextOrder implements KeptOrder {
  /** By row; never larger for a text that comes before. */
  keys: Float64Array<ArrayBuffer> = new Float64Array();
  readonly #textOf: (row: number) => string | undefined;
  #buckets = new RowLists();
  /** What most texts begin with, and what says nothing therefore: `SKU-000`. */
  #prefix = '';
  /** What all of them begin with, that have ever been added. */
  #common: string | undefined;

  /** @param textOf the text of a row; undefined when it has none. */
  constructor(textOf: (row: number) => string | undefined) {
    this.#textOf = textOf;
  }

  add(row: number): void {
    const text = this.#text(row);
    this.#common = commonPrefix(this.#common ?? text, text);
    if (row >= this.keys.length) this.#grow(row);
    this.#enter(row, text);
  }

  remove(row: number): void {
    this.#buckets.remove(this.#bucketOf(row), row);
  }

  offerTo(top: TopRows, passing: PassingRows): void {
    for (let bucket = 0; bucket < BUCKETS && !top.isFull; bucket++) {
      if (this.#buckets.size(bucket) > 0) top.offer(passing.among(this.#buckets.all(bucket)));
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
    if (!text.startsWith(prefix)) return text < prefix ? BEFORE_ALL : BEHIND_ALL;
    let key = 0;
    let isPlain = true;
    for (let at = prefix.length; at < prefix.length + LENGTH; at++) {
      const code = isPlain && at < text.length ? text.charCodeAt(at) : 0;
      // All that do not fit have the last code, behind which the key says no more.
      if (code >= BASE - 1) isPlain = false;
      key = key * BASE + Math.min(code, BASE - 1);
    }
    return key;
  }

  #enter(row: number, text: string): void {
    this.keys[row] = this.#keyOf(text);
    this.#buckets.add(this.#bucketOf(row), row);
  }

  #bucketOf(row: number): number {
    const bucket = Math.floor((this.keys[row] as number) / PER_BUCKET);
    return Math.max(0, Math.min(BUCKETS - 1, bucket));
  }

  #text(row: number): string {
    return this.#textOf(row) as string;
  }

  /** A good time to look what the texts have in common by now: the keys are moved anyway. */
  #grow(row: number): void {
    this.keys = grown(this.keys, new Float64Array(Math.max(1024, row * 2)));
    if (this.#common === this.#prefix) return;
    this.#prefix = this.#common ?? '';
    this.#buckets = new RowLists();
    for (let at = 0; at < row; at++) {
      const text = this.#textOf(at);
      if (text !== undefined) this.#enter(at, text);
    }
  }
}

function commonPrefix(a: string, b: string): string {
  if (b.startsWith(a)) return a;
  let length = 0;
  while (length < b.length && a[length] === b[length]) length++;
  return a.slice(0, length);
}

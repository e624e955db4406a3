import { flattenString } from '../../base/flattenString.ts';

/** Longest text that is shared: longer ones rarely come again, and a table of them takes memory. */
export const MAX_SHARED_LENGTH = 64;

/** Texts in one table: beyond it, new texts are written where they stand. About 10 MB of memory. */
export const MAX_SHARED_TEXTS = 65_536;

/**
 * Numbers texts that come again and again in one segment of a log: SKUs, users, event types, names of
 * members. A text is written once, in the group in which it first comes; records hold its number.
 */
export class SharedTexts {
  readonly #numbers = new Map<string, number>();
  readonly #texts: string[] = [];

  /** The number of texts; the next new one gets this number. */
  get size(): number {
    return this.#texts.length;
  }

  /** The number of a text, which is added unless it is too long or the table is full; otherwise -1. */
  numberOf(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    if (text.length > MAX_SHARED_LENGTH || this.#texts.length >= MAX_SHARED_TEXTS) return -1;
    return this.add(flattenString(text));
  }

  /** The number of a text that has one; otherwise -1. */
  find(text: string): number {
    return this.#numbers.get(text) ?? -1;
  }

  /** Adds a text that a log has. @returns its number. */
  add(text: string): number {
    const number = this.#texts.length;
    this.#texts.push(text);
    this.#numbers.set(text, number);
    return number;
  }

  /** Drops the texts that were added since there were `size` of them. */
  rewind(size: number): void {
    for (const text of this.#texts.splice(size)) this.#numbers.delete(text);
  }

  /** @throws RangeError if no text has this number. */
  textOf(number: number): string {
    const text = this.#texts[number];
    if (text === undefined) {
      throw new RangeError(`expected one of ${this.size} shared texts, got ${number}`);
    }
    return text;
  }
}

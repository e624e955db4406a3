import { flattenString } from './flattenString.ts';
import { ShardedMap } from './shardedMap.ts';

/**
 * Numbers texts, so that records hold a small number in place of a text that many of them share. A
 * text is kept for ever: not for texts that a visitor can make unique.
 */
export class Interner {
  readonly #numbers = new ShardedMap<number>();
  readonly #texts: string[] = [];

  /** The number of texts; the next new one gets this number. */
  get size(): number {
    return this.#texts.length;
  }

  /** The number of a text: 0, 1, 2, ... in the order in which they first came. */
  numberOf(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.#texts.length;
    this.#texts.push(flattenString(text));
    this.#numbers.set(text, number);
    return number;
  }

  /** @throws RangeError if no text has this number. */
  textOf(number: number): string {
    const text = this.#texts[number];
    if (text === undefined)
      throw new RangeError(`expected one of ${this.size} texts, got ${number}`);
    return text;
  }
}

/** Looks texts up in an interner for a place where mostly the same text comes again. */
export class RecentText {
  readonly #interner: Interner;
  #text: string | undefined = undefined;
  #number = 0;

  constructor(interner: Interner) {
    this.#interner = interner;
  }

  /** The number that the interner gives the text. */
  numberOf(text: string): number {
    if (text === this.#text) return this.#number;
    this.#number = this.#interner.numberOf(text);
    this.#text = this.#interner.textOf(this.#number);
    return this.#number;
  }
}

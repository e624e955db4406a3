import sortedBtree from 'sorted-btree';
import { grown } from './columns.ts';
import { singular } from './words.ts';

// CommonJS: what it exports by default is a member of what Node.js imports.
const BTree = sortedBtree.default;

/** Behind every word that begins alike: no letter or digit is this. */
const AFTER_ALL = '\uffff';

/** All words of the catalogue and their singulars, by number and in order. */
export class Lexicon {
  readonly #ids = new Map<string, number>();
  readonly #sorted = new BTree<string, number>(undefined, compare);
  readonly #words: string[] = [];
  readonly #unused: number[] = [];
  #singulars = new Uint32Array();
  #products = new Uint32Array();
  #written = new Uint32Array();

  /** Words have numbers below it. */
  get end(): number {
    return this.#words.length;
  }

  /** The number of a word that some product has. */
  find(word: string): number | undefined {
    const id = this.#ids.get(word);
    return id === undefined || this.products(id) === 0 ? undefined : id;
  }

  word(id: number): string {
    return this.#words[id] as string;
  }

  /** The number of its singular, which is mostly its own. Of words that stand in products only. */
  singular(id: number): number {
    return this.#singulars[id] as number;
  }

  /** Products that have the word, or one whose singular it is. */
  products(id: number): number {
    return this.#products[id] as number;
  }

  /** Products in which it stands just so. */
  written(id: number): number {
    return this.#written[id] as number;
  }

  /** The number of the word, which is a new one if there is none. */
  enter(word: string): number {
    const id = this.#ids.get(word) ?? this.#new(word);
    // While it stands nowhere, its singular may have been forgotten.
    if (this.written(id) === 0) {
      const term = singular(word);
      this.#singulars[id] = term === word ? id : (this.#ids.get(term) ?? this.#new(term));
    }
    return id;
  }

  #new(word: string): number {
    const id = this.#unused.pop() ?? this.#words.length;
    if (id >= this.#singulars.length) this.#grow(Math.max(1024, id * 2));
    this.#words[id] = word;
    this.#ids.set(word, id);
    this.#sorted.set(word, id);
    return id;
  }

  /** Counts a product that has the word from now on, or has it no longer. */
  count(id: number, { isWritten, change }: { isWritten: boolean; change: 1 | -1 }): void {
    this.#products[id] = this.products(id) + change;
    if (isWritten) this.#written[id] = this.written(id) + change;
  }

  /** Forgets a word that no product has and nothing else knows of. */
  forget(id: number): void {
    const word = this.word(id);
    this.#ids.delete(word);
    this.#sorted.delete(word);
    this.#words[id] = '';
    this.#unused.push(id);
  }

  /** Is there such a number? */
  has(id: number): boolean {
    return this.#words[id] !== '';
  }

  /** The words that begin so and some product has, in order. */
  beginningWith(beginning: string): number[] {
    const found: number[] = [];
    this.#sorted.forRange(beginning, beginning + AFTER_ALL, false, (_, id) => {
      if (this.products(id) > 0) found.push(id);
    });
    return found;
  }

  /**
   * The words that one typo makes of this one and some product has: a letter less, more or another,
   * or two neighbours swapped. Itself is not among them.
   *
   * By hand, although libraries know the distance of two words: to measure that of each word of the
   * catalogue takes too long. Here every word that can be is looked up, and only letters are tried
   * with which some word goes on.
   */
  near(word: string): Set<number> {
    const letters = [...word];
    const found = new Set<number>();
    const lookUp = (...parts: string[]) => {
      const candidate = parts.join('');
      const id = candidate === word ? undefined : this.find(candidate);
      if (id !== undefined) found.add(id);
    };
    for (let at = 0; at <= letters.length; at++) {
      const [before, here, after] = around(letters, at);
      const [, next = '', rest] = around(letters, at + 1);
      if (here !== '') lookUp(before, after);
      if (next !== '') lookUp(before, next, here, rest);
      const goesOn = this.#lettersAfter(before);
      for (const letter of goesOn) {
        lookUp(before, letter, here, after);
        if (here !== '') lookUp(before, letter, after);
      }
      // No word begins so: neither does one with a letter changed further back.
      if (goesOn.length === 0) break;
    }
    return found;
  }

  /** The different letters with which words go on that begin so. */
  #lettersAfter(beginning: string): string[] {
    const letters: string[] = [];
    let from = beginning;
    for (;;) {
      const word = this.#sorted.nextHigherKey(from);
      if (word === undefined || !word.startsWith(beginning)) return letters;
      const letter = String.fromCodePoint(word.codePointAt(beginning.length) as number);
      letters.push(letter);
      from = beginning + letter + AFTER_ALL;
    }
  }

  #grow(size: number): void {
    this.#singulars = grown(this.#singulars, new Uint32Array(size));
    this.#products = grown(this.#products, new Uint32Array(size));
    this.#written = grown(this.#written, new Uint32Array(size));
  }
}

/** The letters in front of a place, the one there, and those behind it. */
function around(letters: readonly string[], at: number): readonly [string, string, string] {
  return [letters.slice(0, at).join(''), letters[at] ?? '', letters.slice(at + 1).join('')];
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

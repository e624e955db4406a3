import sortedBtree from 'sorted-btree';
import { MAX_TYPO_LETTERS } from '../base/limits.ts';
import { grown } from './grown.ts';
import { singular } from './words.ts';

// A CommonJS package: Node.js imports all of its exports, Bun and bundlers import the default one.
const BTree = sortedBtree.default ?? (sortedBtree as unknown as typeof sortedBtree.default);

/** Sorts after every letter and digit: a prefix followed by it is after all words with the prefix. */
const LAST_CHARACTER = '\uffff';

/** All words of the catalogue and their singulars, called terms, by number and in sort order. */
export class TermDictionary {
  readonly #terms = new Map<string, number>();
  readonly #sorted = new BTree<string, number>(undefined, compare);
  readonly #words: string[] = [];
  readonly #unused: number[] = [];
  #singulars = new Uint32Array();
  #documentFrequencies = new Uint32Array();
  #verbatimFrequencies = new Uint32Array();
  #version = 0;

  /** Rises with each change of what products have. */
  get version(): number {
    return this.#version;
  }

  /** Every term has a number below it. */
  get end(): number {
    return this.#words.length;
  }

  /** Undefined for a word that no product has. */
  find(word: string): number | undefined {
    const term = this.#terms.get(word);
    return term === undefined || this.documentFrequency(term) === 0 ? undefined : term;
  }

  word(term: number): string {
    return this.#words[term] as string;
  }

  /** The term of its singular, mostly the term itself. Only for terms that a product has verbatim. */
  singular(term: number): number {
    return this.#singulars[term] as number;
  }

  /** The number of products that have the term, or a word whose singular it is. */
  documentFrequency(term: number): number {
    return this.#documentFrequencies[term] as number;
  }

  /** The number of products that have the term itself. */
  verbatimFrequency(term: number): number {
    return this.#verbatimFrequencies[term] as number;
  }

  /** @returns the term of the word, a new one if there is none. */
  intern(word: string): number {
    const term = this.#terms.get(word) ?? this.#create(word);
    // While no product has the term, its singular may have been deleted.
    if (this.verbatimFrequency(term) === 0) {
      const form = singular(word);
      this.#singulars[term] = form === word ? term : (this.#terms.get(form) ?? this.#create(form));
    }
    return term;
  }

  #create(word: string): number {
    const term = this.#unused.pop() ?? this.#words.length;
    if (term >= this.#singulars.length) this.#grow(Math.max(1024, term * 2));
    this.#words[term] = word;
    this.#terms.set(word, term);
    this.#sorted.set(word, term);
    return term;
  }

  /** Counts a product that now has the term, or no longer has it. */
  count(term: number, { isVerbatim, change }: { isVerbatim: boolean; change: 1 | -1 }): void {
    this.#version++;
    this.#documentFrequencies[term] = this.documentFrequency(term) + change;
    if (isVerbatim) this.#verbatimFrequencies[term] = this.verbatimFrequency(term) + change;
  }

  /** Deletes a term that no product has and no posting refers to. */
  delete(term: number): void {
    const word = this.word(term);
    this.#terms.delete(word);
    this.#sorted.delete(word);
    this.#words[term] = '';
    this.#unused.push(term);
  }

  /** True when the number, which is below {@link end}, is in use. */
  has(term: number): boolean {
    return this.#words[term] !== '';
  }

  /** The terms with this prefix that some product has, in sort order. */
  withPrefix(prefix: string): number[] {
    const found: number[] = [];
    this.#sorted.forRange(prefix, prefix + LAST_CHARACTER, false, (_, term) => {
      if (this.documentFrequency(term) > 0) found.push(term);
    });
    return found;
  }

  /**
   * The terms one typo away that some product has: with a letter missing, added or replaced, or with
   * two neighbours swapped. Excludes the word itself.
   *
   * Written by hand, although there are libraries for edit distance: computing the distance to every
   * term of the catalogue takes too long. This looks up every word that one typo can make, and tries
   * only letters with which some term continues.
   */
  fuzzyMatches(word: string): Set<number> {
    const letters = [...word];
    const found = new Set<number>();
    const lookUp = (...parts: string[]) => {
      const candidate = parts.join('');
      const term = candidate === word ? undefined : this.find(candidate);
      if (term !== undefined) found.add(term);
    };
    for (let at = 0; at <= letters.length; at++) {
      const [before, here, after] = splitAt(letters, at);
      const [, next = '', rest] = splitAt(letters, at + 1);
      if (here !== '') lookUp(before, after);
      if (next !== '') lookUp(before, next, here, rest);
      const continuations = this.#lettersAfter(before);
      for (const letter of continuations) {
        lookUp(before, letter, here, after);
        if (here !== '') lookUp(before, letter, after);
      }
      // If no term has this prefix, no term has one of the longer prefixes that follow.
      if (continuations.length === 0) break;
    }
    return found;
  }

  /** The first distinct letters that follow the prefix in some term. */
  #lettersAfter(prefix: string): string[] {
    const letters: string[] = [];
    let from = prefix;
    for (;;) {
      const word = this.#sorted.nextHigherKey(from);
      if (word === undefined || !word.startsWith(prefix)) return letters;
      const letter = String.fromCodePoint(word.codePointAt(prefix.length) as number);
      letters.push(letter);
      if (letters.length === MAX_TYPO_LETTERS) return letters;
      from = prefix + letter + LAST_CHARACTER;
    }
  }

  #grow(size: number): void {
    this.#singulars = grown(this.#singulars, new Uint32Array(size));
    this.#documentFrequencies = grown(this.#documentFrequencies, new Uint32Array(size));
    this.#verbatimFrequencies = grown(this.#verbatimFrequencies, new Uint32Array(size));
  }
}

/** The letters before an index, the letter at it, and the letters after it. */
function splitAt(letters: readonly string[], at: number): readonly [string, string, string] {
  return [letters.slice(0, at).join(''), letters[at] ?? '', letters.slice(at + 1).join('')];
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

import type { Seeded } from '../harness/seeded.ts';
import { vocabulary } from '../search/vocabulary.ts';
import { ID_LENGTH, TEXT_LENGTH, WORDS } from './limits.ts';

const ID_LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-';

/** Makes the names and texts of a shop: the same ones for the same random numbers. */
export class Texts {
  readonly #random: Seeded;
  readonly #words: readonly string[];

  /** @param words the random numbers of the vocabulary, which is the same one for things of all kinds. */
  constructor({ words, random }: { readonly words: Seeded; readonly random: Seeded }) {
    this.#random = random;
    this.#words = vocabulary(WORDS, words);
  }

  /** Three words. */
  name(): string {
    return flatText([this.#word(), this.#word(), this.#word()].join(' '));
  }

  /** Words up to the length of a short description: `TEXT_LENGTH` characters, or the end of a word that reaches it. */
  description(): string {
    let text = this.#word();
    while (text.length < TEXT_LENGTH) text += ` ${this.#word()}`;
    return flatText(text);
  }

  #word(): string {
    return this.#words[this.#random.integer(this.#words.length)] as string;
  }
}

/** An id like those of nanoid. */
export function idOf(random: Seeded): string {
  const letters = Array.from({ length: ID_LENGTH }, () =>
    ID_LETTERS.charAt(random.integer(ID_LETTERS.length)),
  );
  return flatText(letters.join(''));
}

/**
 * The text in one piece of memory, as a service gets it with a request. V8 keeps a text that was put together
 * as a tree of its pieces, which takes more.
 */
export function flatText(text: string): string {
  return Buffer.from(text).toString();
}

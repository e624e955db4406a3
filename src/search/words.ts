import pluralize from 'pluralize';

/** Where a word of a product stands; the number is what it counts in the relevance. */
export const PLACE = { name: 3, category: 2, description: 1 } as const;

export type Place = (typeof PLACE)[keyof typeof PLACE];

/** The texts of a product that are searched. */
export interface ProductText {
  readonly name: string;
  readonly category: string;
  readonly description?: string;
}

/** Calls `visit` with each text of the product and its place, the weightiest first. */
export function eachText(
  { name, category, description }: ProductText,
  visit: (text: string, place: Place) => void,
): void {
  visit(name, PLACE.name);
  visit(category, PLACE.category);
  if (description !== undefined) visit(description, PLACE.description);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII begins with them.
const ASCII = /^[\x00-\x7f]*$/;

/** The words of a text, folded: runs of letters and digits without case and accents. */
export function wordsOf(text: string): string[] {
  // Most texts are ASCII: that way takes a fifth of the time.
  const words = ASCII.test(text)
    ? text.toLowerCase().match(/[a-z0-9]+/g)
    : foldCase(text.normalize('NFKD').replace(/\p{Mark}/gu, '')).match(/[\p{Letter}\p{Number}]+/gu);
  return words ?? [];
}

/** Both ways, so that ß is ss, and the Turkish dotless ı is i. */
function foldCase(text: string): string {
  return text.toUpperCase().toLowerCase();
}

/** Shorter words, and codes with digits, are nobody's plural: `us`, `is`, `2s`. */
const MIN_PLURAL_LENGTH = 3;

/** The singular of a folded English word: cables and cable are the same, and so are knives and knife. */
export function singular(word: string): string {
  if (word.length < MIN_PLURAL_LENGTH || /\P{Letter}/u.test(word)) return word;
  return pluralize.singular(word);
}

/** The last word of a text asked for may be just the beginning of one from so many letters on. */
const MIN_BEGINNING_LENGTH = 3;

/** A word of so many letters and more may have one typo. */
const MIN_TYPO_LENGTH = 5;

/** A word of a text that is asked for. */
export interface QueryWord {
  /** As asked for, folded. */
  readonly word: string;
  readonly singular: string;
  /** Are words that begin with it meant as well? */
  readonly isBeginning: boolean;
  /** Is a typo forgiven when no product has all words? */
  readonly mayHaveTypo: boolean;
}

/** The different words of a text that is asked for; only the last can be a beginning. */
export function queryWords(text: string): QueryWord[] {
  const words = wordsOf(text);
  const last = words.at(-1);
  return [...new Set(words)].map((word) => {
    const letters = [...word].length;
    return {
      word,
      singular: singular(word),
      isBeginning: word === last && letters >= MIN_BEGINNING_LENGTH,
      mayHaveTypo: letters >= MIN_TYPO_LENGTH,
    };
  });
}

/**
 * Has the product every word, as it is, in another number, or for the last one as a beginning? No
 * typo is forgiven: whether one is depends on the whole catalogue.
 */
export function hasAllWords(product: ProductText, wanted: readonly QueryWord[]): boolean {
  const words: string[] = [];
  eachText(product, (text) => words.push(...wordsOf(text)));
  const terms = [...words, ...words.map(singular)];
  return wanted.every(({ word, singular: term, isBeginning }) =>
    isBeginning
      ? terms.some((found) => found === term || found.startsWith(word))
      : terms.includes(term),
  );
}

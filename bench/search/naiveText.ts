import pluralize from 'pluralize';

/** The text that naive searches look into: the words and their singulars, between spaces. */
export interface TermText {
  readonly terms: string;
  readonly words: number;
}

/** Makes term texts; it remembers words, since most occur again. */
export function termMaker(): (text: string) => TermText {
  const singulars = new Map<string, string>();
  return (text) => {
    const words = wordsOf(text);
    const terms = new Set(words);
    for (const word of words) {
      let known = singulars.get(word);
      if (known === undefined) {
        known = singularOf(word);
        singulars.set(word, known);
      }
      terms.add(known);
    }
    return { terms: ` ${[...terms].join(' ')} `, words: words.length };
  };
}

/** One word of a query, in the form in which it occurs in term texts. */
export interface WantedTerm {
  readonly whole: string;
  /** Undefined if only a whole word matches. */
  readonly beginning: string | undefined;
}

/** Only the last word may match as a prefix, from three letters on. Typos are not corrected. */
export function wantedTerms(text: string): WantedTerm[] {
  const words = wordsOf(text);
  const last = words.at(-1);
  return [...new Set(words)].map((word) => ({
    whole: ` ${singularOf(word)} `,
    beginning: word === last && [...word].length >= 3 ? ` ${word}` : undefined,
  }));
}

/** Sequences of letters and digits, without case and accents. */
export function wordsOf(text: string): string[] {
  const folded = text
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase();
  return folded.match(/[\p{Letter}\p{Number}]+/gu) ?? [];
}

function singularOf(word: string): string {
  return word.length < 3 || /\P{Letter}/u.test(word) ? word : pluralize.singular(word);
}

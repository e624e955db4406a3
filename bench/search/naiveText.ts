import pluralize from 'pluralize';

/** What naive searches look into instead of a text: its words and their singulars, between spaces. */
export interface TermText {
  readonly terms: string;
  readonly words: number;
}

/** Makes term texts; most words come again. */
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

/** One word of a query as it is looked for in term texts. */
export interface WantedTerm {
  readonly whole: string;
  /** Undefined where only a whole word counts. */
  readonly beginning: string | undefined;
}

/** Only the last word may be a beginning, from three letters on. No typo is forgiven. */
export function wantedTerms(text: string): WantedTerm[] {
  const words = wordsOf(text);
  const last = words.at(-1);
  return [...new Set(words)].map((word) => ({
    whole: ` ${singularOf(word)} `,
    beginning: word === last && [...word].length >= 3 ? ` ${word}` : undefined,
  }));
}

/** Runs of letters and digits, without case and accents. */
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

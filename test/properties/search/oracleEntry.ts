import distance from 'damerau-levenshtein';
import type { Product } from '../../../src/index.ts';
import { type QueryWord, queryWords } from '../../../src/search/queryWords.ts';
import { singular, wordsOf } from '../../../src/search/words.ts';

/** The words of one field of a product, and the weight of a word there. */
interface Field {
  readonly weight: number;
  readonly words: readonly string[];
  /** The words and their singulars. */
  readonly terms: ReadonlySet<string>;
}

/** A product, and its texts as words. */
export interface OracleEntry {
  readonly product: Product;
  readonly name: Field;
  /** Name, category and description. */
  readonly fields: readonly Field[];
  /** Those of all fields. */
  readonly words: ReadonlySet<string>;
  readonly terms: ReadonlySet<string>;
}

const MAX_COUNTED_NAME_WORDS = 255;

/** @param before the entry of the same SKU, whose words are taken over if the texts are the same. */
export function entryOf(product: Product, before: OracleEntry | undefined): OracleEntry {
  if (before !== undefined && hasSameTexts(product, before.product)) return { ...before, product };
  const name = fieldOf(product.name, 3);
  const fields = [name, fieldOf(product.category, 2), fieldOf(product.description ?? '', 1)];
  return {
    product,
    name,
    fields,
    words: new Set(fields.flatMap(({ words }) => words)),
    terms: new Set(fields.flatMap(({ terms }) => [...terms])),
  };
}

function hasSameTexts(a: Product, b: Product): boolean {
  const hasSameDescription = (a.description ?? '') === (b.description ?? '');
  return a.name === b.name && a.category === b.category && hasSameDescription;
}

function fieldOf(text: string, weight: number): Field {
  const words = wordsOf(text);
  return { weight, words, terms: new Set([...words, ...words.map(singular)]) };
}

/** The number of words in the name, as far as the relevance counts them. */
export function nameLength({ name }: OracleEntry): number {
  return Math.min(name.words.length, MAX_COUNTED_NAME_WORDS);
}

/**
 * The entries that have every word of the text, with their scores. Typos are forgiven only when no
 * entry has every word as it is.
 */
export function matchesOf(
  text: string,
  entries: Iterable<OracleEntry>,
): ReadonlyMap<OracleEntry, number> {
  const words = queryWords(text);
  const all = [...entries];
  const matching = (forgivesTypos: boolean) => {
    const matches = new Map<OracleEntry, number>();
    for (const entry of all) {
      const points = score(entry.fields, words, forgivesTypos);
      if (points > 0) matches.set(entry, points);
    }
    return matches;
  };
  const exact = matching(false);
  return exact.size > 0 ? exact : matching(true);
}

/** The score of the words in the name alone, 0 if it lacks one of them. Forgives no typos. */
export function nameScore({ name }: OracleEntry, words: readonly QueryWord[]): number {
  return score([name], words, false);
}

/** The sum over the words; 0 if the fields lack one of them. */
function score(
  fields: readonly Field[],
  words: readonly QueryWord[],
  forgivesTypos: boolean,
): number {
  let points = 0;
  for (const word of words) {
    let best = 0;
    for (const field of fields) best = Math.max(best, wordScore(field, word, forgivesTypos));
    if (best === 0) return 0;
    points += best;
  }
  return points;
}

function wordScore({ weight, terms }: Field, word: QueryWord, forgivesTypos: boolean): number {
  if (terms.has(word.singular)) return 2 * weight;
  if (!word.isPrefix && !forgivesTypos) return 0;
  const mayDiffer = forgivesTypos && word.mayHaveTypo;
  for (const term of terms) {
    if (word.isPrefix && term.startsWith(word.word)) return weight;
    if (mayDiffer && isOneTypo(word.singular, term)) return weight;
  }
  return 0;
}

/** For pairs of words that were compared before: whether they are one typo apart. */
const typos = new Map<string, boolean>();

function isOneTypo(wanted: string, term: string): boolean {
  if (Math.abs(wanted.length - term.length) > 2) return false;
  const pair = `${wanted} ${term}`;
  const known = typos.get(pair) ?? distance([...wanted], [...term]).steps === 1;
  typos.set(pair, known);
  return known;
}

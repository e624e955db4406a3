import distance from 'damerau-levenshtein';
import type { Product } from '../../../src/index.ts';
import { type QueryWord, queryWords } from '../../../src/search/queryWords.ts';
import { singular, wordsOf } from '../../../src/search/words.ts';
import type { Facets, SearchOptions, Suggestion } from '../../../src/search.ts';
import type { Wanted } from './filterSpec.ts';

/** What a search or a list of suggestions has to come to, with products by their SKUs. */
export interface Page {
  readonly total: number;
  readonly skus: readonly string[];
  readonly facets?: Facets;
}

/** The words of one text of a product, and what a word there counts. */
interface Field {
  readonly weight: number;
  readonly words: readonly string[];
  /** The words and their singulars. */
  readonly terms: ReadonlySet<string>;
}

interface Entry {
  readonly product: Product;
  /** Name, category and description. */
  readonly fields: readonly Field[];
  /** Those of all fields. */
  readonly terms: ReadonlySet<string>;
}

interface Text {
  readonly words: readonly QueryWord[];
  readonly forgivesTypos: boolean;
}

const MAX_COUNTED_NAME_WORDS = 255;

/** Searches a plain map of products by asking each of them: slow, and easy to believe. */
export class Oracle {
  readonly #entries = new Map<string, Entry>();

  get size(): number {
    return this.#entries.size;
  }

  get(sku: string): Product | undefined {
    return this.#entries.get(sku)?.product;
  }

  all(): Product[] {
    return [...this.#entries.values()].map(({ product }) => product);
  }

  /** One that is known keeps its place in the order of adding. */
  put(product: Product): void {
    const { name, category, description = '' } = product;
    const before = this.#entries.get(product.sku);
    const sameText =
      before?.product.name === name &&
      before.product.category === category &&
      (before.product.description ?? '') === description;
    if (sameText) {
      this.#entries.set(product.sku, { ...before, product });
      return;
    }
    const fields = [field(name, 3), field(category, 2), field(description, 1)];
    const terms = new Set(fields.flatMap(({ terms }) => [...terms]));
    this.#entries.set(product.sku, { product, fields, terms });
  }

  remove(sku: string): void {
    this.#entries.delete(sku);
  }

  search(wanted: readonly Wanted[], options: SearchOptions = {}): Page {
    const texts = wanted.flatMap((one) => (one.kind === 'text' ? [this.#ask(one.text)] : []));
    const others = wanted.filter(({ kind }) => kind !== 'text');
    const found = [...this.#entries.values()].filter(
      (entry) =>
        texts.every((fitting) => fitting.has(entry)) &&
        others.every((one) => passes(entry.product, one)),
    );
    const sort = options.sort ?? (texts.length > 0 ? 'relevance' : undefined);
    if (sort !== undefined) {
      const points = (entry: Entry) => sum(texts.map((fitting) => fitting.get(entry) ?? 0));
      const first: (a: Entry, b: Entry) => number = {
        relevance: (a: Entry, b: Entry) =>
          texts.length === 0 ? 0 : points(b) - points(a) || nameLength(a) - nameLength(b),
        price: (a: Entry, b: Entry) => a.product.priceMinor - b.product.priceMinor,
        rating: (a: Entry, b: Entry) => b.product.rating - a.product.rating,
        name: (a: Entry, b: Entry) => compare(a.product.name, b.product.name),
        newest: (a: Entry, b: Entry) => b.product.createdAt - a.product.createdAt,
      }[sort];
      found.sort((a, b) => first(a, b) || compare(a.product.sku, b.product.sku));
    }
    const { limit = 100, offset = 0, facets = false } = options;
    const names = facets === true ? FACETS : facets === false ? [] : facets;
    return {
      total: found.length,
      skus: found.slice(offset, offset + limit).map(({ product }) => product.sku),
      ...(names.length > 0 && { facets: facetsOf(found, names) }),
    };
  }

  suggest(text: string, { limit = 10 }: { limit?: number } = {}): Suggestion[] {
    const typed = wordsOf(text);
    const beginning = typed.at(-1);
    if (beginning === undefined) return [];
    const before = typed.slice(0, -1);
    const entries = [...this.#entries.values()];
    const written = new Map<string, number>();
    for (const { fields } of entries) {
      for (const word of new Set(fields.flatMap(({ words }) => words))) {
        written.set(word, (written.get(word) ?? 0) + 1);
      }
    }
    // Of a singular and its plurals, the one that most products have.
    const best = new Map<string, string>();
    for (const word of [...written.keys()].filter((word) => word.startsWith(beginning)).sort()) {
      const known = best.get(singular(word));
      if (known === undefined || (written.get(word) ?? 0) > (written.get(known) ?? 0)) {
        best.set(singular(word), word);
      }
    }
    const among = entries.filter(({ terms }) => before.every((word) => terms.has(singular(word))));
    const words = [...best]
      .map(([term, word]) => [word, among.filter(({ terms }) => terms.has(term)).length] as const)
      .filter(([, count]) => count > 0)
      .map(([word, count]) => ({
        kind: 'words' as const,
        text: [...before, word].join(' '),
        count,
      }))
      .sort((a, b) => b.count - a.count || compare(a.text, b.text))
      .slice(0, Math.ceil(limit / 2));
    const query = { words: queryWords(text), forgivesTypos: false };
    const named = entries
      .map((entry) => ({ entry, sum: relevance(entry.fields.slice(0, 1), query) }))
      .filter(({ sum }) => sum > 0)
      .sort(
        (a, b) =>
          b.sum - a.sum ||
          nameLength(a.entry) - nameLength(b.entry) ||
          compare(a.entry.product.sku, b.entry.product.sku),
      )
      .slice(0, limit - words.length)
      .map(({ entry: { product } }) => ({
        kind: 'product' as const,
        text: product.name,
        sku: product.sku,
      }));
    return [...words, ...named];
  }

  /**
   * The products with every word, and how well they fit. Typos are forgiven when no product at all
   * has every word as it is.
   */
  #ask(text: string): Map<Entry, number> {
    const words = queryWords(text);
    for (const forgivesTypos of [false, true]) {
      const fitting = new Map<Entry, number>();
      for (const entry of this.#entries.values()) {
        const points = relevance(entry.fields, { words, forgivesTypos });
        if (points > 0) fitting.set(entry, points);
      }
      if (fitting.size > 0) return fitting;
    }
    return new Map();
  }
}

function field(text: string, weight: number): Field {
  const words = wordsOf(text);
  return { weight, words, terms: new Set([...words, ...words.map(singular)]) };
}

function passes(product: Product, wanted: Wanted): boolean {
  switch (wanted.kind) {
    case 'category':
      return wanted.names.includes(product.category);
    case 'price': {
      const { minMinor = 0, maxMinor = Number.MAX_SAFE_INTEGER } = wanted;
      return minMinor <= product.priceMinor && product.priceMinor <= maxMinor;
    }
    case 'rating':
      return product.rating >= wanted.minimum;
    case 'inStock':
      return product.available > 0;
    case 'own':
      return wanted.passes(product);
    case 'text':
      throw new Error('texts are asked of the whole catalogue');
  }
}

/** What the words count in the texts, 0 if they have not all of them. */
function relevance(fields: readonly Field[], { words, forgivesTypos }: Text): number {
  let points = 0;
  for (const word of words) {
    let best = 0;
    for (const field of fields) best = Math.max(best, countIn(field, word, forgivesTypos));
    if (best === 0) return 0;
    points += best;
  }
  return points;
}

function countIn({ weight, terms }: Field, word: QueryWord, forgivesTypos: boolean): number {
  if (terms.has(word.singular)) return 2 * weight;
  if (!word.isPrefix && !forgivesTypos) return 0;
  const mayDiffer = forgivesTypos && word.mayHaveTypo;
  for (const term of terms) {
    if (word.isPrefix && term.startsWith(word.word)) return weight;
    if (mayDiffer && isOneTypo(word.singular, term)) return weight;
  }
  return 0;
}

/** Whether a pair is one typo apart, so that each pair is looked at once. */
const typos = new Map<string, boolean>();

function isOneTypo(wanted: string, term: string): boolean {
  if (Math.abs(wanted.length - term.length) > 2) return false;
  const pair = `${wanted} ${term}`;
  const known = typos.get(pair) ?? distance([...wanted], [...term]).steps === 1;
  typos.set(pair, known);
  return known;
}

function nameLength({ fields: [name] }: Entry): number {
  return Math.min(name?.words.length ?? 0, MAX_COUNTED_NAME_WORDS);
}

const FACETS = ['category', 'price', 'rating'] as const;

function facetsOf(found: readonly Entry[], names: readonly (typeof FACETS)[number][]): Facets {
  const products = found.map(({ product }) => product);
  return {
    ...(names.includes('category') && {
      category: counted(products.map(({ category }) => category))
        .map(([category, count]) => ({ category, count }))
        .sort((a, b) => b.count - a.count || compare(a.category, b.category)),
    }),
    ...(names.includes('price') && {
      price: counted(products.map(({ priceMinor }) => bandOf(priceMinor)))
        .map(([minMinor, count]) => ({ minMinor, maxMinor: endOf(minMinor), count }))
        .sort((a, b) => a.minMinor - b.minMinor),
    }),
    ...(names.includes('rating') && {
      rating: counted(products.map(({ rating }) => Math.floor(rating * 2) / 2))
        .map(([rating, count]) => ({ rating, count }))
        .sort((a, b) => b.rating - a.rating),
    }),
  };
}

/** Where the bands of prices begin: 0, 100, 200, 500, 1000, ... */
const BANDS: readonly number[] = [
  0,
  ...Array.from({ length: 14 }, (_, zeros) =>
    [1, 2, 5].map((step) => Number(`${step}00${'0'.repeat(zeros)}`)),
  ).flat(),
].filter(Number.isSafeInteger);

function bandOf(priceMinor: number): number {
  return BANDS.findLast((begin) => begin <= priceMinor) ?? 0;
}

function endOf(begin: number): number {
  const next = BANDS[BANDS.indexOf(begin) + 1];
  return next === undefined ? Number.MAX_SAFE_INTEGER : next - 1;
}

function counted<Key>(keys: readonly Key[]): [Key, number][] {
  const counts = new Map<Key, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return [...counts];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** By UTF-16 code units. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

import type { Product } from '../../../src/index.ts';
import { queryWords } from '../../../src/search/queryWords.ts';
import { singular, wordsOf } from '../../../src/search/words.ts';
import type { Facets, SearchOptions, Suggestion } from '../../../src/search.ts';
import { expectedFacets } from './expectedFacets.ts';
import type { FilterSpec } from './filterSpec.ts';
import { entryOf, matchesOf, nameLength, nameScore, type OracleEntry } from './oracleEntry.ts';

/** What a search has to return, with products by their SKUs. */
export interface ExpectedResult {
  readonly total: number;
  readonly skus: readonly string[];
  readonly facets?: Facets;
}

/** Searches a plain map of products by testing each of them: slow, and easy to believe. */
export class Oracle {
  readonly #entries = new Map<string, OracleEntry>();
  /** By text, its matches; until the next change, since tests ask for a text in every order. */
  readonly #matches = new Map<string, ReadonlyMap<OracleEntry, number>>();
  /** By word, the number of products that have it; undefined after a change. */
  #frequencies: ReadonlyMap<string, number> | undefined;

  get size(): number {
    return this.#entries.size;
  }

  get(sku: string): Product | undefined {
    return this.#entries.get(sku)?.product;
  }

  all(): Product[] {
    return [...this.#entries.values()].map(({ product }) => product);
  }

  /** A product that is known keeps its position in the order of adding. */
  put(product: Product): void {
    this.#changed();
    this.#entries.set(product.sku, entryOf(product, this.#entries.get(product.sku)));
  }

  remove(sku: string): void {
    this.#changed();
    this.#entries.delete(sku);
  }

  search(filters: readonly FilterSpec[], options: SearchOptions = {}): ExpectedResult {
    const texts = filters.flatMap((one) => (one.kind === 'text' ? [this.#match(one.text)] : []));
    const others = filters.filter(({ kind }) => kind !== 'text');
    const found = [...this.#entries.values()].filter(
      (entry) =>
        texts.every((matches) => matches.has(entry)) &&
        others.every((one) => passes(entry.product, one)),
    );
    const sort = options.sort ?? (texts.length > 0 ? 'relevance' : undefined);
    if (sort !== undefined) {
      const first = orderBy(sort, texts);
      found.sort((a, b) => first(a, b) || compare(a.product.sku, b.product.sku));
    }
    const { limit = 100, offset = 0 } = options;
    const products = found.map(({ product }) => product);
    const facets = expectedFacets(products, options.facets);
    return {
      total: found.length,
      skus: products.slice(offset, offset + limit).map(({ sku }) => sku),
      ...(facets !== undefined && { facets }),
    };
  }

  suggest(text: string, { limit = 10 }: { limit?: number } = {}): Suggestion[] {
    const typed = wordsOf(text);
    const prefix = typed.at(-1);
    if (prefix === undefined) return [];
    const words = this.#suggestWords(typed.slice(0, -1), prefix).slice(0, Math.ceil(limit / 2));
    return [...words, ...this.#suggestProducts(text).slice(0, limit - words.length)];
  }

  #suggestWords(before: readonly string[], prefix: string): Suggestion[] {
    const frequencies = this.#wordFrequencies();
    // Of a singular and its plurals, the one that most products have.
    const best = new Map<string, string>();
    for (const word of [...frequencies.keys()].filter((word) => word.startsWith(prefix)).sort()) {
      const known = best.get(singular(word));
      if (known === undefined || (frequencies.get(word) ?? 0) > (frequencies.get(known) ?? 0)) {
        best.set(singular(word), word);
      }
    }
    const terms = before.map(singular);
    const counts = new Map<string, number>();
    for (const entry of this.#entries.values()) {
      if (!terms.every((term) => entry.terms.has(term))) continue;
      for (const term of entry.terms) counts.set(term, (counts.get(term) ?? 0) + 1);
    }
    return [...best]
      .map(([term, word]) => ({
        kind: 'words' as const,
        text: [...before, word].join(' '),
        count: counts.get(term) ?? 0,
      }))
      .filter(({ count }) => count > 0)
      .sort((a, b) => b.count - a.count || compare(a.text, b.text));
  }

  #suggestProducts(text: string): Suggestion[] {
    const words = queryWords(text);
    return [...this.#entries.values()]
      .map((entry) => ({ entry, score: nameScore(entry, words) }))
      .filter(({ score }) => score > 0)
      .sort(
        (a, b) =>
          b.score - a.score ||
          nameLength(a.entry) - nameLength(b.entry) ||
          compare(a.entry.product.sku, b.entry.product.sku),
      )
      .map(({ entry: { product } }) => ({ kind: 'product', text: product.name, sku: product.sku }));
  }

  #match(text: string): ReadonlyMap<OracleEntry, number> {
    const matches = this.#matches.get(text) ?? matchesOf(text, this.#entries.values());
    this.#matches.set(text, matches);
    return matches;
  }

  #wordFrequencies(): ReadonlyMap<string, number> {
    if (this.#frequencies !== undefined) return this.#frequencies;
    const frequencies = new Map<string, number>();
    for (const { words } of this.#entries.values()) {
      for (const word of words) frequencies.set(word, (frequencies.get(word) ?? 0) + 1);
    }
    this.#frequencies = frequencies;
    return frequencies;
  }

  #changed(): void {
    this.#matches.clear();
    this.#frequencies = undefined;
  }
}

type Order = (a: OracleEntry, b: OracleEntry) => number;

/** @param texts the matches of each text, with their scores. */
function orderBy(
  sort: NonNullable<SearchOptions['sort']>,
  texts: readonly ReadonlyMap<OracleEntry, number>[],
): Order {
  const score = (entry: OracleEntry) =>
    texts.reduce((total, matches) => total + (matches.get(entry) ?? 0), 0);
  const orders: Record<typeof sort, Order> = {
    relevance: (a, b) =>
      texts.length === 0 ? 0 : score(b) - score(a) || nameLength(a) - nameLength(b),
    price: (a, b) => a.product.priceMinor - b.product.priceMinor,
    rating: (a, b) => b.product.rating - a.product.rating,
    name: (a, b) => compare(a.product.name, b.product.name),
    newest: (a, b) => b.product.createdAt - a.product.createdAt,
  };
  return orders[sort];
}

function passes(product: Product, filter: FilterSpec): boolean {
  switch (filter.kind) {
    case 'category':
      return filter.names.includes(product.category);
    case 'price': {
      const { minMinor = 0, maxMinor = Number.MAX_SAFE_INTEGER } = filter;
      return minMinor <= product.priceMinor && product.priceMinor <= maxMinor;
    }
    case 'rating':
      return product.rating >= filter.minimum;
    case 'inStock':
      return product.available > 0;
    case 'custom':
      return filter.passes(product);
    case 'text':
      throw new Error('a text is matched against all products together');
  }
}

/** By UTF-16 code units. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

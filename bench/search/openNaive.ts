import type { Product } from '../../src/index.ts';
import { type TermText, termMaker, type WantedTerm, wantedTerms } from './naiveText.ts';
import type { SearchPeer } from './peer.ts';
import { KINDS, type Query } from './query.ts';
import { recordFacets } from './recordFacets.ts';
import { recordFilter } from './recordFilter.ts';
import { recordOrder } from './recordOrder.ts';

/** A product with its words, which are split when it is added. */
interface Entry {
  product: Product;
  readonly name: TermText;
  readonly category: TermText;
  readonly description: TermText | undefined;
}

interface Hit {
  readonly entry: Entry;
  readonly relevance: number;
}

/**
 * The straightforward implementation: an array, a predicate for each product, a sort of the matches, a
 * slice, and counts. It gives the same answers as statecart, except that it corrects no typos. The
 * answers of statecart are compared with it.
 */
export function openNaive(): SearchPeer {
  const entries: Entry[] = [];
  const termsOf = termMaker();
  // Products of a category share its string.
  const categories = new Map<string, TermText>();

  function categoryTerms(category: string): TermText {
    const terms = categories.get(category) ?? termsOf(category);
    categories.set(category, terms);
    return terms;
  }

  function hitsOf(query: Query): Hit[] {
    const isMeant = recordFilter(query);
    const wanted = query.text === undefined ? [] : wantedTerms(query.text);
    const hits: Hit[] = [];
    for (const entry of entries) {
      if (!isMeant(entry.product)) continue;
      const relevance = relevanceOf(entry, wanted);
      if (relevance !== undefined) hits.push({ entry, relevance });
    }
    return hits;
  }

  return {
    kinds: KINDS,
    add(products) {
      for (const product of products) {
        const { name, category, description } = product;
        entries.push({
          product,
          name: termsOf(name),
          category: categoryTerms(category),
          description: description === undefined ? undefined : termsOf(description),
        });
      }
    },
    search(query) {
      const hits = sorted(hitsOf(query), query);
      const page = hits.slice(query.offset, query.offset + query.limit);
      const skus = page.map(({ entry }) => entry.product.sku);
      if (!query.facets) return { total: hits.length, skus };
      const facets = recordFacets(hits.map(({ entry }) => entry.product));
      return { total: hits.length, skus, facets };
    },
    count(query) {
      const { length } = hitsOf(query);
      if (length > 0 || query.text === undefined) return length;
      // No product has these words: statecart corrects typos now.
      const wanted = wantedTerms(query.text);
      return entries.some((entry) => relevanceOf(entry, wanted) !== undefined) ? 0 : null;
    },
    setPrice(place, priceMinor) {
      const entry = entries[place] as Entry;
      entry.product = { ...entry.product, priceMinor };
    },
  };
}

/** The relevance of a product for the words; undefined if it lacks one of them. */
function relevanceOf(entry: Entry, wanted: readonly WantedTerm[]): number | undefined {
  let sum = 0;
  for (const term of wanted) {
    const best = Math.max(
      3 * matchOf(entry.name, term),
      2 * matchOf(entry.category, term),
      entry.description === undefined ? 0 : matchOf(entry.description, term),
    );
    if (best === 0) return undefined;
    sum += best;
  }
  return sum;
}

/** 2 for a whole word, 1 for a prefix, 0 for neither. */
function matchOf({ terms }: TermText, { whole, beginning }: WantedTerm): 0 | 1 | 2 {
  if (terms.includes(whole)) return 2;
  return beginning !== undefined && terms.includes(beginning) ? 1 : 0;
}

function sorted(hits: Hit[], { sort, text }: Query): Hit[] {
  const order = recordOrder(sort);
  if (order !== undefined) return hits.sort((a, b) => order(a.entry.product, b.entry.product));
  if (sort === undefined && text === undefined) return hits;
  return hits.sort(
    (a, b) =>
      b.relevance - a.relevance ||
      a.entry.name.words - b.entry.name.words ||
      (a.entry.product.sku < b.entry.product.sku ? -1 : 1),
  );
}

import MiniSearch, { type SearchOptions } from 'minisearch';
import type { Product } from '../../src/index.ts';
import { afterText } from './afterText.ts';
import { wordsOf } from './naiveText.ts';
import type { SearchPeer } from './peer.ts';

/** Options that bring MiniSearch as close to statecart as it can be. */
const OPTIONS: SearchOptions = {
  combineWith: 'AND',
  prefix: (term, index, terms) => index === terms.length - 1 && term.length >= 3,
  boost: { name: 3, category: 2 },
};

/** Used only if a search finds no product, since it takes longer: one typo in a word of five letters. */
const FORGIVING: SearchOptions = { ...OPTIONS, fuzzy: (term) => (term.length >= 5 ? 1 : false) };

interface NumberedText {
  readonly id: number;
  readonly name: string;
  readonly category: string;
  readonly description: string | undefined;
}

/**
 * MiniSearch: a text index in this process, with scores (BM25+). It knows no plurals, categories or
 * prices: its matches are filtered and counted by their records. If no product has all words, it is
 * asked again with typos corrected, as in statecart, except that a typo may also be in a prefix.
 */
export function openMiniSearch(): SearchPeer {
  const index = new MiniSearch<NumberedText>({
    fields: ['name', 'category', 'description'],
    tokenize: wordsOf,
    // Case and accents are already removed from the words.
    processTerm: (term) => term,
  });
  const products: Product[] = [];

  return {
    kinds: ['text', 'textAndFilters'],
    add(added) {
      for (const product of added) {
        const { name, category, description } = product;
        index.add({ id: products.push(product) - 1, name, category, description });
      }
    },
    search(query) {
      const { text = '' } = query;
      let results = index.search(text, OPTIONS);
      if (results.length === 0) results = index.search(text, FORGIVING);
      return afterText(
        results.map(({ id }) => products[id] as Product),
        query,
      );
    },
  };
}

import MiniSearch, { type SearchOptions } from 'minisearch';
import type { Product } from '../../src/index.ts';
import { afterText } from './afterText.ts';
import { wordsOf } from './naiveText.ts';
import type { SearchPeer } from './peer.ts';

/** As its friends would set it up to be like statecart. */
const OPTIONS: SearchOptions = {
  combineWith: 'AND',
  prefix: (term, index, terms) => index === terms.length - 1 && term.length >= 3,
  boost: { name: 3, category: 2 },
};

/** Only when there is nothing else, since it takes longer: one typo in a word of five letters. */
const FORGIVING: SearchOptions = { ...OPTIONS, fuzzy: (term) => (term.length >= 5 ? 1 : false) };

interface NumberedText {
  readonly id: number;
  readonly name: string;
  readonly category: string;
  readonly description: string | undefined;
}

/**
 * MiniSearch: an index of texts in this process, with scores (BM25+). It knows neither plurals nor
 * categories and prices: what it finds is filtered and counted by the records. When nothing has all
 * words it is asked once more, with typos forgiven: as in statecart, but that a typo may be in the
 * beginning of a word, too.
 */
export function openMiniSearch(): SearchPeer {
  const index = new MiniSearch<NumberedText>({
    fields: ['name', 'category', 'description'],
    tokenize: wordsOf,
    // The words are folded already.
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

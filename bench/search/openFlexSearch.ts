import { Charset, Document } from 'flexsearch';
import type { Product } from '../../src/index.ts';
import { afterText } from './afterText.ts';
import type { SearchPeer } from './peer.ts';
import type { Query } from './query.ts';

const FIELDS = ['name', 'category', 'description'] as const;

/**
 * FlexSearch: a text index in this process. Each field is searched on its own and must contain all
 * words; every word may match as a prefix; it knows neither plurals nor typos. A search for a text alone
 * asks for one page, which FlexSearch is made for, and has no total. With filters, all its matches are
 * fetched, then filtered and counted by their records.
 */
export function openFlexSearch(): SearchPeer {
  const index = new Document({
    tokenize: 'forward',
    encoder: Charset.Normalize,
    document: { id: 'id', index: [...FIELDS] },
  });
  const products: Product[] = [];

  function idsOf({ text = '', facets, limit }: Query): Set<number> {
    const perField = index.search(text, { limit: facets ? products.length : limit });
    const ids = new Set<number>();
    // The field with the highest weight comes first.
    for (const field of FIELDS) {
      const found = perField.find((one) => one.field === field)?.result ?? [];
      for (const id of found) ids.add(id as number);
    }
    return ids;
  }

  return {
    kinds: ['text', 'textAndFilters'],
    add(added) {
      for (const product of added) {
        const { name, category, description = '' } = product;
        index.add(products.push(product) - 1, { name, category, description });
      }
    },
    search(query) {
      const hits = Array.from(idsOf(query), (id) => products[id] as Product);
      const found = afterText(hits, query);
      return query.facets ? found : { ...found, total: null };
    },
  };
}

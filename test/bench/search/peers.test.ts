import { describe, expect, test, vi } from 'vitest';
import { catalogue } from '../../../bench/search/catalogue.ts';
import { openFlexSearch } from '../../../bench/search/openFlexSearch.ts';
import { openMiniSearch } from '../../../bench/search/openMiniSearch.ts';
import { openNaive } from '../../../bench/search/openNaive.ts';
import { openSqlite } from '../../../bench/search/openSqlite.ts';
import { queryStream } from '../../../bench/search/queryStream.ts';
import { byText } from '../../../src/search.ts';

// The filter splits the words of each product again for each search.
vi.setConfig({ testTimeout: 60_000 });

const made = catalogue({ products: 1_000, seed: 1 });
const naive = openNaive();
const sqlite = openSqlite();
for (const peer of [naive, sqlite]) {
  peer.add(made.products);
  peer.complete?.();
}

const PAGE = { offset: 0, limit: 20, facets: true };

describe('the peers of the search benchmark', () => {
  test('the naive variant finds the same texts as the filter of statecart', () => {
    const next = queryStream('text', made, { seed: 3 });
    for (const query of Array.from({ length: 12 }, next)) {
      const expected = made.products.filter(byText(query.text ?? '')).length;
      expect(naive.search(query).total).toBe(expected);
      expect(naive.count?.(query)).toBe(expected === 0 ? null : expected);
    }
  });

  test('the naive variant tells a search without matches from one that needs a typo corrected', () => {
    const [product] = made.products;
    const text = product?.name ?? '';
    const query = { text, price: { minMinor: 1e9, maxMinor: 1e9 }, ...PAGE };
    expect(naive.count?.(query)).toBe(0);
    expect(naive.count?.({ ...query, text: 'qqqqqqq' })).toBe(null);
  });

  test('SQLite answers filters, sorts, pages and facets as the naive variant does', () => {
    const next = queryStream('filters', made, { seed: 3 });
    for (const query of Array.from({ length: 100 }, next)) {
      expect(sqlite.search(query)).toEqual(naive.search(query));
    }
  });

  test('SQLite and the naive variant see a changed price', () => {
    const query = { price: { minMinor: 777_777, maxMinor: 777_777 }, ...PAGE };
    for (const peer of [naive, sqlite]) {
      peer.setPrice?.(5, 777_777);
      const { total, skus, facets } = peer.search(query);
      expect([total, skus]).toEqual([1, [made.products[5]?.sku]]);
      expect(facets?.price).toEqual([['500000', 1]]);
    }
  });

  test.each([
    ['MiniSearch', openMiniSearch],
    ['FlexSearch', openFlexSearch],
    ['SQLite', openSqlite],
  ])('%s finds a product by its words, the last one as a prefix', (_name, open) => {
    const peer = open();
    peer.add(made.products);
    peer.complete?.();
    const found = made.products.filter(({ sku, name }) => {
      // Shorter words do not match as prefixes.
      const text = name.replace(/(\w{3})\w$/, '$1');
      return peer.search({ text, sort: 'price', ...PAGE }).skus.includes(sku);
    });
    // A stemmer takes some prefixes for whole words.
    expect(found.length).toBeGreaterThan(0.95 * made.products.length);
  });
});

import { describe, expect, test } from 'vitest';
import { catalogue } from '../../../bench/search/catalogue.ts';
import { openFlexSearch } from '../../../bench/search/openFlexSearch.ts';
import { openMiniSearch } from '../../../bench/search/openMiniSearch.ts';
import { openNaive } from '../../../bench/search/openNaive.ts';
import { openSqlite } from '../../../bench/search/openSqlite.ts';
import { queryStream } from '../../../bench/search/queryStream.ts';
import { byText } from '../../../src/search.ts';

const made = catalogue({ products: 1_000, seed: 1 });
const naive = openNaive();
const sqlite = openSqlite();
for (const peer of [naive, sqlite]) {
  peer.add(made.products);
  peer.complete?.();
}

const PAGE = { offset: 0, limit: 20, facets: true };

describe('the peers of the search benchmark', () => {
  test('the naive way finds the texts that the filter of statecart finds', () => {
    const next = queryStream('text', made, { seed: 3 });
    for (const query of Array.from({ length: 12 }, next)) {
      const expected = made.products.filter(byText(query.text ?? '')).length;
      expect(naive.search(query).total).toBe(expected);
      expect(naive.count?.(query)).toBe(expected === 0 ? null : expected);
    }
  });

  test('the naive way knows nothing found from a typo that was not forgiven', () => {
    const [product] = made.products;
    const text = product?.name ?? '';
    const query = { text, price: { minMinor: 1e9, maxMinor: 1e9 }, ...PAGE };
    expect(naive.count?.(query)).toBe(0);
    expect(naive.count?.({ ...query, text: 'qqqqqqq' })).toBe(null);
  });

  test('SQLite answers filters, sorts, pages and facets as the naive way does', () => {
    const next = queryStream('filters', made, { seed: 3 });
    for (const query of Array.from({ length: 100 }, next)) {
      expect(sqlite.search(query)).toEqual(naive.search(query));
    }
  });

  test('SQLite and the naive way see a price that has changed', () => {
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
  ])('%s finds a product by its words, the last one as a beginning', (_name, open) => {
    const peer = open();
    peer.add(made.products);
    peer.complete?.();
    const found = made.products.filter(({ sku, name }) => {
      // Shorter beginnings stand for themselves only.
      const text = name.replace(/(\w{3})\w$/, '$1');
      return peer.search({ text, sort: 'price', ...PAGE }).skus.includes(sku);
    });
    // A stemmer takes some beginnings for whole words.
    expect(found.length).toBeGreaterThan(0.95 * made.products.length);
  });
});

import { expect, test } from 'vitest';
import { describeEnvironment } from '../../../bench/harness/environment.ts';
import type { Result } from '../../../bench/harness/results.ts';
import { searchText } from '../../../tools/figures/searchText.ts';

const TIMES = { count: 20, mean: 300, p50: 250, p95: 900, p99: 1500, max: 2000 };

function variantOf(variant: string, microsecondsPerPrice: number | null = 1.5) {
  const filters = microsecondsPerPrice === null ? null : TIMES;
  const searches = { text: TIMES, textAndFilters: TIMES, filters };
  return { variant, searches, microsecondsPerPrice, addedPerSecond: 54_321, bytesPerProduct: 98.7 };
}

/** Results of runs with so many products and these variants. */
function resultsOf(...runs: [products: number, variants: object[]][]): Map<string, Result> {
  const environment = describeEnvironment();
  return new Map(
    runs.map(([products, variants]) => {
      const name = `search-${products}`;
      const figures = { variants, shop: { checkouts: TIMES, searches: TIMES } };
      return [name, { name, environment, seed: 1, settings: {}, figures }];
    }),
  );
}

test('the figures of searches have a row for each variant', () => {
  const variants = [variantOf('statecart'), variantOf('minisearch', null)];
  const text = searchText(resultsOf([1_000_000, variants]));
  const both = '0.25 / 1.5';
  expect(text.split('\n').slice(2)).toEqual([
    `| **statecart** | ${both} | ${both} | ${both} | 1.5 µs | 54,321 | 99 bytes |`,
    `| MiniSearch, the rest by hand | ${both} | ${both} | – | – | 54,321 | 99 bytes |`,
    '',
    expect.stringMatching(
      /^A checkout beside searches .* p50 0.25 ms, p99 1.5 ms. A search beside .* p50 0.25 ms/,
    ),
  ]);
});

test('statecart with more products stands below, and with fewer nowhere', () => {
  const all = [variantOf('statecart'), variantOf('naive')];
  const own = [variantOf('statecart')];
  const text = searchText(resultsOf([10_000_000, own], [1_000, own], [1_000_000, all]));
  expect(text).toContain('searches among 1,000,000 products');
  expect(text).toMatch(/^\| \*\*statecart\*\*, 10,000,000 products \|/m);
  expect(text).not.toContain(' 1,000 ');
});

test('without a result there is nothing', () => {
  expect(searchText(new Map())).toBe('');
});

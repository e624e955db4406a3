import { describe, expect, test } from 'vitest';
import { catalogue } from '../../../bench/search/catalogue.ts';
import { openNaive } from '../../../bench/search/openNaive.ts';
import { KINDS, type Kind, type Query } from '../../../bench/search/query.ts';
import { queryStream, typedStream } from '../../../bench/search/queryStream.ts';

const made = catalogue({ products: 1_000, seed: 1 });

function some(kind: Kind, options = { seed: 1 }): Query[] {
  const next = queryStream(kind, made, options);
  return Array.from({ length: 300 }, next);
}

function shareOf(queries: readonly Query[], isMeant: (query: Query) => boolean): number {
  return queries.filter(isMeant).length / queries.length;
}

describe('searches', () => {
  test.each(KINDS)('of the kind %s are the same for the same seed', (kind) => {
    expect(some(kind)).toEqual(some(kind));
    expect(some(kind)).not.toEqual(some(kind, { seed: 2 }));
  });

  test.each(KINDS)(
    'of the kind %s warm up with other searches than those that are measured',
    (kind) => {
      const warmUp = some(kind, { seed: 1, ...{ isWarmUp: true } });
      expect(warmUp.slice(0, 5)).not.toEqual(some(kind).slice(0, 5));
    },
  );

  test('with a text find products unless there is a typo', () => {
    const naive = openNaive();
    naive.add(made.products);
    const found = shareOf(some('text'), (query) => naive.search(query).total !== 0);
    expect(found).toBeGreaterThan(0.85);
    expect(found).toBeLessThan(1);
  });

  test('with a text are filtered in two thirds of all cases', () => {
    const isFiltered = ({ category, price, rating, inStock }: Query) =>
      [category, price, rating, inStock].some((filter) => filter !== undefined);
    // One in sixteen of those has none of the four filters.
    expect(shareOf(some('textAndFilters'), isFiltered)).toBeCloseTo(0.63, 1);
    expect(shareOf(some('text'), isFiltered)).toBe(0);
  });

  test('without a text use each filter and each sort', () => {
    const queries = some('filters');
    expect(shareOf(queries, ({ text }) => text !== undefined)).toBe(0);
    for (const filter of ['category', 'price', 'rating', 'inStock'] as const) {
      expect(shareOf(queries, (query) => query[filter] !== undefined)).toBeCloseTo(0.5, 1);
    }
    expect(new Set(queries.map(({ sort }) => sort)).size).toBe(5);
  });

  test('incomplete input is a prefix of words of a name', () => {
    const next = typedStream(made, { seed: 1 });
    const names = made.products.map(({ name }) => name);
    for (const typed of Array.from({ length: 100 }, next)) {
      expect(typed).not.toBe('');
      expect(names.some((name) => name.startsWith(typed))).toBe(true);
    }
  });
});

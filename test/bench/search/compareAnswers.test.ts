import { expect, test } from 'vitest';
import { compareAnswers } from '../../../bench/search/compareAnswers.ts';
import type { Answered } from '../../../bench/search/figures.ts';

/** The same answers to all kinds of searches. */
function toAll(...answers: Answered[]) {
  return { text: answers, textAndFilters: answers, filters: answers };
}

const FACETS = { category: [['a', 2]], price: [['100', 2]], rating: [['0', 2]] } as const;

test('equal answers are counted, also those that consist of the total only', () => {
  const own = toAll(
    { total: 2, skus: ['x', 'y'], facets: FACETS },
    { total: 0, skus: [] },
    { total: 1, skus: ['z'] },
  );
  const naive = toAll({ total: 2, skus: ['x', 'y'], facets: FACETS }, { total: 0 }, { total: 1 });
  expect(compareAnswers(own, naive)).toEqual({ text: 3, textAndFilters: 3, filters: 3 });
});

test.each([
  ['another total', { total: 3 }],
  ['another order', { total: 2, skus: ['y', 'x'] }],
  ['other facets', { total: 2, facets: { ...FACETS, price: [['200', 2]] } }],
] as const)('%s is an error that names the search', (_case, expected) => {
  const own = toAll({ total: 2, skus: ['x', 'y'], facets: FACETS });
  expect(() => compareAnswers(own, toAll(expected))).toThrow('search 0 of text');
});

test('too few comparable answers are an error', () => {
  const own = toAll({ total: 1 }, { total: 1 });
  expect(() => compareAnswers(own, toAll(null, { total: 1 }))).toThrow('only 1 of 2');
});

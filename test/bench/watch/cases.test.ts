import { describe, expect, test } from 'vitest';
import { inRound } from '../../../bench/watch/runVariants.ts';
import { casesOf, VARIANTS } from '../../../bench/watch/variant.ts';

describe('the cases', () => {
  test('of every store have nobody who watches: what the others are compared with', () => {
    expect(casesOf(['memory', 'disk'], ['page'])).toEqual([
      { store: 'memory', variant: 'none' },
      { store: 'memory', variant: 'page' },
      { store: 'disk', variant: 'none' },
      { store: 'disk', variant: 'page' },
    ]);
  });

  test('on disk are nobody and the page', () => {
    expect(casesOf(['disk'], VARIANTS).map(({ variant }) => variant)).toEqual(['none', 'page']);
  });
});

test('each round begins with the next case', () => {
  const rounds = [0, 1, 2, 3].map((round) => inRound(['a', 'b', 'c'], round).join(''));
  expect(rounds).toEqual(['abc', 'bca', 'cab', 'abc']);
  expect(inRound([], 1)).toEqual([]);
});

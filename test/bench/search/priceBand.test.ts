import { expect, test } from 'vitest';
import { priceBand, ratingBand } from '../../../bench/search/priceBand.ts';

test.each([
  [0, 0],
  [99, 0],
  [100, 100],
  [199, 100],
  [200, 200],
  [499, 200],
  [500, 500],
  [999, 500],
  [1000, 1000],
  [4999, 2000],
  [5000, 5000],
  [Number.MAX_SAFE_INTEGER, 5e15],
])('a price of %d falls into the band from %d on', (price, band) => {
  expect(priceBand(price)).toBe(band);
});

test('ratings are rounded down to half stars', () => {
  expect([0, 1, 3.49, 3.5, 4.99, 5].map(ratingBand)).toEqual([0, 1, 3, 3.5, 4.5, 5]);
});

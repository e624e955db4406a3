import { describe, expect, test } from 'vitest';
import { seeded } from '../../../bench/harness/seeded.ts';
import { zipf } from '../../../bench/harness/zipf.ts';

const DRAWS = 100_000;

/** Counts how often each rank is drawn. */
function countsOf(draw: () => number, size: number): number[] {
  const counts = new Array<number>(size).fill(0);
  for (let i = 0; i < DRAWS; i++) {
    const rank = draw();
    counts[rank] = (counts[rank] as number) + 1;
  }
  return counts;
}

describe("popularity by Zipf's law", () => {
  test.each([
    [10, 1],
    [50, 0.8],
    [50, 1.3],
    [7, 0],
    [1, 1],
  ])('of %i items with exponent %d follows the formula', (size, exponent) => {
    const counts = countsOf(zipf({ size, exponent }, seeded(11)), size);
    const weights = counts.map((_, rank) => 1 / (rank + 1) ** exponent);
    const sum = weights.reduce((total, weight) => total + weight, 0);
    for (const [rank, count] of counts.entries()) {
      const share = (weights[rank] as number) / sum;
      // Five standard deviations of a binomial count.
      const bound = 5 * Math.sqrt(DRAWS * share * (1 - share));
      expect(Math.abs(count - DRAWS * share)).toBeLessThanOrEqual(bound);
    }
    expect(counts).toHaveLength(size);
  });

  test('is the same for the same seed', () => {
    const [one, two] = [1, 1].map((seed) => zipf({ size: 1000, exponent: 1 }, seeded(seed)));
    const draw = (next: (() => number) | undefined) => Array.from({ length: 100 }, () => next?.());
    expect(draw(one)).toEqual(draw(two));
  });

  test.each([
    [0, 1],
    [-1, 1],
    [1.5, 1],
    [Number.NaN, 1],
    [10_000_001, 1],
    [10, -1],
    [10, Number.NaN],
    [10, Number.POSITIVE_INFINITY],
  ])('of %d items with exponent %d is refused', (size, exponent) => {
    expect(() => zipf({ size, exponent }, seeded(1))).toThrow(RangeError);
  });
});

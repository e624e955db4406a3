import { describe, expect, test } from 'vitest';
import { type Seeded, seeded } from '../../../bench/harness/seeded.ts';

function draws(random: Seeded, count = 1000): number[] {
  return Array.from({ length: count }, () => random.uniform());
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function varianceOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return meanOf(values.map((value) => (value - mean) ** 2));
}

describe('seeded random numbers', () => {
  test('are the same for the same seed and stream', () => {
    expect(draws(seeded(7))).toEqual(draws(seeded(7)));
    expect(draws(seeded(7, 3))).toEqual(draws(seeded(7, 3)));
  });

  test('differ from seed to seed and from stream to stream', () => {
    const first = [seeded(0), seeded(1), seeded(2), seeded(1, 1), seeded(1, 2)].map((random) =>
      random.uniform(),
    );
    expect(new Set(first).size).toBe(5);
  });

  test.each([0, 1, 2 ** 32 - 1])('are uniform from 0 to below 1 (seed %i)', (seed) => {
    const values = draws(seeded(seed), 50_000);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThan(1);
    // Five standard deviations of the mean: sqrt(1/12/n).
    expect(Math.abs(meanOf(values) - 0.5)).toBeLessThan(5 * Math.sqrt(1 / 12 / values.length));
    expect(varianceOf(values)).toBeCloseTo(1 / 12, 2);
  });

  test('as whole numbers reach every one below the end, and never the end', () => {
    const random = seeded(3);
    const values = new Set(Array.from({ length: 500 }, () => random.integer(6)));
    expect([...values].sort()).toEqual([0, 1, 2, 3, 4, 5]);
    expect(random.integer(1)).toBe(0);
  });
});

describe('the gaps of a Poisson process', () => {
  test('have the requested mean, and a standard deviation equal to it', () => {
    const random = seeded(4);
    const gaps = Array.from({ length: 200_000 }, () => random.exponential(20));
    expect(gaps.every((gap) => gap >= 0)).toBe(true);
    expect(Math.abs(meanOf(gaps) - 20)).toBeLessThan((5 * 20) / Math.sqrt(gaps.length));
    expect(Math.sqrt(varianceOf(gaps))).toBeCloseTo(20, 0);
  });

  test('make counts whose variance is their mean, and whose shares follow the formula', () => {
    const random = seeded(5);
    const [slots, mean] = [100_000, 3];
    const counts = new Array<number>(slots).fill(0);
    for (let at = random.exponential(1 / mean); at < slots; at += random.exponential(1 / mean)) {
      counts[Math.floor(at)] = (counts[Math.floor(at)] as number) + 1;
    }
    expect(varianceOf(counts)).toBeCloseTo(meanOf(counts), 0);
    for (const [k, factorial] of [1, 1, 2, 6, 24, 120].entries()) {
      const expected = (mean ** k * Math.exp(-mean)) / factorial;
      const share = counts.filter((count) => count === k).length / slots;
      expect(Math.abs(share - expected)).toBeLessThan(
        5 * Math.sqrt((expected * (1 - expected)) / slots),
      );
    }
  });
});

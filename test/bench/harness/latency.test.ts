import { describe, expect, test } from 'vitest';
import { Latency } from '../../../bench/harness/latency.ts';
import { seeded } from '../../../bench/harness/seeded.ts';

/** The value of the nearest rank. */
function percentileOf(values: readonly number[], percentile: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(1, Math.round((percentile / 100) * sorted.length)) - 1] as number;
}

function recorded(values: readonly number[]): Latency {
  const latency = new Latency();
  for (const value of values) latency.record(value);
  return latency;
}

/** Values from a microsecond to minutes, all orders of magnitude equally likely. */
function spread(count: number, seed: number): number[] {
  const random = seeded(seed);
  return Array.from({ length: count }, () => Math.round(10 ** (8 * random.uniform())));
}

describe('a histogram of latencies', () => {
  test.each([1, 2, 3])('agrees with a sorted list to a thousandth (seed %i)', (seed) => {
    const values = spread(20_000, seed);
    const summary = recorded(values).summary();
    expect(summary.count).toBe(20_000);
    for (const [key, percentile] of [
      ['p50', 50],
      ['p90', 90],
      ['p99', 99],
      ['p999', 99.9],
      ['p9999', 99.99],
      ['max', 100],
    ] as const) {
      const expected = percentileOf(values, percentile);
      expect(Math.abs(summary[key] - expected)).toBeLessThanOrEqual(expected / 1000);
    }
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(Math.abs(summary.mean - mean)).toBeLessThanOrEqual(mean / 1000);
  });

  test('keeps short ones exactly, at the bound too', () => {
    for (const micros of [0, 1, 777, 1999, 2000, 2001]) {
      expect(recorded([micros]).percentile(50)).toBe(micros);
    }
  });

  test('counts a negative one and NaN as 0, and one above the limit as the longest', () => {
    expect(recorded([-5, Number.NaN, 0.4]).summary()).toMatchObject({ count: 3, max: 0 });
    const { max } = recorded([Number.POSITIVE_INFINITY]).summary();
    expect(max).toBeGreaterThan(599_000_000);
    expect(max).toBeLessThan(601_000_000);
  });

  test('is all zeros while it is empty', () => {
    expect(Object.values(new Latency().summary())).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
    expect(new Latency().curve()).toEqual([]);
  });

  test('can be read while it records', () => {
    const latency = recorded([10, 20]);
    expect(latency.percentile(100)).toBe(20);
    latency.record(30);
    expect(latency.summary()).toMatchObject({ count: 3, mean: 20, p50: 20, max: 30 });
  });

  test('with another one added is that of all values', () => {
    const [some, others] = [spread(500, 4), spread(700, 5)];
    const all = recorded(some);
    const added = recorded(others);
    all.add(added);
    expect(all.summary()).toEqual(recorded([...some, ...others]).summary());
    expect(added.summary()).toEqual(recorded(others).summary());
  });

  test('has a curve that never falls, up to the last percentile that one value stands for', () => {
    const curve = recorded(spread(1000, 6)).curve();
    const micros = curve.map(({ microseconds }) => microseconds);
    expect(micros).toEqual(micros.toSorted((a, b) => a - b));
    expect(curve[0]?.percentile).toBe(0);
    expect(curve.at(-1)?.percentile).toBeGreaterThan(99.8);
    expect(curve.at(-1)?.percentile).toBeLessThanOrEqual(99.9);
  });
});

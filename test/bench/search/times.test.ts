import { expect, test } from 'vitest';
import { medianFigures } from '../../../bench/search/medianFigures.ts';
import { Times } from '../../../bench/search/times.ts';

test('times have a resolution below a microsecond, and a summary in microseconds', () => {
  const times = new Times();
  for (let nanoseconds = 1; nanoseconds <= 100; nanoseconds++) times.record(nanoseconds / 1e6);
  const { count, mean, p50, p95, p99, max } = times.summary();
  expect({ count, p50, p95, p99, max }).toEqual({
    ...{ count: 100, p50: 0.05, p95: 0.095, p99: 0.099, max: 0.1 },
  });
  expect(mean).toBeCloseTo(0.0505, 3);
});

test('long times are kept to three digits', () => {
  const times = new Times();
  times.record(12_345.678);
  expect(times.summary().max / 1000).toBeCloseTo(12_345.678, -2);
});

test('no times at all have zeros for a summary', () => {
  expect(new Times().summary()).toEqual({ count: 0, mean: 0, p50: 0, p95: 0, p99: 0, max: 0 });
});

test('the figures of rounds are their medians, number by number', () => {
  const round = (p99: number) => ({ text: { p99 }, filters: null, name: 'a' });
  expect(medianFigures([round(3), round(1), round(2)])).toEqual(round(2));
});

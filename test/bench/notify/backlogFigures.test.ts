import { expect, test } from 'vitest';
import { backlogFigures } from '../../../bench/notify/backlog/backlogFigures.ts';
import type { Drained } from '../../../bench/notify/backlog/backlogTask.ts';
import { NumberSet } from '../../../bench/notify/backlog/numberSet.ts';
import { MAX_POINTS } from '../../../bench/notify/limits.ts';

function drained(heap: Drained['heap'], samples: Drained['samples'] = []): Drained {
  return { messages: 100, seconds: 1, perSecond: 100, heap, rssPeakBytes: 1, samples };
}

test('the heap is compared where it is largest after a garbage collection', () => {
  const small = drained({ before: 10, halfway: 20, after: 15, peak: 100 });
  const large = drained({ before: 10, halfway: 24, after: 30, peak: 150 });
  expect(backlogFigures('lmdb', small, large)).toMatchObject({ heapRatio: 1.5, peakRatio: 1.5 });
});

test('samples become points: the rate since the point before, and the highest heap', () => {
  const samples = Array.from({ length: 2 * MAX_POINTS }, (_, index) => ({
    ms: 250 * (index + 1),
    delivered: 100 * (index + 1),
    heapBytes: index % 2 === 0 ? 7 : 5,
  }));
  const run = drained({ before: 1, halfway: 1, after: 1, peak: 7 }, samples);
  const { points } = backlogFigures('disk', run, run).large;
  expect(points).toHaveLength(MAX_POINTS);
  expect(points[1]).toEqual({ seconds: 1, perSecond: 400, heapBytes: 7 });
  expect(new Set(points.map(({ perSecond }) => perSecond))).toEqual(new Set([400]));
});

test('a set of numbers has each of them once', () => {
  const set = new NumberSet();
  const numbers = [0, 7, 8, 1_000_003, 8191, 8192];
  expect(numbers.map((number) => set.add(number))).toEqual(numbers.map(() => true));
  expect(numbers.map((number) => set.add(number))).toEqual(numbers.map(() => false));
  expect(set.add(1)).toBe(true);
});

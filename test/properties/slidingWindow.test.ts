import fc from 'fast-check';
import { expect, test } from 'vitest';
import { COMMAND_CLASSES, type CommandClass } from '../../src/admission/commandClass.ts';
import { BUCKETS, bucketOf, latencyOf } from '../../src/health/latencyBuckets.ts';
import { SlidingWindow } from '../../src/health/slidingWindow.ts';
import { runs } from './runs.ts';

const latency = fc.oneof(
  fc.constant(0),
  fc.double({ min: 0, max: 0.1, noNaN: true }),
  fc.double({ min: 0, max: 2000, noNaN: true }),
  fc.double({ min: 0, max: 2_000_000, noNaN: true }),
);

/** Half the width of a bucket: 3.2 % of the latency, and for the shortest ones half a microsecond. */
const deviation = (ms: number) => ms / 31 + 1 / 2048;

test('a bucket has latencies that differ little from what it stands for', () => {
  fc.assert(
    fc.property(latency, (ms) => {
      const bucket = bucketOf(ms);
      expect(bucket).toBeLessThan(BUCKETS);
      expect(Math.abs(latencyOf(bucket) - ms)).toBeLessThanOrEqual(deviation(ms));
    }),
    { numRuns: runs(1000) },
  );
});

test('longer latencies are never in an earlier bucket', () => {
  for (let bucket = 0; bucket < BUCKETS; bucket++) expect(bucketOf(latencyOf(bucket))).toBe(bucket);
  const [last, ...odd] = [Number.POSITIVE_INFINITY, Number.NaN, -1, -0].map(bucketOf);
  expect([last, odd]).toEqual([BUCKETS - 1, [0, 0, 0]]);
});

interface Answer {
  readonly commandClass: CommandClass;
  readonly ms: number;
  readonly isError: boolean;
  /** When it was given. */
  readonly at: number;
}

const step = fc.record({
  passMs: fc.oneof(
    { weight: 6, arbitrary: fc.nat(700) },
    { weight: 2, arbitrary: fc.nat(4000) },
    { weight: 1, arbitrary: fc.nat(30_000) },
  ),
  commandClass: fc.constantFrom(...COMMAND_CLASSES),
  ms: latency,
  isError: fc.boolean(),
});

/** The exact percentile: the smallest latency that this share of all does not exceed. */
function exactly(sorted: readonly number[], share: number): number {
  return sorted[Math.ceil(sorted.length * share) - 1] ?? 0;
}

test('a window has the answers of the present second and the nine before it', () => {
  const property = fc.property(
    fc.nat(100_000),
    fc.array(step, { maxLength: 120, size: 'max' }),
    (start, steps) => {
      let now = start;
      const window = new SlidingWindow(now);
      const all: Answer[] = [];
      for (const { passMs, commandClass, ms, isError } of steps) {
        now += passMs;
        window.advance(now);
        window.add(commandClass, ms, ms / 2, isError);
        all.push({ commandClass, ms, isError, at: now });
        const from = (Math.floor(now / 1000) - 9) * 1000;
        const kept = all.filter(({ at }) => at >= from);
        expect(window.commands).toBe(kept.length);
        expect(window.errors).toBe(kept.filter((answer) => answer.isError).length);
        const sorted = kept
          .filter((answer) => answer.commandClass === commandClass)
          .map((answer) => answer.ms)
          .sort((a, b) => a - b);
        const { p50, p90, p99, max } = window.latencies(commandClass).percentiles();
        expect(max).toBe(sorted.at(-1));
        for (const [found, share] of [
          [p50, 0.5] as const,
          [p90, 0.9] as const,
          [p99, 0.99] as const,
        ]) {
          const exact = exactly(sorted, share);
          expect(Math.abs(found - exact)).toBeLessThanOrEqual(deviation(exact));
        }
        const waits = window.waits(commandClass).percentiles();
        expect(waits.max).toBe((sorted.at(-1) ?? 0) / 2);
        const seconds = Math.max(1000, now - Math.max(start, from)) / 1000;
        expect(window.perSecond(commandClass, now)).toBeCloseTo(sorted.length / seconds);
      }
      window.advance(now + 10_000);
      expect([window.commands, window.errors]).toEqual([0, 0]);
      expect(window.latencies('buy').percentiles()).toEqual({ p50: 0, p90: 0, p99: 0, max: 0 });
    },
  );
  fc.assert(property, { numRuns: runs(100) });
});

test('a clock that goes back a little is waited for; one that goes back far empties the window', () => {
  const window = new SlidingWindow(100_000);
  window.add('buy', 5, 0, true);
  window.advance(95_000);
  window.add('buy', 5, 0, false);
  expect([window.commands, window.errors]).toEqual([2, 1]);
  window.advance(110_500);
  expect(window.commands).toBe(0);
  window.add('buy', 5, 0, true);
  window.advance(50_000);
  expect([window.commands, window.errors]).toEqual([0, 0]);
  window.add('buy', 5, 0, true);
  expect(window.commands).toBe(1);
});

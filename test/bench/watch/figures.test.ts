import { describe, expect, test } from 'vitest';
import { figuresOf, type WatchFigures } from '../../../bench/watch/figures.ts';
import type { WatchRun } from '../../../bench/watch/load/measureWatched.ts';
import type { CaseRuns } from '../../../bench/watch/runVariants.ts';
import type { Variant } from '../../../bench/watch/variant.ts';
import { requirements } from '../../../bench/watch/watchVerdict.ts';

const MIB = 2 ** 20;

function runOf(perSecond: number, given: Partial<WatchRun> = {}): WatchRun {
  return {
    ...{ perSecond, lifecycles: 2 * perSecond, cpuMicros: 1e6 / perSecond },
    command: { count: 12 * perSecond, mean: 2, p50: 2, p95: 3, p99: 4, max: 9 },
    peak: { heapBytes: 100 * MIB, rssBytes: 200 * MIB },
    ...{ growthBytes: MIB, growthOrders: 3 * perSecond, unitsSold: 6 * perSecond },
    ...{ viewer: null, messagesLeftOut: null },
    ...given,
  };
}

function seriesOf(variant: Variant, ...runs: WatchRun[]): CaseRuns {
  return { store: 'memory', variant, runs };
}

const NONE = seriesOf('none', runOf(1000), runOf(2000), runOf(1000));

describe('the figures', () => {
  test('compare runs of the same round, and give the middle one', () => {
    const page = seriesOf('page', runOf(900), runOf(1900), runOf(980));
    const [none, viewed] = figuresOf([NONE, page]).cases;
    expect(none).toMatchObject({ perSecond: 1000, throughputRatio: { median: 1, min: 1, max: 1 } });
    expect(viewed?.perSecond).toBe(980);
    expect(viewed?.throughputRatio).toEqual({ median: 0.95, min: 0.9, max: 0.98 });
    expect(viewed?.cpuRatio.max).toBeCloseTo(1 / 0.9);
    expect(viewed?.viewer).toBeNull();
  });

  test('of a viewer are those of a second; what is not counted of a browser is null', () => {
    const counts = { messages: 40, bytes: 4000, cpuSeconds: 1 };
    const counted = seriesOf('page', runOf(1000, { viewer: counts }));
    const browser = { messages: null, bytes: null, cpuSeconds: 0 };
    const uncounted = seriesOf('served', runOf(1000, { viewer: browser }));
    const [, viewed, inBrowser] = figuresOf([NONE, counted, uncounted]).cases;
    expect(viewed?.viewer).toEqual({ messagesPerSecond: 20, bytesPerSecond: 2000, cores: 0.5 });
    expect(inBrowser?.viewer).toMatchObject({ messagesPerSecond: null, bytesPerSecond: null });
  });

  test('need runs of the variant none with the same store', () => {
    const onDisk = { ...seriesOf('page', runOf(1)), store: 'disk' as const };
    expect(() => figuresOf([NONE, onDisk])).toThrow('expected runs of none, disk');
  });
});

describe('a shop that is watched', () => {
  const missed = (figures: WatchFigures) =>
    requirements(figures).flatMap(({ text, isMet }) => (isMet ? [] : [text]));
  const missedBy = (...series: CaseRuns[]) => missed(figuresOf([NONE, ...series]));

  test('is judged by the variants that were measured', () => {
    expect(requirements(figuresOf([NONE]))).toEqual([]);
    expect(requirements(figuresOf([NONE, seriesOf('page', runOf(1))]))).toHaveLength(1);
  });

  test('may lose 5 % of its throughput to its page', () => {
    expect(missedBy(seriesOf('page', runOf(950)))).toEqual([]);
    expect(missedBy(seriesOf('page', runOf(949)))).toEqual([
      'orders a second with page, memory: 0.95 × (0.95 to 0.95) (at least 0.95 ×)',
    ]);
  });

  test('may lose 10 % to 100 actors in the inspector, and what it takes to all of them', () => {
    expect(missedBy(seriesOf('stately-100', runOf(900)))).toEqual([]);
    expect(missedBy(seriesOf('stately-100', runOf(899)))).toHaveLength(1);
    expect(missedBy(seriesOf('stately-all', runOf(100)))).toEqual([]);
  });

  test('loses nothing to a page without a viewer, unless all rounds say so', () => {
    expect(missedBy(seriesOf('served', runOf(900), runOf(1800), runOf(1001)))).toEqual([]);
    expect(missedBy(seriesOf('served', runOf(900), runOf(1800), runOf(999)))).toHaveLength(1);
  });

  test('does not keep what an inspector is told', () => {
    const grown = (growthBytes: number) =>
      seriesOf('stately-all', runOf(1024, { growthBytes, growthOrders: 1024, messagesLeftOut: 0 }));
    expect(missedBy(grown(65 * MIB))).toEqual([]);
    expect(missedBy(grown(66 * MIB))).toEqual([
      'growth of the heap with stately-all, memory: 66 MiB for 1,024 orders (at most 65 MiB)',
    ]);
  });
});

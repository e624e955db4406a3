import { describe, expect, test } from 'vitest';
import type { Build } from '../../../bench/harness/build.ts';
import { buildText } from '../../../bench/harness/build.ts';
import { differencesIn } from '../../../bench/mix/differences.ts';
import { type BuildRuns, figuresOf } from '../../../bench/mix/figures.ts';
import { figuresText } from '../../../bench/mix/figuresText.ts';
import type { MixCounts, MixRun } from '../../../bench/mix/measureMix.ts';
import { byKind } from '../../../bench/sale/metrics.ts';

const COUNTS: MixCounts = {
  commands: { browse: 4, add: 4, checkout: 2 },
  refusals: { 'checkout out-of-stock': 1 },
  facts: { 'order.placed': 1 },
};

function runOf(cpuSeconds: number, counts: Partial<MixCounts> = {}): MixRun {
  return {
    ...{ cpuSeconds, wallSeconds: 2 * cpuSeconds, shopSeconds: cpuSeconds / 2 },
    nanoseconds: byKind((kind) => (kind === 'add' ? 1000 * cpuSeconds : 1)),
    gc: { count: 3, totalMs: 500 * cpuSeconds, longestMs: 10 * cpuSeconds },
    ...{ heapBytes: 2 ** 20, rssBytes: 2 ** 21 },
    counts: { ...COUNTS, ...counts },
  };
}

function seriesOf(name: Build['name'], runs: readonly MixRun[]): BuildRuns {
  return { build: { name, module: '/x', commit: 'abc1234', dirty: false }, runs };
}

const own = seriesOf('this build', [runOf(1), runOf(3), runOf(2)]);
const other = seriesOf('other build', [runOf(4), runOf(9), runOf(10)]);

describe('the figures of a comparison', () => {
  const figures = figuresOf([own, other], { tps: 5000, seconds: 5 });

  test('are medians with their spread, for 10,000 checkouts a second', () => {
    expect(figures.builds[0]).toMatchObject({
      cores: { median: 4, min: 2, max: 6 },
      wallSeconds: { median: 8, min: 4, max: 12 },
      shopSeconds: { median: 2, min: 1, max: 3 },
      gc: { count: 3, totalMs: 1000, longestMs: 30 },
      gcShare: 0.05,
    });
    expect(figures.builds[0]?.nanoseconds).toMatchObject({ add: 2000, browse: 1 });
  });

  test('compare the two runs of each round', () => {
    expect(figures.ratio).toEqual({ median: 4, min: 3, max: 5 });
  });

  test('do not name the folder of a build', () => {
    expect(JSON.stringify(figures)).not.toContain('/x');
  });

  test('are printed as tables', () => {
    const text = figuresText(figures);
    expect(text).toMatch(/^this build \(abc1234\) +4\.00 +2\.00 +6\.00 +5\.0 % +30 ms/m);
    expect(text).toContain(
      'the other build takes 4.00 × the CPU time of this one (3.00 to 5.00 × in a round)',
    );
    expect(text).toMatch(/^add +4 +2,000 +9,000$/m);
    expect(text).toMatch(/^refused checkout out-of-stock +1$/m);
    expect(text).toMatch(/^fact order\.placed +1$/m);
  });

  test('have no ratio with one build', () => {
    const alone = figuresOf([own], { tps: 5000, seconds: 5 });
    expect(alone.ratio).toBeNull();
    expect(figuresText(alone)).not.toContain('×');
  });
});

describe('what happened', () => {
  test('is the same in all runs, or each difference is named once', () => {
    expect(differencesIn([own, other])).toEqual([]);
    const changed = seriesOf('other build', [
      runOf(1),
      runOf(1, { facts: { 'order.placed': 2 }, refusals: { 'add out-of-stock': 7 } }),
      runOf(1, { facts: { 'order.placed': 3 } }),
    ]);
    expect(differencesIn([own, changed])).toEqual([
      'facts order.placed: 1 in this build, 2 in other build',
      'refusals add out-of-stock: 0 in this build, 7 in other build',
      'refusals checkout out-of-stock: 1 in this build, 0 in other build',
    ]);
  });

  test('is compared between the runs of one build, too', () => {
    const unstable = seriesOf('this build', [runOf(1), runOf(1, { commands: { browse: 5 } })]);
    expect(differencesIn([unstable])).toContain(
      'commands browse: 4 in this build, 5 in this build',
    );
  });
});

test('a build with changes that are not committed says so', () => {
  expect(buildText({ name: 'this build', commit: 'abc', dirty: true })).toBe(
    'this build (abc with changes)',
  );
  expect(buildText({ name: 'other build', commit: null, dirty: null })).toBe('other build');
});

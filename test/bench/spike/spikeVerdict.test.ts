import { describe, expect, test } from 'vitest';
import type { PhaseFigures, SpikeFigures } from '../../../bench/spike/spikeFigures.ts';
import { requirements } from '../../../bench/spike/spikeVerdict.ts';

function phaseOf(name: PhaseFigures['name'], change: Partial<PhaseFigures> = {}): PhaseFigures {
  return {
    ...{ name, seconds: 10, offered: 100, goodput: 95, refusedElse: 0 },
    refused: { browse: 0, buy: 0, releaseCount: 0 },
    checkout: { p50: 1, p99: 10, max: 20 },
    add: { p50: 1, p99: 10 },
    linesPerOrder: 2,
    ping: { p50: 1, p99: 10, max: 20 },
    ...change,
  };
}

const PHASES = [phaseOf('before'), phaseOf('spike'), phaseOf('recovery'), phaseOf('after')];

const GOOD: SpikeFigures = {
  ...{ capacity: 100, goodputShare: 0.9, refusalsWithoutTime: 0 },
  phases: PHASES,
  heap: { growthBytes: 64 * 2 ** 20 + 4096, ordersPlaced: 1 },
  audit: { ok: true, problems: [] },
  ...{ interrupted: false, firstError: null, unfinished: false, seconds: [] },
};

function withPhase(name: PhaseFigures['name'], change: Partial<PhaseFigures>): SpikeFigures {
  return { ...GOOD, phases: PHASES.map((it) => (it.name === name ? { ...it, ...change } : it)) };
}

const missed = (figures: SpikeFigures) =>
  requirements(figures)
    .filter(({ isMet }) => !isMet)
    .map(({ text }) => text);

describe('a run with a spike', () => {
  test('that meets every requirement, if only just, is good', () => {
    expect(missed(GOOD)).toEqual([]);
    const slower = { p50: 1, p99: 30, max: 40 };
    expect(missed(withPhase('after', { checkout: slower }))).toEqual([]);
  });

  test.each<[string, SpikeFigures, RegExp]>([
    ['placed too few orders', { ...GOOD, goodputShare: 0.89 }, /^goodput .* 89 % .* 90 %/],
    [
      'let admitted checkouts wait',
      withPhase('spike', { checkout: { p50: 1, p99: 1000, max: 1000 } }),
      /^admitted checkouts .* p99 1000 ms/,
    ],
    [
      'refused what releases stock',
      withPhase('recovery', { refused: { browse: 0, buy: 0, releaseCount: 1 } }),
      /^commands refused that release stock: 1/,
    ],
    ['refused without a time', { ...GOOD, refusalsWithoutTime: 2 }, /^refusals without a time/],
    [
      'starved the host',
      withPhase('spike', { ping: { p50: 1, p99: 50, max: 60 } }),
      /^ping of the host .* p99 50 ms/,
    ],
    [
      'let the heap grow',
      { ...GOOD, heap: { growthBytes: 65 * 2 ** 20, ordersPlaced: 1 } },
      /^growth of the heap/,
    ],
    [
      'did not recover',
      withPhase('after', { checkout: { p50: 1, p99: 31, max: 40 } }),
      /^checkouts from five seconds after the spike: p99 31 ms/,
    ],
    [
      'has a problem in its books',
      { ...GOOD, audit: { ok: false, problems: ['mug: 1 unit too many'] } },
      /^the audit found 1 problems: mug: 1 unit too many/,
    ],
    [
      'had a request fail',
      { ...GOOD, firstError: 'the disk is gone' },
      /^a request failed: the disk/,
    ],
    ['left requests unanswered', { ...GOOD, unfinished: true }, /^requests without an answer/],
  ])('that %s is not', (_, figures, text) => {
    expect(missed(figures)).toEqual([expect.stringMatching(text)]);
  });
});

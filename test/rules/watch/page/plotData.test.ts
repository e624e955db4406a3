import { describe, expect, it } from 'vitest';
import type { Sample, SampledFigures } from '../../../../src/watch/page/state/history.ts';
import { healthBands, linesOf, refusalCodes } from '../../../../src/watch/page/time/plotData.ts';

const none = { release: 0, buy: 0, browse: 0 };
function sample(second: number, members: Partial<SampledFigures> | null = {}): Sample {
  const usual = { perSecond: none, waiting: none, p50: 0, p99: 0, health: 'healthy', refusals: {} };
  return { second, figures: members === null ? null : { ...usual, ...members } };
}

describe('the data of a plot', () => {
  it('are columns, with null for a gap', () => {
    const samples = [sample(1, { p50: 5 }), sample(2, null), sample(9, { p50: 7 })];
    const { seconds, lines } = linesOf(samples, [
      { label: 'p50', color: '--line-1', value: ({ p50 }) => p50 },
    ]);
    expect(seconds).toEqual([1, 2, 9]);
    expect(lines).toEqual([{ label: 'p50', color: '--line-1', values: [5, null, 7] }]);
  });

  it('have the codes of refusals in an order that does not change with their rates', () => {
    const samples = [
      sample(1, { refusals: { 'out-of-stock': 1 } }),
      sample(2, { refusals: { overloaded: 90, 'out-of-stock': 1 } }),
    ];
    expect(refusalCodes(samples)).toEqual(['out-of-stock', 'overloaded']);
  });
});

describe('the bands behind a plot', () => {
  it('are the times in which the shop was not healthy', () => {
    const samples = [
      sample(1),
      sample(2, { health: 'degraded' }),
      sample(3, { health: 'degraded' }),
      sample(4, { health: 'shedding' }),
      sample(5, null),
      sample(9, { health: 'shedding' }),
    ];
    expect(healthBands(samples)).toEqual([
      { from: 2, to: 4, health: 'degraded' },
      { from: 4, to: 5, health: 'shedding' },
      { from: 9, to: 10, health: 'shedding' },
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import { FigureHistory } from '../../../../src/watch/page/state/history.ts';
import type { RefusalFigures, WatchFigures } from '../../../../src/watch/watchTypes.ts';

function figures(buy: number, refusals: readonly RefusalFigures[] = []): WatchFigures {
  const latency = { p50: 1, p90: 2, p99: 3, max: 4 };
  const none = { release: 0, buy: 0, browse: 0 };
  return {
    perSecond: { ...none, buy },
    latencyMs: { release: latency, buy: latency, browse: latency },
    waiting: none,
    refusals,
    health: { state: 'healthy', since: 0, reasons: [], alert: false },
    commits: { waiting: 0, oldestMs: 0 },
    timers: 0,
    memory: { heapUsed: 0, rss: 0 },
  };
}

function buysOf(history: FigureHistory) {
  return history.samples.map(({ second, figures }) => [second, figures?.perSecond.buy ?? null]);
}

describe('the history of the figures', () => {
  it('has the last figures of each second', () => {
    const history = new FigureHistory();
    history.add(1000, figures(1));
    history.add(1900, figures(2));
    history.add(2000, figures(3));
    expect(buysOf(history)).toEqual([
      [1, 2],
      [2, 3],
    ]);
  });

  it('has a gap where nothing came', () => {
    const history = new FigureHistory();
    history.add(1000, figures(1));
    history.add(4000, figures(4));
    history.add(9000, figures(9));
    expect(buysOf(history)).toEqual([
      [1, 1],
      [4, 4],
      [5, null],
      [9, 9],
    ]);
  });

  it('goes on when the clock of the machine is set back', () => {
    const history = new FigureHistory();
    history.add(5000, figures(1));
    history.add(2000, figures(2));
    history.add(6000, figures(3));
    expect(buysOf(history)).toEqual([
      [5, 2],
      [6, 3],
    ]);
  });

  it('is bounded over hours', () => {
    const history = new FigureHistory();
    for (let at = 0; at < 4 * 3_600_000; at += 500) history.add(at, figures(at));
    expect(history.samples.length).toBe(600);
    expect(history.samples.at(-1)?.second).toBe(4 * 3600 - 1);
    history.add(1e12, figures(0));
    expect(history.samples.length).toBe(1);
  });

  it('sums refusals beyond the most frequent codes, and takes any code for a name', () => {
    const history = new FigureHistory();
    const codes = ['__proto__', ...Array.from({ length: 11 }, (_, index) => `code-${index}`)];
    history.add(
      1000,
      figures(
        0,
        codes.map((code) => ({ code, count: 2, perSecond: 2 })),
      ),
    );
    const refusals = history.samples[0]?.figures?.refusals ?? {};
    expect(Object.keys(refusals)).toEqual([...codes.slice(0, 8), 'other']);
    expect(Object.entries(refusals).at(-1)).toEqual(['other', 8]);
  });
});

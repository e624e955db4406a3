import { describe, expect, test } from 'vitest';
import { describeEnvironment } from '../../../bench/harness/environment.ts';
import { sectionHtml } from '../../../bench/harness/report/section.ts';
import { watchSections } from '../../../bench/harness/report/watchSection.ts';
import type { Result } from '../../../bench/harness/results.ts';
import type { CaseFigures, WatchFigures } from '../../../bench/watch/figures.ts';
import type { Case } from '../../../bench/watch/variant.ts';
import { watchText } from '../../../tools/figures/watchText.ts';

function caseOf(of: Case, given: Partial<CaseFigures> = {}): CaseFigures {
  const ratio = { median: 0.97, min: 0.9, max: 1.02 };
  return {
    ...of,
    ...{ perSecond: 12_345, cpuMicros: 50, p50: 900, p99: 2500 },
    ...{ throughputRatio: ratio, cpuRatio: ratio, p99Ratio: ratio },
    ...{ peakHeapBytes: 2 ** 27, peakRssBytes: 2 ** 28, growthBytes: 2 ** 20, growthOrders: 100 },
    ...{ viewer: null, messagesLeftOut: null },
    ...given,
  };
}

const FIGURES: WatchFigures = {
  rounds: 5,
  cases: [
    caseOf({ store: 'memory', variant: 'none' }),
    caseOf(
      { store: 'memory', variant: 'stately-100' },
      {
        viewer: { messagesPerSecond: 500, bytesPerSecond: 2048, cores: 0.1 },
        messagesLeftOut: 9876,
      },
    ),
    caseOf(
      { store: 'disk', variant: 'page' },
      { viewer: { messagesPerSecond: null, bytesPerSecond: null, cores: 0 } },
    ),
  ],
};

const RESULTS = new Map<string, Result>([
  [
    'watch',
    {
      ...{ name: 'watch', environment: describeEnvironment(), seed: 1, settings: {} },
      figures: { ...FIGURES },
    },
  ],
]);

describe('the section of the report', () => {
  test('has a bar and a row for each case, and says what was not counted', () => {
    const [section] = watchSections(RESULTS);
    const [throughput, viewers] = section?.figures ?? [];
    const names = ['not watched', 'inspector, 100 actors', 'live page open, on disk'];
    expect(throughput?.chart).toMatchObject({ bars: names.map((name) => ({ name, value: 0.97 })) });
    const watched = ['12,345', '0.97 × (0.90 to 1.02)', '50', '0.97 × (0.90 to 1.02)', '2.5'];
    expect(throughput?.table.rows).toEqual(names.map((name) => [name, ...watched]));
    const memory = ['128 MiB', '256 MiB'];
    expect(viewers?.table.rows).toEqual([
      ['not watched', '–', '–', '–', ...memory],
      ['inspector, 100 actors', '500', '2', '9,876', ...memory],
      ['live page open, on disk', '–', '–', '–', ...memory],
    ]);
  });

  test('names its chart for those who do not see it', () => {
    const [section] = watchSections(RESULTS);
    const html = section === undefined ? '' : sectionHtml(section, 'watch');
    expect(html).toContain('role="img" aria-label="Throughput of a shop that is watched');
  });

  test('is not there without a result', () => {
    expect(watchSections(new Map())).toEqual([]);
  });
});

describe('the figures of the documents', () => {
  test('have a row for each case', () => {
    expect(watchText(RESULTS).split('\n').slice(2)).toEqual([
      '| in memory: not watched | 12,345 | 0.97 × (0.90 to 1.02) | 50 µs | 0.97 × (0.90 to 1.02) | 256 MiB |',
      '| in memory: inspector, 100 actors | 12,345 | 0.97 × (0.90 to 1.02) | 50 µs | 0.97 × (0.90 to 1.02) | 256 MiB |',
      '| log on disk: live page open | 12,345 | 0.97 × (0.90 to 1.02) | 50 µs | 0.97 × (0.90 to 1.02) | 256 MiB |',
    ]);
  });

  test('are nothing without a result', () => {
    expect(watchText(new Map())).toBe('');
  });
});

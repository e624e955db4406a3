import { describe, expect, test } from 'vitest';
import { bySecond, mean } from '../../../bench/harness/report/bySecond.ts';
import type { Chart } from '../../../bench/harness/report/chart.ts';
import { chartHtml } from '../../../bench/harness/report/chartHtml.ts';
import { conditionsOf } from '../../../bench/harness/report/conditions.ts';
import { percentileAxis, percentilePoints } from '../../../bench/harness/report/percentileAxis.ts';
import { pointsTable } from '../../../bench/harness/report/pointsTable.ts';
import { tableHtml } from '../../../bench/harness/report/table.ts';
import type { Result } from '../../../bench/harness/results.ts';

const X = { name: 'seconds', scale: 'value', format: String } as const;
const Y = { name: 'ms', scale: 'log', format: String } as const;

function linesWith(hasDots: boolean): Chart {
  return {
    kind: 'lines',
    lines: [
      {
        name: 'one',
        hasDots,
        points: [
          [1, 10],
          [2, 20],
        ],
      },
      {
        name: 'other',
        hasDots,
        points: [
          [0, 5],
          [2, 25],
        ],
      },
    ],
    x: X,
    y: Y,
  };
}

const BARS: Chart = { kind: 'bars', bars: [{ name: 'one', value: 1 }], x: Y };

function ranOn(cores: number, date: string): Result {
  return { environment: { cores, date } } as Result;
}

describe('a chart', () => {
  test('is one image whose name tells its title, its lines and its axes', () => {
    const html = chartHtml(linesWith(false), 'Latency, in memory');
    expect(html.match(/role="img"/g)).toHaveLength(1);
    expect(html).toContain(
      'aria-label="Latency, in memory. Lines: one; other. Upwards: ms (logarithmic); to the right: seconds."',
    );
    expect(chartHtml(BARS, 'Costs')).toContain('aria-label="Costs. Bars: ms (logarithmic)."');
  });

  test('hides each of its drawings from assistive technology, which has the name', () => {
    const svgs = chartHtml(linesWith(true), 'Latency').match(/<svg\b[^>]*>/g) ?? [];
    expect(svgs).toHaveLength(4);
    for (const svg of svgs) expect(svg).toContain('aria-hidden="true"');
  });

  test('of lines tells them apart without colours', () => {
    const html = chartHtml(linesWith(false), 'Latency');
    expect(html.match(/stroke-dasharray/g)).toHaveLength(3);
  });
});

describe('the table of all points', () => {
  test('has a row for each position of a line without dots, in order', () => {
    expect(pointsTable(linesWith(false))).toEqual({
      caption: 'All points: ms',
      columns: ['seconds', 'one', 'other'],
      rows: [
        ['0', '–', '5'],
        ['1', '10', '–'],
        ['2', '20', '25'],
      ],
    });
  });

  test('is not there where the table of the figure has them', () => {
    expect(pointsTable(linesWith(true))).toBeUndefined();
    expect(pointsTable(BARS)).toBeUndefined();
  });
});

describe('a table', () => {
  const table = (columns: string[]) => tableHtml({ caption: 'A table', columns, rows: [] }, 'id');

  test('that may have to scroll is a region with a name, a tab stop and a hint', () => {
    const html = table(['a', 'b', 'c', 'd']);
    expect(html).toContain('role="region" aria-labelledby="id" tabindex="0"');
    expect(html).toContain('Scroll sideways');
  });

  test('that fits a phone is none', () => {
    expect(table(['a', 'b', 'c'])).not.toMatch(/role=|tabindex=|Scroll/);
  });
});

describe('the conditions of a figure', () => {
  test.each([
    [[ranOn(2, '2026-11-28T23:02:03Z')], '2 cores, 28 November 2026'],
    [
      [ranOn(2, '2026-11-28T01:00:00Z'), ranOn(2, '2026-11-22T01:00:00Z')],
      '2 cores, 22 to 28 November 2026',
    ],
    [
      [ranOn(16, '2027-01-02T01:00:00Z'), ranOn(2, '2026-12-31T01:00:00Z')],
      '2 or 16 cores, 31 December 2026 to 2 January 2027',
    ],
    [[ranOn(2, 'unknown')], '2 cores, unknown'],
  ])('are those of its runs', (results, expected) => {
    expect(conditionsOf(results)).toBe(expected);
  });
});

test('samples become one point a second', () => {
  const samples = [0.2, 0.9, 2.1].map((seconds) => ({ seconds }));
  expect(bySecond(samples, ({ seconds }) => 10 * seconds, mean)).toEqual([
    [0, 5.5],
    [2, 21],
  ]);
});

test('a percentile curve goes by nines, and leaves out what its axes cannot show', () => {
  const curve = [5, 50, 90, 99.9, 100].map((percentile) => ({ percentile, microseconds: 2000 }));
  const points = percentilePoints([{ percentile: 20, microseconds: 0 }, ...curve]);
  const { format, formatExact = format } = percentileAxis('percentile');
  expect(points.map(([, ms]) => ms)).toEqual([2, 2, 2]);
  expect(points.map(([nines]) => formatExact(nines))).toEqual(['50 %', '90 %', '99.9 %']);
  expect([0, 1, 2, 3, 4].map(format)).toEqual(['0 %', '90 %', '99 %', '99.9 %', '99.99 %']);
});

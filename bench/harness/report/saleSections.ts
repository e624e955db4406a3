import type { LatencySummary, PercentilePoint } from '../latency.ts';
import type { Result } from '../results.ts';
import { lineChart } from './chart.ts';
import { inMs, plain, short, whole } from './numbers.ts';
import type { Section } from './section.ts';
import { storeOf } from './storeOf.ts';

/** The part of `sale-<tps>.json` that the report reads; latencies in microseconds. */
interface SaleFigures {
  readonly checkouts: { readonly held: number; readonly share: number };
  readonly latency: {
    readonly checkout: LatencySummary;
    readonly requests: LatencySummary;
  };
  readonly curves: {
    readonly checkout: readonly PercentilePoint[];
    readonly requests: readonly PercentilePoint[];
  };
  readonly process: { readonly cpuCores: number };
}

interface Sale {
  readonly tps: number;
  /** Added to the rate: where its records are; empty in memory. */
  readonly store: string;
  readonly result: Result;
  readonly figures: SaleFigures;
}

const MS_AXIS = { name: 'ms', scale: 'log', format: plain } as const;

/** Where the percentile curve begins. */
const LEAST_PERCENTILE = 10;

/** Latency by rate, of all sales, and the percentile curve of the latest. */
export function saleSections(results: ReadonlyMap<string, Result>): Section[] {
  const sales = salesIn(results);
  const latest = sales.toSorted((a, b) => dateOf(a).localeCompare(dateOf(b))).at(-1);
  return latest === undefined ? [] : [byRate(sales), curve(latest)];
}

function salesIn(results: ReadonlyMap<string, Result>): Sale[] {
  return [...results.values()]
    .filter(({ name }) => /^sale-\d+(-disk|-lmdb)?$/.test(name))
    .map((result) => ({
      tps: Number.parseInt(result.name.slice('sale-'.length), 10),
      store: storeOf(result.name),
      result,
      figures: result.figures as unknown as SaleFigures,
    }))
    .sort((a, b) => a.tps - b.tps);
}

function dateOf({ result }: Sale): string {
  return result.environment.date;
}

function byRate(sales: readonly Sale[]): Section {
  const line = (name: string, key: 'p50' | 'p99' | 'p999') => ({
    name,
    hasDots: true,
    points: sales
      .filter(({ store }) => store === '')
      .map(({ tps, figures }) => [tps, figures.latency.checkout[key] / 1000] as const),
  });
  const rows = sales.map(({ tps, store, figures: { checkouts, latency, process } }) => [
    `${whole(tps)}${store}`,
    whole(checkouts.held),
    `${(100 * checkouts.share).toFixed(1)} %`,
    ...[
      latency.checkout.p50,
      latency.checkout.p99,
      latency.checkout.p999,
      latency.checkout.max,
    ].map(inMs),
    process.cpuCores.toFixed(2),
  ]);
  return {
    title: 'Latency of a checkout by rate',
    note: 'An open loop: requests arrive at a fixed rate whether or not the shop keeps up, and the latency of each counts from when it was due. Each checkout comes with the browsing and adding that lead to it, and with the steps of the order after it. The lines are of shops in memory.',
    figures: [
      {
        svg: lineChart([line('p50', 'p50'), line('p99', 'p99'), line('p99.9', 'p999')], {
          x: { name: 'checkouts a second', scale: 'value', format: short },
          y: MS_AXIS,
        }),
        table: {
          caption: 'Latency in milliseconds',
          columns: ['asked a second', 'held', 'share', 'p50', 'p99', 'p99.9', 'max', 'CPU cores'],
          rows,
        },
      },
    ],
    results: sales.map(({ result }) => result),
  };
}

/** The number of nines of a percentile: 90 is 1, 99 is 2. Spreads out the high percentiles. */
function nines(percentile: number): number {
  return -Math.log10(1 - percentile / 100);
}

function curve({ tps, result, figures }: Sale): Section {
  const { latency, curves } = figures;
  const line = (name: string, points: readonly PercentilePoint[]) => ({
    name,
    hasDots: false,
    // A logarithmic axis has no 0, and the lowest percentiles are of no interest.
    points: points
      .filter(({ percentile, microseconds }) => percentile >= LEAST_PERCENTILE && microseconds > 0)
      .map(({ percentile, microseconds }) => [nines(percentile), microseconds / 1000] as const),
  });
  const row = (name: string, { count, p50, p90, p99, p999, p9999, max }: LatencySummary) => [
    name,
    whole(count),
    ...[p50, p90, p99, p999, p9999, max].map(inMs),
  ];
  return {
    title: `Latency by percentile at ${whole(tps)} checkouts a second`,
    note: 'The latest run: the share of the requests that was answered within a time.',
    figures: [
      {
        svg: lineChart(
          [line('checkouts', curves.checkout), line('all requests', curves.requests)],
          {
            x: {
              name: 'percentile',
              scale: 'value',
              min: 0,
              interval: 1,
              format: (value) => `${plainPercent(value)} %`,
            },
            y: MS_AXIS,
          },
        ),
        table: {
          caption: 'Latency in milliseconds',
          columns: ['', 'count', 'p50', 'p90', 'p99', 'p99.9', 'p99.99', 'max'],
          rows: [row('checkouts', latency.checkout), row('all requests', latency.requests)],
        },
      },
    ],
    results: [result],
  };
}

/** 0, 90, 99, 99.9, ... for 0, 1, 2, 3, ... */
function plainPercent(ninesCount: number): string {
  return (100 - 100 * 10 ** -ninesCount).toFixed(Math.max(0, ninesCount - 2));
}

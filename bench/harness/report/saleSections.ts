import type { LatencySummary, PercentilePoint } from '../latency.ts';
import type { Result } from '../results.ts';
import { inMs, plain, short, whole } from './numbers.ts';
import { percentileAxis, percentilePoints } from './percentileAxis.ts';
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

/** The share from which a sale held its rate: below it, latencies only say how long the queue was. */
const HELD_SHARE = 0.95;

/** Latency by rate, of all sales, and the percentile curve of the latest that held its rate. */
export function saleSections(results: ReadonlyMap<string, Result>): Section[] {
  const sales = salesIn(results);
  const byDate = sales.toSorted((a, b) => dateOf(a).localeCompare(dateOf(b)));
  const latest = byDate.findLast(({ figures }) => didHold(figures)) ?? byDate.at(-1);
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

function didHold({ checkouts }: SaleFigures): boolean {
  return checkouts.share >= HELD_SHARE;
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
        title: 'Latency of a checkout by rate, in memory',
        chart: {
          kind: 'lines',
          lines: [line('p50', 'p50'), line('p99', 'p99'), line('p99.9', 'p999')],
          x: { name: 'checkouts a second', scale: 'value', format: short },
          y: MS_AXIS,
        },
        table: {
          caption: 'Latency in milliseconds; the rates without a store are of shops in memory',
          columns: [
            ...['asked a second', 'held a second', 'share held'],
            ...['p50', 'p99', 'p99.9', 'max', 'CPU cores'],
          ],
          rows,
        },
      },
    ],
    results: sales.map(({ result }) => result),
  };
}

function curve({ tps, store, result, figures }: Sale): Section {
  const { latency, curves } = figures;
  const where = store || ', in memory';
  const line = (name: string, points: readonly PercentilePoint[]) => ({
    name,
    hasDots: false,
    points: percentilePoints(points),
  });
  const row = (name: string, { count, p50, p90, p99, p999, p9999, max }: LatencySummary) => [
    name,
    whole(count),
    ...[p50, p90, p99, p999, p9999, max].map(inMs),
  ];
  return {
    title: `Latency by percentile at ${whole(tps)} checkouts a second${where}`,
    note: `${didHold(figures) ? 'The latest run that held its rate' : 'The latest run; none held its rate'}: the share of the requests that was answered within a time.`,
    figures: [
      {
        title: `Share of the requests answered within a time${where}`,
        chart: {
          kind: 'lines',
          lines: [line('checkouts', curves.checkout), line('all requests', curves.requests)],
          x: percentileAxis('percentile'),
          y: MS_AXIS,
        },
        table: {
          caption: `Latency in milliseconds at ${whole(tps)} checkouts a second`,
          columns: ['requests', 'count', 'p50', 'p90', 'p99', 'p99.9', 'p99.99', 'max'],
          rows: [row('checkouts', latency.checkout), row('all requests', latency.requests)],
        },
      },
    ],
    results: [result],
  };
}

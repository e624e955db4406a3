import { columnTable } from '../../src/terminal/columnTable.ts';
import { numberText, percentText } from '../../src/terminal/numberText.ts';
import { type Row, textTable } from '../../src/terminal/textTable.ts';
import type { LatencySummary } from '../harness/latency.ts';
import { mebibytes } from '../harness/report/numbers.ts';
import { REQUESTS } from './metrics.ts';
import { FOLLOW_UPS } from './orderLifecycles.ts';
import type { SaleSettings } from './readArguments.ts';
import type { Rate, SaleFigures } from './saleFigures.ts';

const STORE_TEXTS = { memory: 'in memory', disk: 'on disk', lmdb: 'in LMDB' } as const;

/** Problems of an audit that are printed: the first ones say what went wrong. */
const SHOWN_PROBLEMS = 20;

/** The figures of a sale as they are printed. */
export function saleText(settings: SaleSettings, figures: SaleFigures): string {
  const { tps, users, products, store, seed } = settings;
  const title = [
    `${numberText(tps)} checkouts a second for ${numberText(figures.seconds, 1)} s`,
    ...[`${numberText(users)} users`, `${numberText(products)} products`],
    ...[STORE_TEXTS[store], `seed ${seed}`],
  ].join(', ');
  const ended = figures.interrupted ? ' (ended early)' : '';
  return `${title}${ended}\n\n${latencyTable(figures)}\n\n${textTable(otherRows(figures))}`;
}

function latencyTable({ latency, issueLag }: SaleFigures): string {
  const rows: [string, LatencySummary][] = [
    ...REQUESTS.map((kind): [string, LatencySummary] => [kind, latency[kind]]),
    ['all requests', latency.requests],
    ...FOLLOW_UPS.map((kind): [string, LatencySummary] => [kind, latency[kind]]),
    ['all follow-ups', latency.followUps],
    ['issued late', issueLag],
  ];
  return columnTable(
    ['latency in ms', 'count', 'p50', 'p90', 'p99', 'p99.9', 'p99.99', 'max'],
    rows.map(([name, { count, p50, p90, p99, p999, p9999, max }]) => [
      name,
      numberText(count),
      ...[p50, p90, p99, p999, p9999, max].map((micros) => (count === 0 ? '-' : inMs(micros))),
    ]),
  );
}

function otherRows(figures: SaleFigures): Row[] {
  const { process, orders, audit, lagAtEndMs, cartsExpired, productsSoldOut } = figures;
  const { loopDelay, gc } = process;
  const lag = `${numberText(lagAtEndMs, 1)} ms late at the end`;
  const memory = `${mebibytes(process.heapUsedPeakBytes)} heap, ${mebibytes(process.rssPeakBytes)} RSS`;
  const late = `p50 ${inMs(loopDelay.p50)}, p99 ${inMs(loopDelay.p99)}, max ${inMs(loopDelay.max)} ms`;
  const pauses = `${numberText(gc.totalMs, 1)} ms in all, ${numberText(gc.longestMs, 1)} ms the longest`;
  const states = Object.entries(orders).map(([state, n]) => `${numberText(n)} ${words(state)}`);
  return [
    ['checkouts', rateText(figures.checkouts)],
    ['requests', `${rateText(figures.requests)}, ${lag}`],
    [
      'CPU',
      `${process.cpuCores.toFixed(2)} cores, of which the load generator ${shareText(figures)}`,
    ],
    ['memory', `${memory} at the peak`],
    ['event loop', `timers late by ${late}`],
    ['GC', `${numberText(gc.count)} times, ${pauses}`],
    ['refused', refusalText(figures)],
    ['orders', states.join(', ')],
    [
      'besides',
      `${numberText(cartsExpired)} carts expired, ${numberText(productsSoldOut)} times a product sold out`,
    ],
    ['audit', audit.ok ? 'ok' : `${audit.problems.length} problems`],
    ...audit.problems.slice(0, SHOWN_PROBLEMS).map((problem): Row => ['', problem]),
  ];
}

function shareText({ generatorCores, generatorShare }: SaleFigures): string {
  if (generatorCores === null || generatorShare === null) return 'is not measured';
  return `takes ${generatorCores.toFixed(2)} (${percentText(generatorShare, 0)})`;
}

function rateText({ asked, held, share, missed }: Rate): string {
  const lost = missed === 0 ? '' : `, ${numberText(missed)} never issued`;
  return `${numberText(held, 1)} of ${numberText(asked, 1)} a second held (${percentText(share, 2)})${lost}`;
}

function refusalText({ refusals }: SaleFigures): string {
  const codes = Object.entries(refusals).map(([code, byKind]) => {
    const kinds = Object.entries(byKind).map(([kind, n]) => `${numberText(n)} at ${kind}`);
    return `${code}: ${kinds.join(', ')}`;
  });
  return codes.length === 0 ? 'none' : codes.join('; ');
}

/** `cancelledUnpaid` as `cancelled unpaid`. */
function words(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** Microseconds in milliseconds, with two decimals. */
function inMs(micros: number): string {
  return (micros / 1000).toLocaleString('en-US', {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  });
}

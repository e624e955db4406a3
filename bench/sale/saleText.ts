import type { LatencySummary } from '../harness/latency.ts';
import { FOLLOW_UPS } from './orderLives.ts';
import type { SaleSettings } from './readArguments.ts';
import { REQUESTS } from './recorder.ts';
import type { Rate, SaleFigures } from './saleFigures.ts';

/** The figures of a sale for people, ending with a line break. */
export function saleText(settings: SaleSettings, figures: SaleFigures): string {
  const { tps, users, products, store, seed } = settings;
  const title = `${count(tps)} checkouts a second for ${number(figures.seconds)} s, ${count(users)} users, ${count(products)} products, ${store === 'memory' ? 'in memory' : 'on disk'}, seed ${seed}`;
  const ended = figures.interrupted ? ' (ended early)' : '';
  return `${title}${ended}\n\n${latencyTable(figures)}\n${otherRows(figures)}`;
}

function latencyTable({ latency, issueLag }: SaleFigures): string {
  const rows: [string, LatencySummary][] = [
    ...REQUESTS.map((kind): [string, LatencySummary] => [kind, latency[kind]]),
    ['all requests', latency.requests],
    ...FOLLOW_UPS.map((kind): [string, LatencySummary] => [kind, latency[kind]]),
    ['all follow-ups', latency.followUps],
    ['issued late', issueLag],
  ];
  const header = ['latency in ms', 'count', 'p50', 'p90', 'p99', 'p99.9', 'p99.99', 'max'];
  return [
    header,
    ...rows.map(([name, { count: n, p50, p90, p99, p999, p9999, max }]) => [
      name,
      count(n),
      ...[p50, p90, p99, p999, p9999, max].map((micros) => (n === 0 ? '-' : milliseconds(micros))),
    ]),
  ]
    .map(([name = '', ...cells]) => `${name.padEnd(15)}${cells.map(column).join('')}\n`)
    .join('');
}

function column(cell: string): string {
  return cell.padStart(11);
}

function otherRows(figures: SaleFigures): string {
  const { process, orders, audit, generatorCores, generatorShare, lagAtEndMs } = figures;
  const { loopDelay, gc } = process;
  const generator =
    generatorCores === null || generatorShare === null
      ? 'not measured'
      : `${generatorCores.toFixed(2)} (${(100 * generatorShare).toFixed(0)} %)`;
  const rows: [string, string][] = [
    ['checkouts', rateText(figures.checkouts)],
    ['requests', `${rateText(figures.requests)}, ${number(lagAtEndMs)} ms late at the end`],
    ['CPU', `${process.cpuCores.toFixed(2)} cores, the generator's part of it ${generator}`],
    [
      'memory',
      `${mebibytes(process.heapUsedPeakBytes)} heap, ${mebibytes(process.rssPeakBytes)} RSS at the peak`,
    ],
    [
      'event loop',
      `timers late by p50 ${milliseconds(loopDelay.p50)}, p99 ${milliseconds(loopDelay.p99)}, max ${milliseconds(loopDelay.max)} ms`,
    ],
    [
      'GC',
      `${count(gc.count)} times, ${number(gc.totalMs)} ms in all, ${number(gc.longestMs)} ms the longest`,
    ],
    ['refused', refusalText(figures)],
    [
      'orders',
      Object.entries(orders)
        .map(([state, n]) => `${count(n)} ${words(state)}`)
        .join(', '),
    ],
    [
      'besides',
      `${count(figures.cartsExpired)} carts expired, ${count(figures.productsSoldOut)} times a product sold out`,
    ],
    ['audit', audit.ok ? 'ok' : `${audit.problems.length} problems`],
    ...audit.problems.slice(0, 20).map((problem): [string, string] => ['', problem]),
  ];
  return rows.map(([name, text]) => `${name.padEnd(12)}${text}\n`).join('');
}

function rateText({ asked, held, share, missed }: Rate): string {
  const lost = missed === 0 ? '' : `, ${count(missed)} never issued`;
  return `${number(held)} of ${number(asked)} a second held (${(100 * share).toFixed(2)} %)${lost}`;
}

function refusalText({ refusals }: SaleFigures): string {
  const codes = Object.entries(refusals).map(([code, byKind]) => {
    const kinds = Object.entries(byKind).map(([kind, n]) => `${count(n)} at ${kind}`);
    return `${code}: ${kinds.join(', ')}`;
  });
  return codes.length === 0 ? 'none' : codes.join('; ');
}

/** `cancelledUnpaid` as `cancelled unpaid`. */
function words(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function milliseconds(micros: number): string {
  return (micros / 1000).toLocaleString('en-GB', {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  });
}

function mebibytes(bytes: number): string {
  return `${count(Math.round(bytes / 2 ** 20))} MiB`;
}

function number(value: number): string {
  return value.toLocaleString('en-GB', { maximumFractionDigits: 1 });
}

function count(value: number): string {
  return value.toLocaleString('en-GB');
}

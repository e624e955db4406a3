import { inMs, plain, whole } from '../../bench/harness/report/numbers.ts';
import type { Result } from '../../bench/harness/results.ts';
import type { OpeningFigures } from '../../bench/opening/figures.ts';
import type { Opened } from '../../bench/opening/runStep.ts';
import type { PeerFigures, PeersFigures } from '../../bench/peers/figures.ts';
import type { SaleFigures } from '../../bench/sale/saleFigures.ts';
import type { ScalingFigures } from '../../bench/scaling/figures.ts';
import type { Point } from '../../bench/scaling/point.ts';
import { searchText } from './searchText.ts';
import { table } from './table.ts';

/** How a peer is called in the README, by its variant. */
const PEERS: Readonly<Record<string, string>> = {
  map: 'a bare JavaScript Map: the limit',
  statecart: '**statecart**, in memory',
  'statecart-lmdb': '**statecart**, answered when it is on disk (LMDB)',
  redis: 'Redis, Lua script, nothing kept on disk: the reservation only',
  'redis-aof-always': 'Redis, the same with `appendfsync always`',
  xstate: 'the same charts on plain XState',
  'postgres-function': 'PostgreSQL, one stored function',
  'postgres-for-update': 'PostgreSQL, `SELECT … FOR UPDATE`',
};

/** The results as the README shows them: Markdown tables, and where they were measured. */
export function figuresText(results: ReadonlyMap<string, Result>): string {
  const parts = [
    ...[peers(results), sales(results), searchText(results)],
    ...[scaling(results), opening(results)],
  ].filter((part) => part !== '');
  return [...parts, provenance(results)].join('\n\n');
}

function peers(results: ReadonlyMap<string, Result>): string {
  const figures = results.get('peers')?.figures as unknown as PeersFigures | undefined;
  if (figures === undefined) return '';
  return [
    throughput('checkouts of two lines', figures.checkouts),
    throughput('lives from cart to delivered', figures.lifecycles),
  ].join('\n\n');
}

function throughput(what: string, variants: readonly PeerFigures[]): string {
  const own = variants.find(({ variant }) => variant === 'statecart')?.perSecond ?? Number.NaN;
  const rows = variants
    .toSorted((a, b) => b.perSecond - a.perSecond)
    .map(({ variant, perSecond }) => [
      PEERS[variant] ?? variant,
      whole(perSecond),
      `${plain(perSecond / own)} ×`,
    ]);
  return table([what, 'a second', 'to statecart'], rows);
}

function sales(results: ReadonlyMap<string, Result>): string {
  const rows = [...results.values()]
    .filter(({ name }) => /^sale-\d+(-lmdb)?$/.test(name))
    .toSorted((a, b) => tpsOf(a) - tpsOf(b) || a.name.length - b.name.length)
    .map((result) => {
      const { seconds, checkouts, latency, process, audit } =
        result.figures as unknown as SaleFigures;
      const { p50, p99, p999 } = latency.checkout;
      return [
        `${whole(tpsOf(result))} for ${whole(seconds)} s${isOnDisk(result) ? ', on disk' : ''}`,
        `${plain(100 * checkouts.share)} %`,
        ...[p50, p99, p999].map((micros) => `${inMs(micros)} ms`),
        process.cpuCores.toFixed(2),
        audit.ok ? 'clean' : `${audit.problems.length} problems`,
      ];
    });
  const columns = ['checkouts a second', 'held', 'p50', 'p99', 'p99.9', 'CPU cores', 'audit'];
  return rows.length === 0 ? '' : table(columns, rows);
}

function tpsOf({ name }: Result): number {
  return Number.parseInt(name.slice('sale-'.length), 10);
}

function isOnDisk({ name }: Result): boolean {
  return name.endsWith('-lmdb');
}

function scaling(results: ReadonlyMap<string, Result>): string {
  const figures = results.get('scaling')?.figures as unknown as ScalingFigures | undefined;
  if (figures === undefined) return '';
  const rows = (['products', 'carts', 'orders'] as const).map((axis) => {
    const points = figures[axis];
    const [first, last] = [points[0], points.at(-1)];
    return [
      `${whole(first?.size ?? 0)} to ${whole(last?.size ?? 0)} ${NAMES[axis]}`,
      `${plain(first?.cpuMicrosecondsPerCheckout ?? 0)} to ${plain(last?.cpuMicrosecondsPerCheckout ?? 0)} µs`,
      `${plain(figures.cpuRatios[axis] ?? Number.NaN)} ×`,
      `${whole(figures.heapBytesPer[axis] ?? 0)} bytes`,
    ];
  });
  const grown = table(['growing', 'CPU time of a checkout', 'ratio', 'memory for one more'], rows);
  const { combined } = figures;
  if (combined === null) return grown;
  const { products, carts, heapBytes, rssBytes } = combined;
  return `${grown}\n\n${whole(products)} products with ${whole(carts)} live carts: ${gigabytes(heapBytes)} of heap, ${gigabytes(rssBytes)} in all (RSS).`;
}

const NAMES = { products: 'products', carts: 'live carts', orders: 'past orders' } as const;

function opening(results: ReadonlyMap<string, Result>): string {
  const result = results.get('opening');
  if (result === undefined) return '';
  const { afterClose, afterCrash } = result.figures as unknown as OpeningFigures;
  const { products, carts, orders } = result.settings as unknown as Point;
  const row = (name: string, { storeMs, shopMs, fileBytes, rssBytes }: Opened) => [
    name,
    ...[storeMs, shopMs].map((ms) => `${plain(ms / 1000)} s`),
    ...[fileBytes, rssBytes].map(gigabytes),
  ];
  const size = `${whole(products)} products, ${whole(carts)} live carts, ${whole(orders)} past orders`;
  return table(
    [`on disk: ${size}`, 'file checked', 'shop opened', 'file', 'memory (RSS)'],
    [row('opened after a close', afterClose), row('opened after a crash', afterCrash)],
  );
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(2)} GB`;
}

function provenance(results: ReadonlyMap<string, Result>): string {
  const [latest] = [...results.values()].toSorted((a, b) =>
    b.environment.date.localeCompare(a.environment.date),
  );
  if (latest === undefined) return 'No benchmark has been run yet.';
  const { cpu, cores, node, xstate } = latest.environment;
  const commits = [...new Set([...results.values()].map(({ environment }) => environment.commit))];
  return `${cores} shared cores of an ${cpu}, Node.js ${node}, XState ${xstate}, commit ${commits.join(', ')}: ratios count, absolute times depend on the machine and on who shares it.`;
}

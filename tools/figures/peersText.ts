import { inMs, plain, whole } from '../../bench/harness/report/numbers.ts';
import type { Result } from '../../bench/harness/results.ts';
import type { PeerFigures, PeersFigures } from '../../bench/peers/figures.ts';
import { table } from './table.ts';

/** What a peer is called in the documents, by its variant. */
const PEERS: Readonly<Record<string, string>> = {
  map: 'two bare JavaScript Maps: the upper limit',
  statecart: '**statecart**, in memory',
  'statecart-disk': '**statecart**, answered when it is on disk (log)',
  'statecart-lmdb': 'statecart with its records in LMDB, answered when they are on disk',
  redis: 'Redis, Lua script, nothing kept on disk: the reservation only',
  'redis-aof-always': 'Redis, the same with `appendfsync always`',
  xstate: 'the same charts on plain XState',
  'postgres-function': 'PostgreSQL, one stored function',
  'postgres-for-update': 'PostgreSQL, `SELECT … FOR UPDATE`',
};

export function peersOf(results: ReadonlyMap<string, Result>): PeersFigures | undefined {
  return results.get('peers')?.figures as unknown as PeersFigures | undefined;
}

/** Checkouts, and orders from the cart to the delivery, of statecart and its peers. */
export function peersText(results: ReadonlyMap<string, Result>): string {
  const figures = peersOf(results);
  if (figures === undefined) return '';
  return [
    throughput('checkouts of two lines', figures.checkouts),
    throughput('orders from cart to delivered', figures.lifecycles),
    ...syncText(results.get('peers')?.settings.syncMicros),
  ].join('\n\n');
}

/** How long the disk took to say that it has the data, which shows whether it waits for a medium. */
function syncText(micros: unknown): string[] {
  if (typeof micros !== 'number') return [];
  return [
    `A write of 4 KiB and its \`fdatasync\` took ${inMs(micros)} ms on the disk of this run.`,
  ];
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
  return table([what, 'a second', 'relative to statecart'], rows);
}

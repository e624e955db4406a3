import { inMs, plain, whole } from '../../bench/harness/report/numbers.ts';
import type { Result } from '../../bench/harness/results.ts';
import type { PeerFigures } from '../../bench/peers/figures.ts';
import { mixOf } from './mixText.ts';
import { openingOf, openingSize } from './openingText.ts';
import { peersOf } from './peersText.ts';
import { provenanceText } from './provenanceText.ts';
import { type Sale, salesOf } from './salesText.ts';
import { scalingOf } from './scalingText.ts';
import { searchOf } from './searchText.ts';
import { table } from './table.ts';

type Results = ReadonlyMap<string, Result>;

/** A rate of which this share was held counts as held. */
const HELD_SHARE = 0.99;

/** The figures that say most, in one table, with what they compare to. */
export function keyFiguresText(results: Results): string {
  const rows = [
    ...throughputRows(results),
    ...mixRows(results),
    ...saleRows(results),
    ...searchRows(results),
    ...memoryRows(results),
    ...openingRows(results),
  ];
  return [table(['measured', 'statecart', 'for comparison'], rows), provenanceText(results)].join(
    '\n\n',
  );
}

function throughputRows(results: Results): string[][] {
  const figures = peersOf(results);
  if (figures === undefined) return [];
  const { checkouts, lifecycles } = figures;
  const rate = (variants: readonly PeerFigures[], wanted: string) =>
    whole(variants.find(({ variant }) => variant === wanted)?.perSecond ?? Number.NaN);
  return [
    [
      'checkouts of two lines a second, in memory',
      rate(checkouts, 'statecart'),
      `plain XState ${rate(checkouts, 'xstate')}; Redis without a disk, the reservation only: ${rate(checkouts, 'redis')}`,
    ],
    [
      'checkouts of two lines a second, each on disk when it is answered',
      rate(checkouts, 'statecart-disk'),
      `PostgreSQL ${rate(checkouts, 'postgres-function')}; Redis, the reservation only: ${rate(checkouts, 'redis-aof-always')}`,
    ],
    [
      'orders from cart to delivered a second, in memory',
      rate(lifecycles, 'statecart'),
      `plain XState ${rate(lifecycles, 'xstate')}`,
    ],
  ];
}

/** The CPU time of a sale, beside that of the build that it was compared with. */
function mixRows(results: Results): string[][] {
  const [own, other] = mixOf(results)?.builds ?? [];
  if (own === undefined) return [];
  const what =
    'cores for a sale of 10,000 checkouts a second, with all browsing, adding and steps of orders';
  const compared = other?.commit ? `commit ${other.commit}: ${plain(other.cores.median)}` : '–';
  return [[what, plain(own.cores.median), compared]];
}

/** The fastest sales whose rates were held, in memory and on disk, and the slowest that was not. */
function saleRows(results: Results): string[][] {
  const sales = salesOf(results);
  const inMemory = sales.filter(({ isOnDisk }) => !isOnDisk);
  const held = inMemory.findLast(isHeld);
  const missed = inMemory.find((sale) => !isHeld(sale));
  const onDisk = sales.findLast((sale) => sale.isOnDisk && isHeld(sale));
  if (held === undefined) return [];
  const others = [
    ...(onDisk === undefined ? [] : [`on disk at ${whole(onDisk.tps)}: ${latencyOf(onDisk)}`]),
    ...(missed === undefined
      ? []
      : [
          `of ${whole(missed.tps)} a second, ${plain(100 * missed.figures.checkouts.share)} % are held`,
        ]),
  ];
  const what = `latency of a checkout in a sale at ${whole(held.tps)} a second, p50 / p99`;
  return [[what, latencyOf(held), others.join('; ') || '–']];
}

function isHeld({ figures }: Sale): boolean {
  return figures.checkouts.share >= HELD_SHARE;
}

function latencyOf({ figures }: Sale): string {
  const { p50, p99 } = figures.latency.checkout;
  return `${inMs(p50)} / ${inMs(p99)} ms`;
}

function searchRows(results: Results): string[][] {
  const search = searchOf(results)[0];
  if (search === undefined) return [];
  const times = (wanted: string) => {
    const found = search.figures.variants.find(({ variant }) => variant === wanted);
    const text = found?.searches.textAndFilters;
    return text ? `${inMs(text.p50)} / ${inMs(text.p99)} ms` : '–';
  };
  return [
    [
      `search among ${whole(search.products)} products: text, filters, sort, facets, p50 / p99`,
      times('statecart'),
      `SQLite FTS5 ${times('sqlite-fts5')}`,
    ],
  ];
}

function memoryRows(results: Results): string[][] {
  const bytes = scalingOf(results)?.heapBytesPer;
  if (bytes === undefined) return [];
  const sizes = [bytes.products, bytes.carts, bytes.orders].map((size) =>
    whole(size ?? Number.NaN),
  );
  const what = 'bytes of memory for one more product / live cart / past order';
  return [[what, sizes.join(' / '), '–']];
}

function openingRows(results: Results): string[][] {
  const opening = openingOf(results);
  if (opening === undefined) return [];
  const seconds = ({ storeMs, shopMs }: { storeMs: number; shopMs: number }) =>
    `${plain((storeMs + shopMs) / 1000)} s`;
  return [
    [
      `opening a store of ${openingSize(results)}`,
      `${seconds(opening.afterClose)} after a close`,
      `${seconds(opening.afterCrash)} after a crash`,
    ],
  ];
}

import { plain, whole } from '../../bench/harness/report/numbers.ts';
import type { Result } from '../../bench/harness/results.ts';
import type { OpeningFigures } from '../../bench/opening/figures.ts';
import type { Opened } from '../../bench/opening/runStep.ts';
import type { Point } from '../../bench/scaling/point.ts';
import { gigabytes } from './gigabytes.ts';
import { table } from './table.ts';

const NAMES = { 'opening-disk': 'log', 'opening-lmdb': 'LMDB' } as const;

type OpeningName = keyof typeof NAMES;

export function openingOf(
  results: ReadonlyMap<string, Result>,
  name: OpeningName = 'opening-disk',
): OpeningFigures | undefined {
  return results.get(name)?.figures as unknown as OpeningFigures | undefined;
}

/** How long it takes to open a store of a given size. */
export function openingText(results: ReadonlyMap<string, Result>): string {
  const row = (name: string, { storeMs, shopMs, fileBytes, rssBytes }: Opened) => [
    name,
    ...[storeMs, shopMs].map((ms) => `${plain(ms / 1000)} s`),
    ...[fileBytes, rssBytes].map(gigabytes),
  ];
  const rows = Object.entries(NAMES).flatMap(([name, store]) => {
    const figures = openingOf(results, name as OpeningName);
    if (figures === undefined) return [];
    const { afterClose, afterCrash } = figures;
    return [
      row(`${store}, opened after a close`, afterClose),
      row(`${store}, opened after a crash`, afterCrash),
    ];
  });
  if (rows.length === 0) return '';
  return table(
    [`on disk: ${openingSize(results)}`, 'file checked', 'shop opened', 'file', 'memory (RSS)'],
    rows,
  );
}

/** What was in the store: `1,000,000 products, 100,000 live carts, 1,000,000 past orders`. */
export function openingSize(results: ReadonlyMap<string, Result>): string {
  const result = results.get('opening-disk') ?? results.get('opening-lmdb');
  if (result === undefined) return '';
  const { products, carts, orders } = result.settings as unknown as Point;
  return `${whole(products)} products, ${whole(carts)} live carts, ${whole(orders)} past orders`;
}

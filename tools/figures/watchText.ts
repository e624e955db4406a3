import { nameIn, STORE_NAMES, WATCHED_NAMES } from '../../bench/harness/report/names.ts';
import { mebibytes, plain, whole } from '../../bench/harness/report/numbers.ts';
import type { Result } from '../../bench/harness/results.ts';
import type { CaseFigures, WatchFigures } from '../../bench/watch/figures.ts';
import { spreadText } from '../../bench/watch/watchVerdict.ts';
import { table } from './table.ts';

/** What being watched takes of a shop. */
export function watchText(results: ReadonlyMap<string, Result>): string {
  const figures = results.get('watch')?.figures as unknown as WatchFigures | undefined;
  if (figures === undefined) return '';
  const columns = [
    'whole orders',
    'a second',
    '× not watched',
    'CPU time each',
    '× not watched',
    'peak RSS',
  ];
  return table(
    columns,
    figures.cases.map((each) => [
      nameOf(each),
      whole(each.perSecond),
      spreadText(each.throughputRatio),
      `${plain(each.cpuMicros)} µs`,
      spreadText(each.cpuRatio),
      mebibytes(each.peakRssBytes),
    ]),
  );
}

function nameOf({ store, variant }: CaseFigures): string {
  return `${nameIn(STORE_NAMES, store)}: ${nameIn(WATCHED_NAMES, variant)}`;
}

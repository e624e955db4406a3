import { buildText } from '../../bench/harness/build.ts';
import { plain, whole } from '../../bench/harness/report/numbers.ts';
import type { Result } from '../../bench/harness/results.ts';
import type { Spread } from '../../bench/harness/spread.ts';
import type { MixFigures } from '../../bench/mix/figures.ts';
import { KINDS } from '../../bench/sale/metrics.ts';
import { table } from './table.ts';

export function mixOf(results: ReadonlyMap<string, Result>): MixFigures | undefined {
  return results.get('mix')?.figures as unknown as MixFigures | undefined;
}

/** The CPU time of a sale and of each kind of command, of this build and of the one it is compared with. */
export function mixText(results: ReadonlyMap<string, Result>): string {
  const figures = mixOf(results);
  if (figures === undefined) return '';
  const { builds, counts, ratio } = figures;
  const cores = builds.map((build) => [
    buildText(build),
    ...[build.cores.median, build.cores.min, build.cores.max].map(plain),
    `${(100 * build.gcShare).toFixed(1)} %`,
  ]);
  const commands = KINDS.map((kind) => [
    kind,
    whole(counts.commands[kind] ?? 0),
    ...builds.map(({ nanoseconds }) => `${whole(nanoseconds[kind])} ns`),
  ]);
  return [
    table(
      ['cores for 10,000 checkouts a second', 'median', 'least', 'most', 'garbage collection'],
      cores,
    ),
    table(['command', 'number', ...builds.map(buildText)], commands),
    ...(ratio === null ? [] : [ratioText(ratio)]),
  ].join('\n\n');
}

function ratioText({ median, min, max }: Spread): string {
  return `The other build takes ${plain(median)} × the CPU time of this one (${plain(min)} to ${plain(max)} × in a round).`;
}

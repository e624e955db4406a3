import type { Result } from '../results.ts';
import { mebibytes, plain, whole } from './numbers.ts';
import type { Figure, Section } from './section.ts';

/** What the report reads of `mix.json`. */
interface MixFigures {
  readonly rounds: number;
  readonly builds: readonly Build[];
  /** CPU time of the other build divided by that of this one. */
  readonly ratio: Spread | null;
  readonly counts: { readonly commands: Readonly<Record<string, number>> };
}

interface Build {
  readonly name: string;
  readonly commit: string | null;
  readonly cores: Spread;
  readonly nanoseconds: Readonly<Record<string, number>>;
  /** From 0 to 1. */
  readonly gcShare: number;
  readonly heapBytes: number;
}

interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

export function mixSections(results: ReadonlyMap<string, Result>): Section[] {
  const result = results.get('mix');
  if (result === undefined) return [];
  const { rounds, builds, ratio, counts } = result.figures as unknown as MixFigures;
  const compared =
    ratio === null
      ? ''
      : ` The other build takes ${plain(ratio.median)} × the CPU time of this one (${plain(ratio.min)} to ${plain(ratio.max)} × in a round).`;
  return [
    {
      title: 'CPU time of a sale',
      note: `The requests of a sale and the steps of its orders in virtual time, as fast as the shop answers; the median of ${rounds} rounds. Every run had the same refusals and facts.${compared}`,
      figures: [coresOf(builds), commandsOf(builds, counts.commands)],
      results: [result],
    },
  ];
}

function coresOf(builds: readonly Build[]): Figure {
  const bars = builds.map((build) => ({ name: nameOf(build), value: build.cores.median }));
  const name = 'cores for 10,000 checkouts a second';
  return {
    title: 'Cores of a sale, in memory',
    chart: { kind: 'bars', bars, x: { name, scale: 'value', format: plain } },
    table: {
      caption: 'CPU seconds of all threads for one second of 10,000 checkouts',
      columns: ['build', 'median', 'least', 'most', 'time in garbage collection', 'heap'],
      rows: builds.map((build) => [
        nameOf(build),
        ...[build.cores.median, build.cores.min, build.cores.max].map(plain),
        `${(100 * build.gcShare).toFixed(1)} %`,
        mebibytes(build.heapBytes),
      ]),
    },
  };
}

function commandsOf(builds: readonly Build[], commands: Readonly<Record<string, number>>): Figure {
  return {
    title: 'Time of each command of a sale, in memory',
    table: {
      caption: 'Nanoseconds from a call to its answer',
      columns: ['command', 'number', ...builds.map(nameOf)],
      rows: Object.entries(commands).map(([kind, count]) => [
        kind,
        whole(count),
        ...builds.map(({ nanoseconds }) => whole(nanoseconds[kind] ?? 0)),
      ]),
    },
  };
}

function nameOf({ name, commit }: Build): string {
  return commit === null ? name : `${name} (${commit})`;
}

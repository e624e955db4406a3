import { plain, whole } from '../../bench/harness/report/numbers.ts';
import type { Result } from '../../bench/harness/results.ts';
import { table } from './table.ts';

/** What is read of `bench.json`. */
interface MicroFigures {
  readonly benchmarks: readonly {
    readonly name: string;
    readonly opsPerSecond: number;
    readonly microseconds: number;
    /** Of the mean, at 95 %. */
    readonly marginPercent: number;
  }[];
}

/** One operation by itself, again and again. */
export function microText(results: ReadonlyMap<string, Result>): string {
  const figures = results.get('bench')?.figures as unknown as MicroFigures | undefined;
  if (figures === undefined) return '';
  const rows = figures.benchmarks.map(({ name, opsPerSecond, microseconds, marginPercent }) => [
    name,
    whole(opsPerSecond),
    `${plain(microseconds)} µs`,
    `± ${marginPercent.toFixed(0)} %`,
  ]);
  return table(['operation', 'a second', 'each', 'margin'], rows);
}

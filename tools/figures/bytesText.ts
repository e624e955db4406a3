import { type BytesFigures, bytesRows } from '../../bench/bytes/figures.ts';
import { buildText } from '../../bench/harness/build.ts';
import { whole } from '../../bench/harness/report/numbers.ts';
import type { Result } from '../../bench/harness/results.ts';
import { table } from './table.ts';

/** What each command allocates, and what a cart and an order take. */
export function bytesText(results: ReadonlyMap<string, Result>): string {
  const figures = results.get('bytes')?.figures as unknown as BytesFigures | undefined;
  if (figures === undefined) return '';
  const rows = bytesRows(figures).map(([name, bytes]) => [name, ...bytes.map(whole)]);
  return table(['bytes', ...figures.builds.map(buildText)], rows);
}

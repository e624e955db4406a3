import { columnTable } from '../../src/terminal/columnTable.ts';
import { numberText, percentText } from '../../src/terminal/numberText.ts';
import type { NamedFault } from './fault.ts';
import type { Result } from './runFaults.ts';

/** The share of faults that were killed, from 0 to 1; those that timed out count as killed. */
export function killRateOf(results: readonly Result[]): number {
  return countOf(results, 'killed', 'timed out') / results.length;
}

/** Each fault in a line: its area, file and rule. */
export function listText(faults: readonly NamedFault[]): string {
  const rows = faults.map(({ area, file, rule }) => [area, file, rule] as const);
  const width = (column: 0 | 1) => Math.max(...rows.map((row) => row[column].length));
  return rows
    .map(([area, file, rule]) => `${area.padEnd(width(0))}  ${file.padEnd(width(1))}  ${rule}\n`)
    .join('');
}

/** The outcome of one fault, in a line. */
export function lineText({ fault: { area, rule }, outcome, seconds }: Result): string {
  const reason = outcome.kind === 'invalid' ? `: ${outcome.reason}` : '';
  return `${outcome.kind.padEnd(9)}  ${area.padEnd(8)}  ${rule} (${numberText(seconds, 1)} s)${reason}\n`;
}

/** A table by area, and the faults that were not killed. */
export function resultText(results: readonly Result[]): string {
  const areas = [...new Set(results.map(({ fault }) => fault.area))];
  const rows = areas.map((area) => {
    return rowOf(
      area,
      results.filter(({ fault }) => fault.area === area),
    );
  });
  const titles = ['area', 'faults', 'killed', 'timed out', 'survived', 'invalid'];
  const table = columnTable(titles, [...rows, rowOf('all', results)]);
  const killed = countOf(results, 'killed', 'timed out');
  const rate = percentText(killRateOf(results));
  return `${table}\n\n${killed} of ${results.length} faults were killed (${rate})\n${survivorsText(results)}`;
}

function rowOf(area: string, results: readonly Result[]): string[] {
  const counts = (['killed', 'timed out', 'survived', 'invalid'] as const).map((kind) =>
    countOf(results, kind),
  );
  return [area, ...[results.length, ...counts].map((count) => numberText(count))];
}

function survivorsText(results: readonly Result[]): string {
  return results
    .filter(({ outcome }) => outcome.kind === 'survived')
    .map(({ fault: { rule, file, from, to, tests, why = 'no test states the rule' } }) => {
      const change = `${JSON.stringify(from)} → ${JSON.stringify(to)}`;
      return `\nsurvived: ${rule}\n  ${file}: ${change}\n  tests: ${tests.join(', ')}\n  why: ${why}\n`;
    })
    .join('');
}

function countOf(
  results: readonly Result[],
  ...kinds: readonly Result['outcome']['kind'][]
): number {
  return results.filter(({ outcome }) => kinds.includes(outcome.kind)).length;
}

import { columnTable } from '../../src/terminal/columnTable.ts';
import { numberText, percentText } from '../../src/terminal/numberText.ts';
import { type Row, textTable } from '../../src/terminal/textTable.ts';
import { buildText } from '../harness/build.ts';
import { mebibytes } from '../harness/report/numbers.ts';
import type { Spread } from '../harness/spread.ts';
import { KINDS } from '../sale/metrics.ts';
import type { BuildFigures, MixFigures } from './figures.ts';
import { REFERENCE_TPS } from './limits.ts';

/** The figures as they are printed. */
export function figuresText({ rounds, builds, ratio, counts }: MixFigures): string {
  const title = `cores for ${numberText(REFERENCE_TPS)} checkouts a second`;
  const cores = columnTable(
    [title, `median of ${rounds}`, 'min', 'max', 'of it GC', 'longest GC', 'heap', 'RSS'],
    builds.map((build) => [
      buildText(build),
      ...spread(build.cores),
      percentText(build.gcShare),
      `${numberText(build.gc.longestMs, 1)} ms`,
      mebibytes(build.heapBytes),
      mebibytes(build.rssBytes),
    ]),
  );
  const parts = [cores];
  if (ratio !== null) {
    const [middle, min, max] = spread(ratio);
    parts.push(
      `the other build takes ${middle} × the CPU time of this one (${min} to ${max} × in a round)`,
    );
  }
  parts.push(commandTable(builds, counts.commands), textTable(countRows(counts)).trimEnd());
  return `${parts.join('\n\n')}\n`;
}

function spread({ median, min, max }: Spread): string[] {
  return [median, min, max].map((value) => value.toFixed(2));
}

function commandTable(
  builds: readonly BuildFigures[],
  commands: MixFigures['counts']['commands'],
): string {
  return columnTable(
    ['ns a command', 'count', ...builds.map(buildText)],
    KINDS.map((kind) => [
      kind,
      numberText(commands[kind] ?? 0),
      ...builds.map(({ nanoseconds }) => numberText(nanoseconds[kind])),
    ]),
  );
}

/** The counts that every run has had. */
function countRows({ refusals, facts }: MixFigures['counts']): Row[] {
  const rows = (label: string, counts: Readonly<Record<string, number>>) =>
    Object.entries(counts)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, count]): Row => [`${label} ${name}`, count]);
  return [...rows('refused', refusals), ...rows('fact', facts)];
}

import { columnTable } from '../../src/terminal/columnTable.ts';
import { numberText } from '../../src/terminal/numberText.ts';
import { inMs, mebibytes } from '../harness/report/numbers.ts';
import type { WatchFigures } from './figures.ts';
import { caseText } from './variant.ts';
import { requirements, spreadText } from './watchVerdict.ts';

/** The figures as they are printed: what being watched costs, what it takes, and what was required. */
export function figuresText(figures: WatchFigures): string {
  const met = requirements(figures).map(
    ({ text, isMet }) => `  ${isMet ? 'ok  ' : 'MISS'} ${text}`,
  );
  return `${[costTable(figures), viewerTable(figures), met.join('\n')].join('\n\n')}\n`;
}

function costTable({ cases }: WatchFigures): string {
  const titles = ['whole orders', 'a second', '× none', 'CPU µs', '× none', 'p99 ms', '× none'];
  return columnTable(
    titles,
    cases.map((each) => [
      caseText(each),
      ...[numberText(each.perSecond), spreadText(each.throughputRatio)],
      ...[numberText(each.cpuMicros, 1), spreadText(each.cpuRatio)],
      ...[inMs(each.p99), spreadText(each.p99Ratio)],
    ]),
  );
}

function viewerTable({ cases }: WatchFigures): string {
  const titles = ['viewer', 'messages a second', 'KiB a second', 'its cores', 'left out'];
  return columnTable(
    [...titles, 'heap peak', 'RSS peak', 'heap growth'],
    cases.map((each) => {
      const { viewer, messagesLeftOut, peakHeapBytes, peakRssBytes, growthBytes } = each;
      return [
        caseText(each),
        countText(viewer?.messagesPerSecond),
        countText(viewer?.bytesPerSecond, 1024),
        viewer === null ? '–' : viewer.cores.toFixed(2),
        countText(messagesLeftOut),
        ...[peakHeapBytes, peakRssBytes, growthBytes].map(mebibytes),
      ];
    }),
  );
}

function countText(count: number | null | undefined, unit = 1): string {
  return typeof count === 'number' ? numberText(count / unit) : '–';
}

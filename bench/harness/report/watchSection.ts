import type { Result } from '../results.ts';
import { nameIn, WATCHED_NAMES } from './names.ts';
import { inMs, mebibytes, plain, whole } from './numbers.ts';
import type { Figure, Section } from './section.ts';
import { storeOf } from './storeOf.ts';

/** What the report reads of `watch.json`; latencies in microseconds. */
interface WatchFigures {
  readonly rounds: number;
  readonly cases: readonly Case[];
}

interface Case {
  readonly store: string;
  readonly variant: string;
  readonly perSecond: number;
  readonly cpuMicros: number;
  readonly p99: number;
  readonly throughputRatio: Spread;
  readonly cpuRatio: Spread;
  readonly peakHeapBytes: number;
  readonly peakRssBytes: number;
  readonly viewer: {
    /** Null for a browser. */
    readonly messagesPerSecond: number | null;
    readonly bytesPerSecond: number | null;
  } | null;
  readonly messagesLeftOut: number | null;
}

interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

export function watchSections(results: ReadonlyMap<string, Result>): Section[] {
  const result = results.get('watch');
  if (result === undefined) return [];
  const { rounds, cases } = result.figures as unknown as WatchFigures;
  return [
    {
      title: 'A shop that is watched',
      note: `Whole orders in a closed loop: not watched, with the live page, and with the Stately inspector; the median of ${rounds} rounds. The viewer is a process of its own on the same machine.`,
      figures: [throughputOf(cases), viewersOf(cases)],
      results: [result],
    },
  ];
}

function throughputOf(cases: readonly Case[]): Figure {
  const bars = cases.map((each) => ({ name: nameOf(each), value: each.throughputRatio.median }));
  const name = 'orders a second, as a share of those of a shop that is not watched';
  return {
    title: 'Throughput of a shop that is watched, in memory and on disk',
    chart: { kind: 'bars', bars, x: { name, scale: 'value', format: shareText, min: 0 } },
    table: {
      caption:
        'Whole orders, the CPU time of each in µs, and the time of a request in ms. A ratio is to the same shop that is not watched: the median of the rounds, with the least and the most.',
      columns: ['shop', 'a second', 'ratio', 'CPU', 'ratio of CPU', 'request p99'],
      rows: cases.map((each) => [
        nameOf(each),
        ...[whole(each.perSecond), spreadText(each.throughputRatio)],
        ...[plain(each.cpuMicros), spreadText(each.cpuRatio)],
        inMs(each.p99),
      ]),
    },
  };
}

function viewersOf(cases: readonly Case[]): Figure {
  return {
    title: 'What a viewer gets, and the memory of the shop, in memory and on disk',
    table: {
      caption:
        'Messages to the viewer, those that were left out of an inspection in all, and the highest memory of a run with garbage',
      columns: ['shop', 'messages a second', 'KiB a second', 'left out', 'heap', 'RSS'],
      rows: cases.map((each) => [
        nameOf(each),
        countText(each.viewer?.messagesPerSecond),
        countText(each.viewer?.bytesPerSecond, 1024),
        countText(each.messagesLeftOut),
        ...[each.peakHeapBytes, each.peakRssBytes].map(mebibytes),
      ]),
    },
  };
}

function nameOf({ store, variant }: Case): string {
  return `${nameIn(WATCHED_NAMES, variant)}${storeOf(`-${store}`)}`;
}

function countText(count: number | null | undefined, unit = 1): string {
  return typeof count === 'number' ? whole(count / unit) : '–';
}

/** `95 %` */
function shareText(share: number): string {
  return `${Math.round(100 * share)} %`;
}

/** `1.02 × (0.98 to 1.05)` */
function spreadText({ median, min, max }: Spread): string {
  return `${median.toFixed(2)} × (${min.toFixed(2)} to ${max.toFixed(2)})`;
}

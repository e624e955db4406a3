import { median } from '../harness/median.ts';
import { type Spread, spreadOf } from '../harness/spread.ts';
import type { WatchRun } from './load/measureWatched.ts';
import type { CaseRuns } from './runVariants.ts';
import type { Case } from './variant.ts';
import type { ViewerCounts } from './viewer/viewerMessage.ts';

/** The figures of one case: medians of the rounds, except where they say otherwise. Latencies are microseconds. */
export interface CaseFigures extends Case {
  /** Whole orders a second. */
  readonly perSecond: number;
  /** CPU time of all threads of the shop's process for a whole order, in microseconds. */
  readonly cpuMicros: number;
  readonly p50: number;
  readonly p99: number;
  /** Divided by that of the variant `none` with the same store in the same round. */
  readonly throughputRatio: Spread;
  readonly cpuRatio: Spread;
  readonly p99Ratio: Spread;
  /** The highest of all rounds, with garbage. */
  readonly peakHeapBytes: number;
  readonly peakRssBytes: number;
  /** The largest growth of the heap from the warm-up to the end, of all rounds, after garbage collections. */
  readonly growthBytes: number;
  /** The orders of that run, which stay in memory. */
  readonly growthOrders: number;
  /** Null without a viewer. */
  readonly viewer: ViewerFigures | null;
  /** Since the viewer came; null without an inspection. */
  readonly messagesLeftOut: number | null;
}

/** What a viewer receives a second; null for a browser, whose messages are not counted. */
export interface ViewerFigures {
  readonly messagesPerSecond: number | null;
  readonly bytesPerSecond: number | null;
  /** CPU seconds of its process a second, without that of a browser. */
  readonly cores: number;
}

/** The member `figures` of `watch.json`. */
export interface WatchFigures {
  readonly rounds: number;
  readonly cases: readonly CaseFigures[];
}

/** @param series with the variant `none` of each store; every case has the same number of runs, one at least. */
export function figuresOf(series: readonly CaseRuns[]): WatchFigures {
  const cases = series.map((each) => {
    const without = series.find(({ store, variant }) => store === each.store && variant === 'none');
    if (without === undefined) throw new Error(`expected runs of none, ${each.store}`);
    return caseFigures(each, without.runs);
  });
  return { rounds: series[0]?.runs.length ?? 0, cases };
}

function caseFigures(
  { store, variant, runs }: CaseRuns,
  without: readonly WatchRun[],
): CaseFigures {
  const middle = (of: (run: WatchRun) => number) => median(runs.map(of));
  const highest = (of: (run: WatchRun) => number) => Math.max(...runs.map(of));
  const ratio = (of: (run: WatchRun) => number) =>
    spreadOf(runs.map((run, round) => of(run) / of(without[round] as WatchRun)));
  const [grown] = runs.toSorted((a, b) => b.growthBytes - a.growthBytes);
  const leftOut = runs.flatMap(({ messagesLeftOut }) => messagesLeftOut ?? []);
  return {
    ...{ store, variant },
    perSecond: middle(({ perSecond }) => perSecond),
    cpuMicros: middle(({ cpuMicros }) => cpuMicros),
    p50: middle(({ command }) => command.p50),
    p99: middle(({ command }) => command.p99),
    throughputRatio: ratio(({ perSecond }) => perSecond),
    cpuRatio: ratio(({ cpuMicros }) => cpuMicros),
    p99Ratio: ratio(({ command }) => command.p99),
    peakHeapBytes: highest(({ peak }) => peak.heapBytes),
    peakRssBytes: highest(({ peak }) => peak.rssBytes),
    growthBytes: grown?.growthBytes ?? 0,
    growthOrders: grown?.growthOrders ?? 0,
    viewer: viewerFigures(runs),
    messagesLeftOut: leftOut.length === 0 ? null : median(leftOut),
  };
}

function viewerFigures(runs: readonly WatchRun[]): ViewerFigures | null {
  const viewed = runs.flatMap(({ viewer, lifecycles, perSecond }) => {
    return viewer === null ? [] : [{ viewer, seconds: lifecycles / perSecond }];
  });
  if (viewed.length === 0) return null;
  const perSecond = (of: (viewer: ViewerCounts) => number | null) => {
    const rates = viewed.flatMap(({ viewer, seconds }) => {
      const count = of(viewer);
      return count === null ? [] : [count / seconds];
    });
    return rates.length === 0 ? null : median(rates);
  };
  return {
    messagesPerSecond: perSecond(({ messages }) => messages),
    bytesPerSecond: perSecond(({ bytes }) => bytes),
    cores: perSecond(({ cpuSeconds }) => cpuSeconds) ?? 0,
  };
}

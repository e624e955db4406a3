import type { Build } from '../harness/build.ts';
import { median } from '../harness/median.ts';
import { type Spread, spreadOf } from '../harness/spread.ts';
import type { Kind } from '../sale/metrics.ts';
import { byKind } from '../sale/metrics.ts';
import { REFERENCE_TPS } from './limits.ts';
import type { MixCounts, MixRun } from './measureMix.ts';

/** The runs of one build, one in each round. */
export interface BuildRuns {
  readonly build: Build;
  readonly runs: readonly MixRun[];
}

/** The figures of one build; except for spreads, each is the median of the rounds. */
export interface BuildFigures extends Pick<Build, 'name' | 'commit' | 'dirty'> {
  /** CPU seconds a second at {@link REFERENCE_TPS} checkouts a second: cores, all threads. */
  readonly cores: Spread;
  /** Wall-clock seconds for that, of which the shop takes {@link shopSeconds}. */
  readonly wallSeconds: Spread;
  readonly shopSeconds: Spread;
  /** The mean time of a command, by kind. */
  readonly nanoseconds: Readonly<Record<Kind, number>>;
  /** Garbage collections of the measured part; the longest of all rounds. */
  readonly gc: { readonly count: number; readonly totalMs: number; readonly longestMs: number };
  /** The part of the wall-clock time that they took, from 0 to 1. */
  readonly gcShare: number;
  readonly heapBytes: number;
  readonly rssBytes: number;
}

/** The member `figures` of `mix.json`. */
export interface MixFigures {
  readonly rounds: number;
  /** This build, then the other one if there is one. */
  readonly builds: readonly BuildFigures[];
  /** CPU time of the other build divided by that of this one in the same round; null without one. */
  readonly ratio: Spread | null;
  /** The same in every run. */
  readonly counts: MixCounts;
}

/** @param series with one run at least. */
export function figuresOf(
  series: readonly BuildRuns[],
  { tps, seconds }: { readonly tps: number; readonly seconds: number },
): MixFigures {
  const [own, other] = series;
  const first = own?.runs[0];
  if (own === undefined || first === undefined) throw new Error('expected a run, got none');
  const ratios = other?.runs.map(
    ({ cpuSeconds }, round) => cpuSeconds / (own.runs[round]?.cpuSeconds ?? Number.NaN),
  );
  return {
    rounds: own.runs.length,
    builds: series.map(({ build, runs }) => buildFigures(build, runs, { tps, seconds })),
    ratio: ratios === undefined ? null : spreadOf(ratios),
    counts: first.counts,
  };
}

function buildFigures(
  { name, commit, dirty }: Build,
  runs: readonly MixRun[],
  { tps, seconds }: { readonly tps: number; readonly seconds: number },
): BuildFigures {
  const atReference = (figure: 'cpuSeconds' | 'wallSeconds' | 'shopSeconds') =>
    spreadOf(runs.map((run) => (run[figure] * REFERENCE_TPS) / tps));
  const middle = (figureOf: (run: MixRun) => number) => median(runs.map(figureOf));
  return {
    ...{ name, commit, dirty },
    cores: atReference('cpuSeconds'),
    wallSeconds: atReference('wallSeconds'),
    shopSeconds: atReference('shopSeconds'),
    nanoseconds: byKind((kind) => middle((run) => run.nanoseconds[kind])),
    gc: {
      count: middle(({ gc }) => gc.count),
      totalMs: middle(({ gc }) => gc.totalMs),
      longestMs: Math.max(...runs.map(({ gc }) => gc.longestMs)),
    },
    gcShare: middle(({ gc, wallSeconds }) => gc.totalMs / 1000 / (wallSeconds * seconds)),
    heapBytes: middle(({ heapBytes }) => heapBytes),
    rssBytes: middle(({ rssBytes }) => rssBytes),
  };
}

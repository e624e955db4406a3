import { RECOVERY_MS } from './limits.ts';
import type { Phase } from './rate.ts';
import type { SpikeRun } from './runSpike.ts';
import { percentileOf, type Second, sumOf } from './timeline.ts';

/** The figures of one phase. Rates are per second, latencies milliseconds. */
export interface PhaseFigures {
  readonly name: Phase['name'];
  readonly seconds: number;
  /** Shoppers who came in. */
  readonly offered: number;
  /** Orders that were placed. */
  readonly goodput: number;
  /** Refusals `overloaded`, by class; those of release are counted and not divided by time. */
  readonly refused: {
    readonly browse: number;
    readonly buy: number;
    readonly releaseCount: number;
  };
  readonly refusedElse: number;
  /** From the call of a checkout that was admitted to its answer. */
  readonly checkout: { readonly p50: number; readonly p99: number; readonly max: number };
  readonly add: { readonly p50: number; readonly p99: number };
  /** Lines that were put into carts for each order: more than an order has were in vain. */
  readonly linesPerOrder: number;
  /** Of the host's server. */
  readonly ping: { readonly p50: number; readonly p99: number; readonly max: number };
}

/** The result of a run. */
export interface SpikeFigures {
  /** Orders a second that the shop places when it always has work. */
  readonly capacity: number;
  readonly phases: readonly PhaseFigures[];
  /** The goodput of the spike, as a share of the capacity. */
  readonly goodputShare: number;
  readonly heap: {
    /** Of the spike: from the lowest of its second quarter to the lowest of its last one, in bytes. */
    readonly growthBytes: number;
    readonly ordersPlaced: number;
  };
  readonly refusalsWithoutTime: number;
  readonly audit: SpikeRun['audit'];
  readonly interrupted: boolean;
  readonly firstError: string | null;
  readonly unfinished: boolean;
  /** By second: shoppers, orders, refusals, and the 99th percentile of checkouts in milliseconds. */
  readonly seconds: readonly {
    readonly offered: number;
    readonly placed: number;
    readonly refused: number;
    readonly checkoutP99: number;
  }[];
}

export function spikeFigures(run: SpikeRun): SpikeFigures {
  const { capacity, phases, timeline, pings, beganAt } = run;
  const figures = phases.map((phase) => {
    const tookMs = pings
      .filter(({ at }) => at - beganAt >= phase.from && at - beganAt < phase.until)
      .map((ping) => ping.tookMs);
    return phaseFigures(phase, timeline.between(phase.from, phase.until), tookMs);
  });
  const spike = phases.find(({ name }) => name === 'spike') as Phase;
  const goodput = figures.find(({ name }) => name === 'spike')?.goodput ?? 0;
  const end = phases.at(-1)?.until ?? RECOVERY_MS;
  return {
    capacity,
    phases: figures,
    goodputShare: goodput / capacity,
    heap: heapOf(spike, timeline),
    refusalsWithoutTime: run.withoutTime,
    audit: run.audit,
    interrupted: run.isInterrupted,
    firstError: run.firstError ?? null,
    unfinished: run.isUnfinished,
    seconds: timeline.between(0, end).map((second) => ({
      offered: second.arrived,
      placed: second.placed,
      refused: second.refusedBrowse + second.refusedBuy,
      checkoutP99: percentileOf(second.checkoutMs, 99),
    })),
  };
}

function phaseFigures(
  { name, from, until }: Phase,
  seconds: readonly Second[],
  tookMs: readonly number[],
): PhaseFigures {
  const length = (until - from) / 1000;
  const perSecond = (of: (second: Second) => number) => sumOf(seconds, of) / length;
  const checkouts = seconds.flatMap(({ checkoutMs }) => checkoutMs);
  const adds = seconds.flatMap(({ addMs }) => addMs);
  return {
    name,
    seconds: length,
    offered: perSecond(({ arrived }) => arrived),
    goodput: perSecond(({ placed }) => placed),
    refused: {
      browse: perSecond(({ refusedBrowse }) => refusedBrowse),
      buy: perSecond(({ refusedBuy }) => refusedBuy),
      releaseCount: sumOf(seconds, ({ refusedRelease }) => refusedRelease),
    },
    refusedElse: perSecond(({ refusedElse }) => refusedElse),
    checkout: {
      p50: percentileOf(checkouts, 50),
      p99: percentileOf(checkouts, 99),
      max: percentileOf(checkouts, 100),
    },
    add: { p50: percentileOf(adds, 50), p99: percentileOf(adds, 99) },
    linesPerOrder: adds.length / Math.max(1, checkouts.length),
    ping: {
      p50: percentileOf(tookMs, 50),
      p99: percentileOf(tookMs, 99),
      max: percentileOf(tookMs, 100),
    },
  };
}

/** Garbage comes and goes; the lowest of some seconds is what is kept. */
function heapOf({ from, until }: Phase, timeline: SpikeRun['timeline']): SpikeFigures['heap'] {
  const quarter = (until - from) / 4;
  const lowest = (seconds: readonly Second[]) =>
    Math.min(...seconds.map(({ heapBytes }) => heapBytes).filter((bytes) => bytes > 0));
  const early = lowest(timeline.between(from + quarter, from + 2 * quarter));
  const late = lowest(timeline.between(from + 3 * quarter, until));
  const growth = late - early;
  return {
    growthBytes: Number.isFinite(growth) ? growth : 0,
    ordersPlaced: sumOf(timeline.between(from + quarter, until), ({ placed }) => placed),
  };
}

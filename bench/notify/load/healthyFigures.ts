import type { PercentilePoint } from '../../harness/latency.ts';
import { median } from '../../harness/median.ts';
import { type Spread, spreadOf } from '../../harness/spread.ts';
import type { StoreKind } from '../notifyShop.ts';
import type { Notifier } from './loadTask.ts';
import type { DeliveryRun, OrderRun } from './measureOrders.ts';
import type { NotifierRuns } from './runVariants.ts';

/** What an order costs, by what is measured. Microseconds. */
const COSTS = {
  checkoutP50: ({ checkout }) => checkout.p50,
  checkoutMean: ({ checkout }) => checkout.mean,
  checkoutP99: ({ checkout }) => checkout.p99,
  sinceDueP99: ({ sinceDue }) => sinceDue.p99,
  cpuMicros: ({ cpuMicros }) => cpuMicros,
  busyMicros: ({ busyMicros }) => busyMicros,
} as const satisfies Record<string, (run: OrderRun) => number>;

export type Cost = keyof typeof COSTS;

/** Orders at a fixed rate with one notifier: medians of the rounds. */
export interface NotifierFigures {
  readonly notifier: Notifier;
  readonly costs: Readonly<Record<Cost, number>>;
  /** Each divided by that without notifications in the same round. */
  readonly ratios: Readonly<Record<Cost, Spread>>;
  /** The share of the time in which the main thread was not idle, 0 to 1. */
  readonly utilization: number;
  /** Null without notifications. */
  readonly delivery: DeliveryFigures | null;
}

/** The messages of all rounds. Microseconds from the fact to the channel's answer: medians of the rounds. */
export interface DeliveryFigures {
  readonly messages: number;
  /** The share that was sent in time, 0 to 1. */
  readonly inTimeShare: number;
  readonly p50: number;
  readonly p99: number;
  readonly p999: number;
  /** Of all rounds. */
  readonly max: number;
  /** The most of all rounds. */
  readonly backlogAtEnd: number;
  /** Of the round with the median 99th percentile. */
  readonly curve: readonly PercentilePoint[];
}

/** Orders at a fixed rate beside a mail server that accepts all. */
export interface HealthyFigures {
  readonly store: StoreKind;
  readonly rounds: number;
  /** Without notifications first. */
  readonly notifiers: readonly NotifierFigures[];
}

/** @param series without notifications first. */
export function healthyFigures(
  store: StoreKind,
  series: readonly NotifierRuns<OrderRun>[],
): HealthyFigures {
  const [without] = series;
  if (without === undefined) throw new Error('expected a series, got none');
  const notifiers = series.map(({ notifier, runs }) => ({
    notifier,
    costs: byCost((of) => median(runs.map(of))),
    ratios: byCost((of) =>
      spreadOf(runs.map((run, round) => of(run) / of(without.runs[round] as OrderRun))),
    ),
    utilization: median(runs.map(({ utilization }) => utilization)),
    delivery: deliveryFigures(runs.flatMap(({ delivery }) => delivery ?? [])),
  }));
  return { store, rounds: without.runs.length, notifiers };
}

function byCost<Value>(
  figureOf: (of: (run: OrderRun) => number) => Value,
): Readonly<Record<Cost, Value>> {
  const entries = Object.entries(COSTS).map(([cost, of]) => [cost, figureOf(of)]);
  return Object.fromEntries(entries) as Record<Cost, Value>;
}

function deliveryFigures(runs: readonly DeliveryRun[]): DeliveryFigures | null {
  if (runs.length === 0) return null;
  const sum = (of: (run: DeliveryRun) => number) => runs.reduce((total, run) => total + of(run), 0);
  const middle = (of: (run: DeliveryRun) => number) => median(runs.map(of));
  const byP99 = runs.toSorted((a, b) => a.latency.p99 - b.latency.p99);
  const messages = sum((run) => run.messages);
  return {
    messages,
    inTimeShare: sum(({ inTime }) => inTime) / messages,
    p50: middle(({ latency }) => latency.p50),
    p99: middle(({ latency }) => latency.p99),
    p999: middle(({ latency }) => latency.p999),
    max: Math.max(...runs.map(({ latency }) => latency.max)),
    backlogAtEnd: Math.max(...runs.map(({ backlogAtEnd }) => backlogAtEnd)),
    curve: byP99[Math.floor((byP99.length - 1) / 2)]?.curve ?? [],
  };
}

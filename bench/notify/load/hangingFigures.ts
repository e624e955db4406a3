import { median } from '../../harness/median.ts';
import { type Spread, spreadOf } from '../../harness/spread.ts';
import type { StoreKind } from '../notifyShop.ts';
import type { Notifier } from './loadTask.ts';
import type { CheckoutRun } from './measureCheckouts.ts';
import type { NotifierRuns } from './runVariants.ts';

/** Checkouts in a closed loop with one notifier: medians of the rounds. Latencies are microseconds. */
export interface CheckoutFigures {
  readonly notifier: Notifier;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly heapBytes: number;
  /** Messages that the mail server has not taken, by attempts. */
  readonly retried: number;
  /** Divided by that without notifications in the same round. */
  readonly throughputRatio: Spread;
  readonly p99Ratio: Spread;
}

/** Checkouts beside a mail server that hangs. */
export interface HangingFigures {
  readonly store: StoreKind;
  readonly rounds: number;
  /** Without notifications first. */
  readonly notifiers: readonly CheckoutFigures[];
}

/** @param series without notifications first. */
export function hangingFigures(
  store: StoreKind,
  series: readonly NotifierRuns<CheckoutRun>[],
): HangingFigures {
  const [without] = series;
  if (without === undefined) throw new Error('expected a series, got none');
  const notifiers = series.map(({ notifier, runs }) => {
    const middle = (of: (run: CheckoutRun) => number) => median(runs.map(of));
    const ratio = (of: (run: CheckoutRun) => number) =>
      spreadOf(runs.map((run, round) => of(run) / of(without.runs[round] as CheckoutRun)));
    return {
      notifier,
      perSecond: middle(({ perSecond }) => perSecond),
      p50: middle(({ checkout }) => checkout.p50),
      p99: middle(({ checkout }) => checkout.p99),
      heapBytes: middle(({ heapBytes }) => heapBytes),
      retried: middle(({ retried }) => retried),
      throughputRatio: ratio(({ perSecond }) => perSecond),
      p99Ratio: ratio(({ checkout }) => checkout.p99),
    };
  });
  return { store, rounds: without.runs.length, notifiers };
}

import type { ChartCoverage } from './simulation/chartCoverage.ts';

/** What the runs of a simulation have done. Runs that were repeated to compare them count once. */
export interface SimulationReport {
  /** One for each seed. */
  readonly runs: number;
  /** How many commands ended in each way: `done`, `rejected`, or the code of a refusal, in alphabetical order. */
  readonly commands: Readonly<Record<string, number>>;
  /** Commands that were under way in a crash, so that their callers got no answer. */
  readonly unanswered: number;
  /** How often a shop was opened, or was tried to be. */
  readonly openings: number;
  /** How often a process ended in the middle of its work. */
  readonly crashes: number;
  /** How often the store could not write a batch. */
  readonly failures: number;
  /** What was reached of the charts of carts and orders. */
  readonly coverage: { readonly cart: ChartCoverage; readonly order: ChartCoverage };
}

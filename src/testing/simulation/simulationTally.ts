import type { SimulationReport } from '../simulationReport.ts';
import { CoverageTally } from './coverageTally.ts';
import type { RunCounts } from './runPlan.ts';

/** Counts what the runs of a simulation do. */
export class SimulationTally {
  readonly coverage = new CoverageTally();
  readonly #outcomes = new Map<string, number>();
  #runs = 0;
  #sent = 0;
  #answered = 0;
  readonly #counts: RunCounts = { openings: 0, crashes: 0, failures: 0 };

  /** A command was sent. */
  sent(): void {
    this.#sent++;
  }

  /** A command has ended. */
  ended(outcome: string): void {
    this.#answered++;
    this.#outcomes.set(outcome, (this.#outcomes.get(outcome) ?? 0) + 1);
  }

  /** A run has ended. */
  add({ openings, crashes, failures }: RunCounts): void {
    this.#runs++;
    this.#counts.openings += openings;
    this.#counts.crashes += crashes;
    this.#counts.failures += failures;
  }

  report(): SimulationReport {
    const { cart, order } = this.coverage.charts;
    return {
      runs: this.#runs,
      commands: Object.fromEntries([...this.#outcomes].sort(([a], [b]) => (a < b ? -1 : 1))),
      unanswered: this.#sent - this.#answered,
      ...this.#counts,
      coverage: { cart: cart.report(), order: order.report() },
    };
  }
}

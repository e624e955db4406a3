import type { Allocation, Plan } from './allocation.ts';
import type { RequestedLine, StockLedger } from './stockLedger.ts';

/** The allocation strategy, which may be the user's own code, threw. */
export interface PlanFailure {
  readonly ok: false;
  readonly error: unknown;
}

interface Request {
  readonly lines: readonly RequestedLine[];
}

/**
 * Plans each reservation once. The guards of the inventory request the plan first, and the action
 * that follows executes the plan that the guards saw, so the allocation strategy runs once.
 *
 * Belongs to one inventory actor, whose messages are handled one at a time. The plan is dropped
 * when an action has taken it, before the stock changes.
 */
export class ReservationPlanner {
  readonly #ledger: StockLedger;
  readonly #allocation: Allocation;
  #planned: { readonly request: Request; readonly plan: Plan | PlanFailure } | undefined;

  constructor(ledger: StockLedger, allocation: Allocation) {
    this.#ledger = ledger;
    this.#allocation = allocation;
  }

  /** The plan for the request. A strategy that throws fails this one reservation. */
  planFor(request: Request): Plan | PlanFailure {
    if (this.#planned?.request === request) return this.#planned.plan;
    let plan: Plan | PlanFailure;
    try {
      plan = this.#ledger.plan(request.lines, this.#allocation);
    } catch (error) {
      plan = { ok: false, error };
    }
    this.#planned = { request, plan };
    return plan;
  }

  /** The plan for the last action that needs it; forgets the plan. */
  take(request: Request): Plan | PlanFailure {
    const plan = this.planFor(request);
    this.#planned = undefined;
    return plan;
  }
}

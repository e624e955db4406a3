import type { Allocation } from './allocation.ts';
import type { StockLedger } from './stockLedger.ts';
import type { RequestedLine, ShortPlan, StockPlan } from './stockPlan.ts';

/** The allocation strategy, which may be the user's own code, threw. */
export interface PlanFailure {
  readonly ok: false;
  readonly error: unknown;
}

/** What a planned reservation comes to. */
export type Planned = StockPlan | ShortPlan | PlanFailure;

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
  /** The request that `#plan` is for; undefined without a plan. */
  #request: Request | undefined;
  #plan: Planned | undefined;

  constructor(ledger: StockLedger, allocation: Allocation) {
    this.#ledger = ledger;
    this.#allocation = allocation;
  }

  /** The plan for the request. A strategy that throws fails this one reservation. */
  planFor(request: Request): Planned {
    if (this.#request === request && this.#plan !== undefined) return this.#plan;
    const plan = this.#make(request);
    this.#request = request;
    this.#plan = plan;
    return plan;
  }

  /** The plan for the last action that needs it; forgets the plan. */
  take(request: Request): Planned {
    const plan = this.planFor(request);
    this.#request = undefined;
    this.#plan = undefined;
    return plan;
  }

  #make({ lines }: Request): Planned {
    try {
      return this.#ledger.plan(lines, this.#allocation);
    } catch (error) {
      return { ok: false, error };
    }
  }
}

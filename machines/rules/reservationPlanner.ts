import type { Allocation } from './allocation.ts';
import type { PurchaseAllowance, PurchaseRequest } from './purchaseAllowance.ts';
import type { PurchaseLimitRefusal } from './refusal.ts';
import type { StockLedger } from './stockLedger.ts';
import type { ShortPlan, StockPlan } from './stockPlan.ts';

/** The allocation strategy, which may be the user's own code, threw. */
export interface PlanFailure {
  readonly ok: false;
  readonly error: unknown;
}

/** A line is above a limit of its product. */
export interface AboveLimit {
  readonly ok: false;
  readonly refusal: PurchaseLimitRefusal;
}

/** What a planned reservation comes to. */
export type Planned = StockPlan | AboveLimit | ShortPlan | PlanFailure;

/**
 * Plans each reservation once: limits first, then stock. The guards of the inventory request the plan first, and the action
 * that follows executes the plan that the guards saw, so the allocation strategy runs once.
 *
 * Belongs to one inventory actor, whose messages are handled one at a time. The plan is dropped
 * when an action has taken it, before the stock changes.
 */
export class ReservationPlanner {
  readonly #ledger: StockLedger;
  readonly #allocation: Allocation;
  readonly #allowance: PurchaseAllowance;
  /** The request that `#plan` is for; undefined without a plan. */
  #request: PurchaseRequest | undefined;
  #plan: Planned | undefined;

  constructor(ledger: StockLedger, allocation: Allocation, allowance: PurchaseAllowance) {
    this.#ledger = ledger;
    this.#allocation = allocation;
    this.#allowance = allowance;
  }

  /** The plan for the request. A strategy that throws fails this one reservation. */
  planFor(request: PurchaseRequest): Planned {
    if (this.#request === request && this.#plan !== undefined) return this.#plan;
    const plan = this.#make(request);
    this.#request = request;
    this.#plan = plan;
    return plan;
  }

  /** The plan for the last action that needs it; forgets the plan. */
  take(request: PurchaseRequest): Planned {
    const plan = this.planFor(request);
    this.#request = undefined;
    this.#plan = undefined;
    return plan;
  }

  #make(request: PurchaseRequest): Planned {
    const refusal = this.#allowance.refusalOf(request);
    if (refusal !== undefined) return { ok: false, refusal };
    try {
      return this.#ledger.plan(request.lines, this.#allocation, request.userId);
    } catch (error) {
      return { ok: false, error };
    }
  }
}

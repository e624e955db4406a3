import type { Allocation } from './rules/allocation.ts';
import type { HeldLine } from './rules/hold.ts';
import type { LimitedLine, PurchaseAllowance } from './rules/purchaseAllowance.ts';
import type { PurchaseLimitRefusal, Shortage } from './rules/refusal.ts';
import type { ReservationPlanner } from './rules/reservationPlanner.ts';
import type { StockLedger } from './rules/stockLedger.ts';
import type { RequestedLine } from './rules/stockPlan.ts';

/** The `systemId` under which carts and orders reach the inventory. */
export const INVENTORY = 'inventory';

export interface InventoryContext {
  readonly ledger: StockLedger;
  readonly planner: ReservationPlanner;
  readonly allowance: PurchaseAllowance;
}

export interface InventoryInput {
  readonly ledger?: StockLedger;
  readonly allocation?: Allocation;
  readonly allowance?: PurchaseAllowance;
}

export interface RegisterProduct {
  readonly type: 'inventory.register';
  readonly sku: string;
  readonly stock: readonly { readonly location: string; readonly quantity: number }[];
}
export interface Restock {
  readonly type: 'inventory.restock';
  readonly sku: string;
  readonly location: string;
  readonly quantity: number;
}
/**
 * Requests all lines or none, within the limits that they have. Answered by an {@link InventoryAnswer}.
 */
export interface Reserve {
  readonly type: 'inventory.reserve';
  readonly orderId: string;
  readonly lines: readonly LimitedLine[];
  /** Who buys; the limits for one user do not apply when left out. */
  readonly userId?: string;
  /** When the order is placed, epoch milliseconds. Given with `userId`. */
  readonly placedAt?: number;
  /** The `systemId` of the actor that waits for the answer. */
  readonly replyTo: string;
}
export interface ReleaseStock {
  readonly type: 'inventory.release';
  readonly orderId: string;
}
export interface ShipStock {
  readonly type: 'inventory.ship';
  readonly orderId: string;
}
/**
 * Reserves units for the cart of a user, in place of those that it has: as many of the lines' as are available.
 * Answered by {@link HeldForCart}.
 */
export interface HoldForCart {
  readonly type: 'inventory.holdForCart';
  readonly userId: string;
  /** Each SKU once. */
  readonly lines: readonly RequestedLine[];
  /** When the reservation of further lines ends, epoch milliseconds. The answer repeats it. */
  readonly until: number;
  /** The `systemId` of the cart. */
  readonly replyTo: string;
}
/** Makes all units available again that are reserved for the cart of a user. */
export interface ReleaseCart {
  readonly type: 'inventory.releaseCart';
  readonly userId: string;
}
export type InventoryEvent =
  | RegisterProduct
  | Restock
  | Reserve
  | ReleaseStock
  | ShipStock
  | HoldForCart
  | ReleaseCart;

/** The units that are reserved for the cart now. */
export interface HeldForCart {
  readonly type: 'inventory.heldForCart';
  readonly lines: readonly HeldLine[];
  readonly until: number;
}

/** The inventory's answer to the actor that asked for a reservation. */
export type InventoryAnswer =
  | {
      readonly type: 'inventory.reserved';
      readonly orderId: string;
      /** The locations from which each SKU is taken. */
      readonly lines: readonly HeldLine[];
    }
  | {
      readonly type: 'inventory.refused';
      readonly orderId: string;
      /** Empty when a line is above a limit. */
      readonly shortages: readonly Shortage[];
      /** Given when a line is above a limit. */
      readonly refusal?: PurchaseLimitRefusal;
    }
  | {
      /** The allocation strategy, which may be the user's own code, threw. */
      readonly type: 'inventory.failed';
      readonly orderId: string;
      readonly error: unknown;
    };

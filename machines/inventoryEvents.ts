import type { Allocation } from './rules/allocation.ts';
import type { HeldLine } from './rules/hold.ts';
import type { LimitedLine, PurchaseAllowance } from './rules/purchaseAllowance.ts';
import type { PurchaseLimitRefusal, Shortage } from './rules/refusal.ts';
import type { ReservationPlanner } from './rules/reservationPlanner.ts';
import type { StockLedger } from './rules/stockLedger.ts';
import type { RequestedLine } from './rules/stockPlan.ts';

/** The `systemId` under which carts and orders reach the inventory. */
export const INVENTORY = 'inventory';

/** What the inventory knows. */
export interface InventoryContext {
  /** All stock and all holds. */
  readonly ledger: StockLedger;
  /** Plans reservations. The engine's own. */
  readonly planner: ReservationPlanner;
  /** Which units count towards the limits of products for one user. The engine's own. */
  readonly allowance: PurchaseAllowance;
}

/** What an inventory starts with: the shop's parts, or new and empty ones. */
export interface InventoryInput {
  /** A ledger that has stock already; an empty one when left out. */
  readonly ledger?: StockLedger;
  /** Decides from which locations an order is served; `fewestLocations` when left out. */
  readonly allocation?: Allocation;
  /** Which units count towards the limits per user: those of the last 24 hours when left out. */
  readonly allowance?: PurchaseAllowance;
}

/** A new product with its first stock. `products.add` sends it. */
export interface RegisterProduct {
  readonly type: 'inventory.register';
  /** The product, which the ledger does not have yet. */
  readonly sku: string;
  /** Its units at each location, which may be 0. */
  readonly stock: readonly {
    /** The name of the location. */
    readonly location: string;
    /** Units, 0 or more. */
    readonly quantity: number;
  }[];
}
/** Units have come in. `products.restock` sends it. */
export interface Restock {
  readonly type: 'inventory.restock';
  /** The product, which the ledger has. */
  readonly sku: string;
  /** Where they come in; a new location is added. */
  readonly location: string;
  /** Units, 1 or more. */
  readonly quantity: number;
}
/**
 * Requests all lines or none, within the limits that they have. Answered by an {@link InventoryAnswer}.
 */
export interface Reserve {
  readonly type: 'inventory.reserve';
  /** The order that is to be placed. */
  readonly orderId: string;
  /** Each SKU once, with its limits. */
  readonly lines: readonly LimitedLine[];
  /** Who buys; the limits for one user do not apply when left out. */
  readonly userId?: string;
  /** When the order is placed, epoch milliseconds. Given with `userId`. */
  readonly placedAt?: number;
  /** The `systemId` of the actor that waits for the answer. */
  readonly replyTo: string;
}
/** Makes the held units of an order available again. An order sends it when it is cancelled. */
export interface ReleaseStock {
  readonly type: 'inventory.release';
  /** The order, which holds units. */
  readonly orderId: string;
}
/** Counts the held units of an order as shipped. An order sends it when it ships. */
export interface ShipStock {
  readonly type: 'inventory.ship';
  /** The order, which holds units. */
  readonly orderId: string;
}
/**
 * Reserves units for the cart of a user, in place of those that it has: as many of the lines' as are available.
 * Answered by {@link HeldForCart}.
 */
export interface HoldForCart {
  readonly type: 'inventory.holdForCart';
  /** The user whose cart it is. */
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
  /** The user whose cart it was. */
  readonly userId: string;
}
/** Every event that the inventory takes. */
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
  /** What the cart has reserved now, each SKU once. */
  readonly lines: readonly HeldLine[];
  /** When the reservation of further lines ends, epoch milliseconds, as it was asked for. */
  readonly until: number;
}

/** The inventory's answer to the actor that asked for a reservation. */
export type InventoryAnswer =
  /** All lines are reserved. */
  | {
      readonly type: 'inventory.reserved';
      /** As it was asked for. */
      readonly orderId: string;
      /** The locations from which each SKU is taken. */
      readonly lines: readonly HeldLine[];
    }
  /** No line is reserved. */
  | {
      readonly type: 'inventory.refused';
      /** As it was asked for. */
      readonly orderId: string;
      /** Empty when a line is above a limit. */
      readonly shortages: readonly Shortage[];
      /** Given when a line is above a limit. */
      readonly refusal?: PurchaseLimitRefusal;
    }
  /** No line is reserved: the allocation strategy, which may be the user's own code, threw. */
  | {
      readonly type: 'inventory.failed';
      /** As it was asked for. */
      readonly orderId: string;
      /** What the strategy threw. */
      readonly error: unknown;
    };

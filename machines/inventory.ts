import { type AnyActorRef, emit, enqueueActions, sendTo, setup } from 'xstate';
import { type Allocation, fewestLocations } from './rules/allocation.ts';
import type { Reply, StockDepleted, StockLow, StockRestocked } from './rules/facts.ts';
import type { HeldLine } from './rules/hold.ts';
import { LOW_STOCK, PURCHASE_WINDOW_MS } from './rules/limits.ts';
import { type LimitedLine, PurchaseAllowance } from './rules/purchaseAllowance.ts';
import type { PurchaseLimitRefusal, Shortage } from './rules/refusal.ts';
import { ReservationPlanner } from './rules/reservationPlanner.ts';
import { availableUnits, type StockEntry } from './rules/stockEntry.ts';
import { StockLedger } from './rules/stockLedger.ts';

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
export type InventoryEvent = RegisterProduct | Restock | Reserve | ReleaseStock | ShipStock;

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

/** The actor that asked for the reservation. */
const requester = ({ system, event }: Pick<AnyActorRef, 'system'> & { event: InventoryEvent }) =>
  system.get((event as Reserve).replyTo);

const inventorySetup = setup({
  types: {
    context: {} as InventoryContext,
    input: {} as InventoryInput,
    events: {} as InventoryEvent,
    emitted: {} as StockLow | StockDepleted | StockRestocked | Reply,
  },
  guards: {
    canServe: ({ context, event }) => context.planner.planFor(event as Reserve).ok,
    isAboveLimit: ({ context, event }) => 'refusal' in context.planner.planFor(event as Reserve),
    isShort: ({ context, event }) => 'shortages' in context.planner.planFor(event as Reserve),
  },
  actions: {
    register: ({ context: { ledger }, event }) => {
      const { sku, stock } = event as RegisterProduct;
      ledger.register(sku, stock);
    },
    restock: ({ context: { ledger }, event }) => {
      const { sku, location, quantity } = event as Restock;
      ledger.restock(sku, location, quantity);
    },
    hold: ({ context, event }) => {
      const reserve = event as Reserve;
      const plan = context.planner.take(reserve);
      if (!plan.ok) return;
      context.ledger.reserve(reserve.orderId, plan);
      context.allowance.place(reserve.orderId, reserve);
    },
    release: ({ context: { ledger, allowance }, event }) => {
      const { orderId } = event as ReleaseStock;
      ledger.release(orderId);
      allowance.release(orderId);
    },
    ship: ({ context: { ledger, allowance }, event }) => {
      const { orderId } = event as ShipStock;
      ledger.ship(orderId);
      allowance.ship(orderId);
    },
    answerReserved: sendTo(requester, ({ context: { ledger }, event }): InventoryAnswer => {
      const { orderId } = event as Reserve;
      const { lines = [] } = ledger.holdOf(orderId) ?? {};
      return { type: 'inventory.reserved', orderId, lines };
    }),
    answerAboveLimit: sendTo(requester, ({ context, event }): InventoryAnswer => {
      const { orderId } = event as Reserve;
      const plan = context.planner.take(event as Reserve);
      const answer = { type: 'inventory.refused', orderId, shortages: [] } as const;
      return 'refusal' in plan ? { ...answer, refusal: plan.refusal } : answer;
    }),
    answerRefused: sendTo(requester, ({ context, event }): InventoryAnswer => {
      const reserve = event as Reserve;
      const plan = context.planner.take(reserve);
      const shortages = 'shortages' in plan ? plan.shortages : [];
      return { type: 'inventory.refused', orderId: reserve.orderId, shortages };
    }),
    answerFailed: sendTo(requester, ({ context, event }): InventoryAnswer => {
      const reserve = event as Reserve;
      const plan = context.planner.take(reserve);
      const error = 'error' in plan ? plan.error : undefined;
      return { type: 'inventory.failed', orderId: reserve.orderId, error };
    }),
    tellRestocked: emit(({ context: { ledger }, event }): StockRestocked => {
      const { sku, location, quantity } = event as Restock;
      return {
        type: 'stock.restocked',
        sku,
        location,
        quantity,
        available: ledger.available(sku),
      };
    }),
    tellLowStock: enqueueActions(({ context: { ledger }, event, enqueue }) => {
      const hold = ledger.holdOf((event as Reserve).orderId);
      if (hold === undefined) return;
      const entries = ledger.entriesOf(hold);
      for (let index = 0; index < entries.length; index++) {
        const entry = entries[index] as StockEntry;
        const { sku, allocations } = hold.lines[index] as HeldLine;
        const available = availableUnits(entry);
        if (available > LOW_STOCK) continue;
        const before = allocations.reduce((sum, part) => sum + part.quantity, available);
        if (available === 0) enqueue.emit({ type: 'stock.depleted', sku, available });
        else if (before > LOW_STOCK) enqueue.emit({ type: 'stock.low', sku, available });
      }
    }),
  },
});

/**
 * The one inventory of a shop. It handles one message at a time, so it needs no locks: a reservation
 * sees the stock as the previous message left it, and takes every line or none. The limits of products are
 * decided in the same message, so that no number of checkouts at once passes them. A release or
 * shipment of something that is not held is a broken invariant and throws.
 */
export const inventoryMachine = inventorySetup.createMachine({
  id: 'inventory',
  description: 'Owns all stock and handles one message at a time.',
  context: ({
    input: {
      ledger = new StockLedger(),
      allocation = fewestLocations,
      allowance = new PurchaseAllowance(PURCHASE_WINDOW_MS),
    },
  }) => ({
    ledger,
    allowance,
    planner: new ReservationPlanner(ledger, allocation, allowance),
  }),
  initial: 'serving',
  states: {
    serving: {
      description: 'Ready for the next message.',
      on: {
        'inventory.register': {
          description: 'A new product comes with its first stock.',
          actions: 'register',
        },
        'inventory.restock': {
          description: 'Units arrive at one location.',
          actions: ['restock', 'tellRestocked'],
        },
        'inventory.reserve': [
          {
            description: 'All lines are available and within their limits: holds them.',
            guard: 'canServe',
            actions: ['hold', 'answerReserved', 'tellLowStock'],
          },
          {
            description: 'A line is above a limit of its product: holds nothing.',
            guard: 'isAboveLimit',
            actions: 'answerAboveLimit',
          },
          {
            description: 'A line is short: holds nothing.',
            guard: 'isShort',
            actions: 'answerRefused',
          },
          { description: 'The allocation strategy threw: holds nothing.', actions: 'answerFailed' },
        ],
        'inventory.release': {
          description: 'The order was cancelled or timed out: its units are available again.',
          actions: 'release',
        },
        'inventory.ship': {
          description: 'The order has shipped: its units leave the stock.',
          actions: 'ship',
        },
      },
    },
  },
});

import { type AnyActorRef, emit, enqueueActions, sendTo, setup } from 'xstate';
import type {
  HeldForCart,
  HoldForCart,
  InventoryAnswer,
  InventoryContext,
  InventoryEvent,
  InventoryInput,
  RegisterProduct,
  ReleaseCart,
  ReleaseStock,
  Reserve,
  Restock,
  ShipStock,
} from './inventoryEvents.ts';
import { fewestLocations } from './rules/allocation.ts';
import type { Reply, StockDepleted, StockLow, StockRestocked } from './rules/facts.ts';
import { type HeldLine, unitsIn, unitsOf } from './rules/hold.ts';
import { LOW_STOCK, PURCHASE_WINDOW_MS } from './rules/limits.ts';
import { PurchaseAllowance } from './rules/purchaseAllowance.ts';
import { ReservationPlanner } from './rules/reservationPlanner.ts';
import { availableUnits, type StockEntry } from './rules/stockEntry.ts';
import { StockLedger } from './rules/stockLedger.ts';

/** The actor that asked for the reservation. */
const requester = ({ system, event }: Pick<AnyActorRef, 'system'> & { event: InventoryEvent }) =>
  system.get((event as Reserve | HoldForCart).replyTo);

/** The fact that fewer units are left to sell; undefined when they are still many. */
function stockFact(
  sku: string,
  before: number,
  available: number,
): StockLow | StockDepleted | undefined {
  if (available > LOW_STOCK || available >= before) return undefined;
  if (available === 0) return { type: 'stock.depleted', sku, available };
  return before > LOW_STOCK ? { type: 'stock.low', sku, available } : undefined;
}

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
      context.ledger.reserve(reserve.orderId, plan, reserve.userId);
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
    // Before the units are held. Those that are reserved for the cart have not been available.
    tellLowStock: enqueueActions(({ context: { ledger, planner }, event, enqueue }) => {
      const plan = planner.planFor(event as Reserve);
      if (!plan.ok) return;
      const own = ledger.softHolds.of((event as Reserve).userId);
      for (let index = 0; index < plan.lines.length; index++) {
        const line = plan.lines[index] as HeldLine;
        const before = availableUnits(plan.entries[index] as StockEntry);
        const fact = stockFact(line.sku, before, before - unitsOf(line) + unitsIn(own, line.sku));
        if (fact !== undefined) enqueue.emit(fact);
      }
    }),
    holdForCart: enqueueActions(({ context: { ledger }, event, enqueue }) => {
      const { userId, lines } = event as HoldForCart;
      const before = lines.map(({ sku }) => ledger.available(sku));
      ledger.softHolds.set(userId, lines);
      for (const [index, { sku }] of lines.entries()) {
        const fact = stockFact(sku, before[index] as number, ledger.available(sku));
        if (fact !== undefined) enqueue.emit(fact);
      }
    }),
    answerHeldForCart: sendTo(requester, ({ context: { ledger }, event }): HeldForCart => {
      const { userId, until } = event as HoldForCart;
      return { type: 'inventory.heldForCart', lines: ledger.softHolds.of(userId) ?? [], until };
    }),
    releaseCart: ({ context: { ledger }, event }) => {
      ledger.softHolds.release((event as ReleaseCart).userId);
    },
  },
});

/**
 * The one inventory of a shop. It handles one message at a time, so it needs no locks: a reservation
 * sees the stock as the previous message left it, and takes every line or none. The limits of products are
 * decided in the same message, so that no number of checkouts at once passes them. A release or
 * shipment of something that is not held is a broken invariant and throws.
 *
 * It starts with an {@link InventoryInput}, knows an {@link InventoryContext} and takes an {@link InventoryEvent}.
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
            actions: ['tellLowStock', 'hold', 'answerReserved'],
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
        'inventory.holdForCart': {
          description: 'A cart reserves units for a limited time: holds those that are available.',
          actions: ['holdForCart', 'answerHeldForCart'],
        },
        'inventory.releaseCart': {
          description: 'A cart gives its units back: they are available again.',
          actions: 'releaseCart',
        },
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

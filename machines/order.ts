import { type AnyActorRef, assign, emit, enqueueActions, setup } from 'xstate';
import { INVENTORY, type ReleaseStock, type ShipStock } from './inventoryEvents.ts';
import type { AllocatedUnits } from './rules/allocation.ts';
import type {
  OrderCancelled,
  OrderConfirmed,
  OrderDelivered,
  OrderPlaced,
  OrderShipped,
  Reply,
} from './rules/facts.ts';
import { orderFacts } from './rules/orderFacts.ts';
import { timeOf } from './rules/timeOf.ts';

/** One product of an order, at the price for which it was sold. */
export interface OrderLine {
  /** The product that was sold. */
  readonly sku: string;
  /** The product's name and list price when the order was placed. */
  readonly name: string;
  /** Units sold, 1 or more. */
  readonly quantity: number;
  /** The product's list price when the order was placed, in minor units. */
  readonly unitPriceMinor: number;
  /** What the line costs after the pricing strategy. */
  readonly lineTotalMinor: number;
  /** The locations from which the units are taken. */
  readonly allocations: readonly AllocatedUnits[];
}

/** Everything that is fixed when an order is placed. */
export interface OrderInput {
  /** Made by `createId` at the checkout. */
  readonly orderId: string;
  /** Increases with every checkout of the shop, so newer orders have larger numbers; has gaps. */
  readonly number: number;
  /** The user who has bought. */
  readonly userId: string;
  /** Each SKU once, in the order of the cart. */
  readonly lines: readonly OrderLine[];
  /** What the whole order costs, in minor units: the sum of its lines' totals. */
  readonly totalMinor: number;
  /** ISO 4217 code of the shop's currency. */
  readonly currency: string;
  /** The name of the pricing strategy that computed the prices. */
  readonly pricing: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  /** Unpaid orders are cancelled at this time; epoch milliseconds. */
  readonly paymentDueAt: number;
}

/** What an order knows. A chart of your own may have further members. */
export interface OrderContext extends OrderInput {
  /** The state of the order's hold, as the order last requested it from the inventory. */
  readonly stock: 'held' | 'committed' | 'released';
  /** As given to `orders.ship`; left out before. */
  readonly trackingNumber?: string;
  /** `payment-timeout`, or the reason given with the cancellation; left out without one. */
  readonly cancelReason?: string;
}

/** The payment has come in. `orders.confirm` sends it. */
export interface ConfirmOrder {
  readonly type: 'order.confirm';
}
/** The parcel is on its way. `orders.ship` sends it. */
export interface ShipOrder {
  readonly type: 'order.ship';
  /** Of the carrier, for the buyer. */
  readonly trackingNumber: string;
}
/** The order has arrived. `orders.deliver` sends it. */
export interface DeliverOrder {
  readonly type: 'order.deliver';
}
/** The order is not to be served. `orders.cancel` sends it. */
export interface CancelOrder {
  readonly type: 'order.cancel';
  /** Free text; left out when none was given. */
  readonly reason?: string;
}
/** Every event that the chart of orders takes, beside its time-outs. */
export type OrderEvent = ConfirmOrder | ShipOrder | DeliverOrder | CancelOrder;

const inventory = ({ system }: Pick<AnyActorRef, 'system'>) => system.get(INVENTORY);

const orderSetup = setup({
  types: {
    context: {} as OrderContext,
    input: {} as OrderInput,
    events: {} as OrderEvent,
    emitted: {} as
      | OrderPlaced
      | OrderConfirmed
      | OrderShipped
      | OrderDelivered
      | OrderCancelled
      | Reply,
  },
  delays: {
    /** What is left of the deadline: an order that comes back to `pending` gets no new one. */
    paymentTimeout: ({ context: { paymentDueAt, createdAt }, system }) =>
      paymentDueAt - (timeOf(system) ?? createdAt),
  },
  actions: {
    commitStock: enqueueActions(({ context: { orderId }, enqueue }) => {
      enqueue.assign({ stock: 'committed' });
      const ship: ShipStock = { type: 'inventory.ship', orderId };
      enqueue.sendTo(inventory, ship);
    }),
    releaseStock: enqueueActions(({ context: { orderId }, enqueue }) => {
      enqueue.assign({ stock: 'released' });
      const release: ReleaseStock = { type: 'inventory.release', orderId };
      enqueue.sendTo(inventory, release);
    }),
    noteTracking: assign({
      trackingNumber: ({ event }) => (event as ShipOrder).trackingNumber,
    }),
    noteReason: enqueueActions(({ event, enqueue }) => {
      const { reason } = event as CancelOrder;
      if (reason !== undefined) enqueue.assign({ cancelReason: reason });
    }),
    noteTimeout: assign({ cancelReason: 'payment-timeout' }),
    tellPlaced: emit(({ context }) => orderFacts['order.placed'](context)),
    tellConfirmed: emit(({ context }) => orderFacts['order.confirmed'](context)),
    tellShipped: emit(({ context }) => orderFacts['order.shipped'](context)),
    tellDelivered: emit(({ context }) => orderFacts['order.delivered'](context)),
    tellCancelled: emit(({ context }) => orderFacts['order.cancelled'](context)),
  },
});

/**
 * The life of one order, from the moment its stock is held. The hold resolves exactly once:
 * `commitStock` when the order ships, `releaseStock` when it is cancelled. Payment happens outside
 * of the shop; `order.confirm` reports it.
 *
 * It starts with an {@link OrderInput}, knows an {@link OrderContext} and takes an {@link OrderEvent}.
 */
export const orderMachine = orderSetup.createMachine({
  id: 'order',
  description: 'An order, from the held stock to the delivered goods.',
  meta: { deadlines: ['paymentDueAt'] },
  context: ({ input }) => ({
    stock: 'held',
    orderId: input.orderId,
    number: input.number,
    userId: input.userId,
    lines: input.lines,
    totalMinor: input.totalMinor,
    currency: input.currency,
    pricing: input.pricing,
    createdAt: input.createdAt,
    paymentDueAt: input.paymentDueAt,
  }),
  entry: 'tellPlaced',
  initial: 'pending',
  states: {
    pending: {
      description: 'Placed; its stock is held until the payment arrives.',
      on: {
        'order.confirm': { target: 'confirmed', actions: 'tellConfirmed' },
        'order.cancel': {
          target: 'cancelled',
          actions: ['noteReason', 'releaseStock', 'tellCancelled'],
        },
      },
      after: {
        paymentTimeout: {
          target: 'cancelled',
          actions: ['noteTimeout', 'releaseStock', 'tellCancelled'],
        },
      },
    },
    confirmed: {
      description: 'Paid; its stock is held until it ships. The last state that can be cancelled.',
      on: {
        'order.ship': {
          target: 'shipped',
          actions: ['noteTracking', 'commitStock', 'tellShipped'],
        },
        'order.cancel': {
          target: 'cancelled',
          actions: ['noteReason', 'releaseStock', 'tellCancelled'],
        },
      },
    },
    shipped: {
      description: 'On its way; its units have left the stock.',
      on: { 'order.deliver': { target: 'delivered', actions: 'tellDelivered' } },
    },
    delivered: { type: 'final', description: 'Delivered to the customer.' },
    cancelled: {
      type: 'final',
      description: 'Cancelled before shipment; its units are available again.',
    },
  },
});

/**
 * The named actions of the standard chart, for `setup({ actions: orderActions })` of a chart of your
 * own. They are typed as functions without arguments, because XState types an action by all events
 * of its chart.
 */
export const orderActions = orderMachine.implementations.actions as unknown as Readonly<
  Record<
    | 'commitStock'
    | 'releaseStock'
    | 'noteTracking'
    | 'noteReason'
    | 'noteTimeout'
    | 'tellPlaced'
    | 'tellConfirmed'
    | 'tellShipped'
    | 'tellDelivered'
    | 'tellCancelled',
    () => void
  >
>;

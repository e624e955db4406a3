import fc from 'fast-check';
import type { EventObject } from 'xstate';
import {
  cartMachine,
  type DeliveryInput,
  deliveryMachine,
  extendOrder,
  healthMachine,
  INVENTORY,
  inventoryMachine,
  ORDER_FACTORY,
  type OrderInput,
  orderMachine,
} from '../../../machines/index.ts';
import type { Chart, Step } from './chart.ts';

/** A chart of the engine with its possible events. */
export interface EngineChart {
  readonly chart: Omit<Chart, 'steps'>;
  readonly step: fc.Arbitrary<Step>;
}

/** Events of one type; each member is drawn independently. */
function event<Members>(
  type: string,
  members: { [K in keyof Members]: fc.Arbitrary<Members[K]> },
): fc.Arbitrary<EventObject> {
  return fc.record({ type: fc.constant(type), ...members }) as fc.Arbitrary<EventObject>;
}

const sku = fc.constantFrom('a', 'b', 'c');
const quantity = fc.nat(4);
const bounds = {
  available: fc.nat(5),
  maxPerOrder: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
  maxPerUser: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
  reservation: fc.option(
    fc.record({ until: fc.nat(90), maxUnits: fc.integer({ min: 1, max: 4 }) }),
    { nil: undefined },
  ),
};
const orderId = fc.constantFrom('o1', 'o2', 'o3');
const quoted = fc.record({
  sku,
  quantity,
  name: fc.constant('A thing'),
  unitPriceMinor: fc.nat(900),
  lineTotalMinor: fc.nat(900),
  maxPerOrder: bounds.maxPerOrder,
});
const heldLine = fc.record({
  sku,
  allocations: fc.array(fc.record({ location: fc.constant('here'), quantity }), { minLength: 1 }),
});
const parts = fc.dictionary(sku, fc.array(fc.record({ location: fc.constant('here'), quantity })));

const cartStep = fc.oneof(
  {
    weight: 3,
    arbitrary: event('cart.add', {
      sku,
      quantity,
      at: fc.nat(90),
      cartId: fc.constantFrom('c1', 'c2'),
      ...bounds,
    }),
  },
  event('cart.setQuantity', { sku, quantity, ...bounds }),
  event('cart.remove', { sku }),
  event('cart.clear', {}),
  {
    weight: 2,
    arbitrary: event('cart.checkout', {
      orderId,
      number: fc.nat(9),
      lines: fc.array(quoted, { maxLength: 2 }),
      totalMinor: fc.nat(900),
      currency: fc.constant('EUR'),
      pricing: fc.constant('regular'),
      createdAt: fc.nat(90),
      paymentDueAt: fc.nat(90),
      reservation: bounds.reservation,
    }),
  },
  event('cart.reserve', { sku, until: fc.nat(90), maxUnits: fc.integer({ min: 1, max: 4 }) }),
  event('inventory.heldForCart', {
    lines: fc.uniqueArray(heldLine, { maxLength: 2, selector: (line) => line.sku }),
    until: fc.nat(90),
  }),
  event('inventory.reserved', { orderId, parts }),
  event('inventory.refused', {
    orderId,
    shortages: fc.constant([{ sku: 'a', requested: 2, available: 1 }]),
  }),
  event('inventory.failed', { orderId, error: fc.constant('no strategy') }),
  fc.constantFrom(10, 40, 80),
  fc.constantFrom('order.ship', 'xstate.after.cartExpiry.cart.open', 'cart.reservationEnds'),
);

const orderStep = fc.oneof(
  event('order.confirm', {}),
  event('order.ship', { trackingNumber: fc.constantFrom('T-1', 'T-2') }),
  event('order.deliver', {}),
  event('order.cancel', { reason: fc.constantFrom('second thoughts', undefined) }),
  fc.constantFrom(5, 20),
  fc.constantFrom('order.pack', 'order.unknown', 'xstate.after.paymentTimeout.order.pending'),
);

const order = (): OrderInput => ({
  orderId: 'o1',
  number: 1,
  userId: 'ada',
  lines: [],
  totalMinor: 900,
  currency: 'EUR',
  pricing: 'regular',
  createdAt: 0,
  paymentDueAt: 30,
});

const lines = fc.array(
  fc.record({ sku, quantity: fc.integer({ min: 1, max: 3 }), maxPerUser: bounds.maxPerUser }),
  {
    minLength: 1,
    maxLength: 2,
  },
);
const inventoryStep = fc.oneof(
  {
    weight: 2,
    arbitrary: event('inventory.register', {
      sku,
      stock: fc.array(fc.record({ location: fc.constantFrom('here', 'there'), quantity }), {
        minLength: 1,
        maxLength: 2,
      }),
    }),
  },
  event('inventory.restock', { sku, location: fc.constantFrom('here', 'there'), quantity }),
  {
    weight: 3,
    arbitrary: event('inventory.reserve', {
      orderId,
      lines,
      replyTo: fc.constantFrom('asker', 'nobody'),
      userId: fc.constantFrom('ada', 'bob', undefined),
      placedAt: fc.nat(90),
    }),
  },
  event('inventory.holdForCart', {
    userId: fc.constantFrom('ada', 'bob'),
    lines: fc.uniqueArray(fc.record({ sku, quantity }), {
      maxLength: 2,
      selector: (line) => line.sku,
    }),
    until: fc.nat(90),
    replyTo: fc.constantFrom('asker', 'nobody'),
  }),
  event('inventory.releaseCart', { userId: fc.constantFrom('ada', 'bob') }),
  event('inventory.release', { orderId }),
  event('inventory.ship', { orderId }),
);

const healthStep = fc.oneof(
  {
    weight: 8,
    arbitrary: event('health.sampled', {
      p99Ms: fc.constantFrom(0, 450, 900),
      checkouts: fc.constant(50),
      commands: fc.constant(100),
      errors: fc.constantFrom(0, 0, 2),
      refusedClasses: fc.constantFrom([], [], ['browse']),
    }),
  },
  event('health.stopped', { hasFailed: fc.boolean() }),
);

const deliveryStep = fc.oneof(
  fc.constantFrom('delivery.wanted', 'delivery.filled', 'delivery.emptied'),
  fc.constantFrom('delivery.succeeded', 'delivery.pause', 'delivery.resume'),
  event('delivery.limited', { waitMs: fc.constantFrom(5, 30) }),
  {
    weight: 4,
    arbitrary: event('delivery.failed', {
      reason: fc.constantFrom('no route', 'no disk'),
      retryAfterMs: fc.constantFrom(undefined, 15),
      random: fc.constantFrom(0, 0.5, 1),
    }),
  },
  { weight: 2, arbitrary: fc.constantFrom(5, 20, 80) },
);

const delivery = (): DeliveryInput => ({
  channel: 'mail',
  isPaused: false,
  gatherMs: 10,
  baseMs: 10,
  maxMs: 40,
});

/** An order that waits to be packed before it is shipped. */
const packedOrder = () =>
  extendOrder({
    confirmed: {
      on: {
        'order.pack': 'packed',
        'order.cancel': { target: 'cancelled', actions: 'releaseStock' },
      },
    },
    packed: {
      initial: 'waiting',
      states: { waiting: { after: { 10: 'late' } }, late: { tags: 'late' } },
      on: {
        'order.ship': {
          target: 'shipped',
          actions: ['noteTracking', 'commitStock', 'tellShipped'],
        },
      },
    },
  });

const ordered = { input: order, neighbours: [INVENTORY] };

/** All charts of the engine, and one that a user has extended. */
export const engineCharts: readonly EngineChart[] = [
  {
    chart: {
      rule: 'a cart',
      build: () => cartMachine,
      input: () => ({ userId: 'ada', expiryMs: 50 }),
      neighbours: [INVENTORY, ORDER_FACTORY],
    },
    step: cartStep,
  },
  { chart: { rule: 'an order', build: () => orderMachine, ...ordered }, step: orderStep },
  { chart: { rule: 'an extended order', build: packedOrder, ...ordered }, step: orderStep },
  {
    chart: {
      rule: 'the inventory',
      build: () => inventoryMachine,
      input: () => ({}),
      neighbours: ['asker'],
    },
    step: inventoryStep,
  },
  {
    chart: { rule: 'the health', build: () => healthMachine, input: () => ({}) },
    step: healthStep,
  },
  {
    chart: { rule: 'the deliveries', build: () => deliveryMachine, input: delivery },
    step: deliveryStep,
  },
];

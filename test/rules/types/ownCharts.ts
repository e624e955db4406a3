import { emit, setup } from 'xstate';
import {
  cartMachine,
  extendOrder,
  type OrderContext,
  type OrderEvent,
  type OrderInput,
  orderActions,
  type Reply,
} from '../../../src/machines.ts';

/** A fact of charts of one's own. */
export interface OrderPacked {
  readonly type: 'order.packed';
  readonly orderId: string;
  readonly boxes: number;
}

/** An event of charts of one's own: an interface, which has no index signature. */
export interface PackOrder {
  readonly type: 'order.pack';
  readonly boxes: number;
}

/** A refusal that no command for orders has of its own. */
interface RefusingReply {
  readonly type: 'reply';
  readonly refusal: { readonly code: 'not-in-cart'; readonly sku: string };
}

/** A chart whose types say everything. */
export const typedOrder = setup({
  types: {
    context: {} as OrderContext,
    input: {} as OrderInput,
    events: {} as OrderEvent | PackOrder | { readonly type: 'inventory.counted' },
    emitted: {} as OrderPacked | RefusingReply,
  },
  actions: {
    ...orderActions,
    tellPacked: emit(({ context, event }) => ({
      type: 'order.packed' as const,
      orderId: context.orderId,
      boxes: (event as PackOrder).boxes,
    })),
  },
}).createMachine({
  context: ({ input }) => ({ ...input, stock: 'held' }),
  initial: 'pending',
  states: {
    pending: { on: { 'order.confirm': 'packing', 'order.cancel': 'cancelled' } },
    packing: {
      initial: 'open',
      on: { 'order.cancel': 'cancelled' },
      states: {
        open: { on: { 'order.pack': { target: 'closed', actions: 'tellPacked' } } },
        closed: {},
      },
    },
    handing: {
      type: 'parallel',
      states: { over: { initial: 'a', states: { a: {}, b: {} } }, out: {} },
      on: { 'order.ship': { target: 'shipped', actions: ['noteTracking', 'commitStock'] } },
    },
    shipped: { on: { 'order.deliver': 'delivered' } },
    delivered: { type: 'final' },
    cancelled: { type: 'final', entry: 'releaseStock' },
  },
});

/** A chart with types for its facts, and for replies with any refusal. */
export const emittingOrder = setup({
  types: {
    context: {} as OrderContext,
    input: {} as OrderInput,
    events: {} as OrderEvent,
    emitted: {} as OrderPacked | Reply,
  },
  actions: orderActions,
}).createMachine({
  context: ({ input }) => ({ ...input, stock: 'held' }),
  initial: 'pending',
  states: {
    pending: { on: { 'order.confirm': 'confirmed', 'order.cancel': 'cancelled' } },
    confirmed: { on: { 'order.ship': { target: 'shipped', actions: 'commitStock' } } },
    shipped: { on: { 'order.deliver': 'delivered' } },
    delivered: { type: 'final' },
    cancelled: { type: 'final', entry: 'releaseStock' },
  },
});

/** The standard order chart with a state more. */
export const extendedOrder = extendOrder({
  confirmed: { on: { 'order.pack': 'packed' } },
  packed: {
    initial: 'open',
    states: { open: { on: { 'order.tape': 'taped' } }, taped: {} },
    on: {
      'order.ship': { target: 'shipped', actions: ['noteTracking', 'commitStock', 'tellShipped'] },
    },
  },
});

/** The standard cart chart with an implementation of one's own. */
export const providedCart = cartMachine.provide({ guards: { mayChange: () => true } });

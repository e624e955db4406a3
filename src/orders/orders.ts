import { type AnyMachineSnapshot, type EventObject, fromTransition } from 'xstate';
import type { OrderContext, PlaceOrder } from '../../machines/index.ts';
import * as check from '../base/check.ts';
import { freeze } from '../base/freeze.ts';
import { DEFAULT_PAGE_SIZE } from '../base/limits.ts';
import { plainData } from '../base/plainData.ts';
import { type Answer, refused, runCommand } from '../commands/answer.ts';
import { isInternal } from '../commands/checkAccepted.ts';
import { dispatch } from '../commands/dispatch.ts';
import type { ShopFact } from '../facts/factBus.ts';
import type { ActorKind } from '../runtime/actorKind.ts';
import type { Engine } from '../runtime/engine.ts';
import type { Key, Store } from '../store/store.ts';
import { type Order, orderView } from './orderView.ts';

export interface ListOptions {
  readonly userId: string;
  /** Orders on the page, 100 when left out. */
  readonly limit?: number;
  /** Only orders placed before this one (its id) or before this time (epoch milliseconds). */
  readonly before?: string | number;
}

export interface Orders {
  /** The payment has come in. */
  confirm(orderId: string): Promise<Answer<{ order: Order }>>;
  /** The units have left the house. */
  ship(orderId: string, options: { trackingNumber: string }): Promise<Answer<{ order: Order }>>;
  deliver(orderId: string): Promise<Answer<{ order: Order }>>;
  /** Only before shipment; the units can be sold again at once. */
  cancel(orderId: string, options?: { reason?: string }): Promise<Answer<{ order: Order }>>;
  /**
   * Sends any event to the order's chart: the way to the extra events of a chart of your own.
   *
   * @throws TypeError if the event is not plain data, RangeError if its type is the engine's own.
   */
  send(
    orderId: string,
    event: { readonly type: string; readonly [member: string]: unknown },
  ): Promise<Answer<{ order: Order }>>;
  get(orderId: string): Order | undefined;
  /** A user's orders, newest first. */
  list(options: ListOptions): Order[];
  /** Every fact about the order, oldest first. */
  history(orderId: string): ShopFact[];
}

export interface OrdersOptions {
  readonly engine: Engine;
  readonly store: Store;
  readonly kind: ActorKind;
}

export function createOrders({ engine, store, kind }: OrdersOptions): Orders {
  const { directory } = engine;

  function send(
    orderId: string,
    event: EventObject & { readonly [member: string]: unknown },
  ): Answer<{ order: Order }> | Promise<Answer<{ order: Order }>> {
    check.id('orderId', orderId);
    return runCommand(engine, () => {
      if (!directory.exists(kind, orderId)) return refused({ code: 'unknown-order', orderId });
      const refusal = dispatch(engine, { kind, id: orderId }, event);
      if (refusal !== undefined) return refused(refusal);
      return { ok: true, order: orderView(directory.peek(kind, orderId) as AnyMachineSnapshot) };
    });
  }

  const orders: Orders = {
    confirm: async (orderId) => send(orderId, { type: 'order.confirm' }),

    async ship(orderId, options) {
      check.fields('options', options, ['trackingNumber']);
      check.id('orderId', orderId);
      const trackingNumber = check.id('trackingNumber', options.trackingNumber);
      return send(orderId, { type: 'order.ship', trackingNumber });
    },

    deliver: async (orderId) => send(orderId, { type: 'order.deliver' }),

    async cancel(orderId, options = {}) {
      check.fields('options', options, ['reason']);
      check.id('orderId', orderId);
      const reason = check.optional(options.reason, (value) => check.text('reason', value));
      return send(orderId, { type: 'order.cancel', ...(reason !== undefined && { reason }) });
    },

    async send(orderId, event) {
      check.id('orderId', orderId);
      return send(orderId, checkEvent(event));
    },

    get(orderId) {
      check.id('orderId', orderId);
      const snapshot = directory.peek(kind, orderId);
      return snapshot === undefined ? undefined : orderView(snapshot);
    },

    list(options) {
      check.fields('options', options, ['userId', 'limit', 'before']);
      const userId = check.id('userId', options.userId);
      const limit =
        check.optional(options.limit, (value) => check.count('limit', value)) ?? DEFAULT_PAGE_SIZE;
      const { before } = options;
      const time = typeof before === 'number' ? check.count('before', before) : undefined;
      const key = typeof before === 'number' ? undefined : cursorKey(userId, before);
      const page: Order[] = [];
      for (const snapshot of ordersOf(userId, key)) {
        if (page.length >= limit) break;
        const { createdAt } = snapshot.context as OrderContext;
        if (time === undefined || createdAt < time) page.push(orderView(snapshot));
      }
      return page;
    },

    history(orderId) {
      check.id('orderId', orderId);
      return (directory.history(kind, orderId) ?? []).map(freeze) as ShopFact[];
    },
  };
  return orders;

  function* ordersOf(userId: string, before: Key | undefined): Generator<AnyMachineSnapshot> {
    const prefix = [ORDERS_OF, userId];
    const range = { prefix, reverse: true, ...(before !== undefined && { before }) };
    for (const [, orderId] of store.range(range)) {
      const snapshot = directory.peek(kind, orderId);
      if (snapshot !== undefined) yield snapshot;
    }
  }

  /** Where the user's orders older than the given one begin. */
  function cursorKey(userId: string, before: unknown): Key | undefined {
    if (before === undefined) return undefined;
    if (typeof before !== 'string') {
      throw check.wrongType('before', 'the id of an order, or a time', before);
    }
    const snapshot = directory.peek(kind, check.id('before', before));
    if (snapshot === undefined) throw check.outOfRange('before', 'the id of an order', before);
    return [ORDERS_OF, userId, (snapshot.context as OrderContext).number];
  }
}

/** Begins the key of a user's index of orders: user id, order number → order id. */
const ORDERS_OF = 'ordersOf';

/** The desk: brings an order to life when a cart's stock is held. */
export function orderFactory(engine: () => Engine, kind: ActorKind) {
  return fromTransition((state: null, { order }: PlaceOrder) => {
    const { orderId, userId, number } = order;
    engine().directory.create(kind, orderId, order);
    engine().stage({ op: 'put', key: [ORDERS_OF, userId, number], value: orderId });
    return state;
  }, null);
}

/**
 * Checks what no chart can: that an event is plain data, and complete if it is a standard one.
 * Answers a copy, so that the order's record is nobody else's.
 */
function checkEvent(given: { readonly type: string; readonly [member: string]: unknown }) {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw check.wrongType('event', 'an object with a type', given);
  }
  const event = { ...given };
  const type = check.id('event.type', event.type);
  if (isInternal(type)) {
    throw check.outOfRange('event.type', 'a type that is not the engine’s own', type);
  }
  if (type === 'order.ship') check.id('trackingNumber', event.trackingNumber);
  if (type === 'order.cancel') {
    check.optional(event.reason, (value) => check.text('reason', value));
  }
  return plainData('event', event) as typeof event;
}

import type { AnyMachineSnapshot } from 'xstate';
import type { OrderContext } from '../../machines/index.ts';
import * as check from '../base/check.ts';
import { freeze } from '../base/freeze.ts';
import { DEFAULT_PAGE_SIZE } from '../base/limits.ts';
import type { Answer } from '../commands/answer.ts';
import { bindCommands } from '../commands/bindCommands.ts';
import type { ShopFact } from '../facts/factBus.ts';
import { orderIndexRecord } from '../schema/orderIndex.ts';
import type { Key, Store } from '../store/store.ts';
import { type OrderCommandContext, orderCommands } from './orderCommands.ts';
import { type Order, orderView } from './orderView.ts';

/** The options of `orders.list`. */
export interface ListOptions {
  readonly userId: string;
  /** The largest number of orders returned; 100 when left out. */
  readonly limit?: number;
  /** Returns only orders placed before this order (its id) or this time (epoch milliseconds). */
  readonly before?: string | number;
}

/**
 * The orders of a shop: `shop.orders`. Commands are refused with `unknown-order`, or with
 * `invalid-transition` if the order's chart does not accept the event in its state.
 */
export interface Orders {
  /** Records that the order is paid. */
  confirm(orderId: string): Promise<Answer<{ order: Order }>>;
  /** Records that the units have been shipped: they leave the stock. */
  ship(orderId: string, options: { trackingNumber: string }): Promise<Answer<{ order: Order }>>;
  /** Records that the order has been delivered. */
  deliver(orderId: string): Promise<Answer<{ order: Order }>>;
  /** Cancels an order that is not shipped; its units can be sold again immediately. */
  cancel(orderId: string, options?: { reason?: string }): Promise<Answer<{ order: Order }>>;
  /**
   * Sends any event to the order's chart, for the additional events of a custom chart.
   *
   * @throws TypeError if the event is not plain data, RangeError if its type is reserved for the engine.
   */
  send(
    orderId: string,
    event: { readonly type: string; readonly [member: string]: unknown },
  ): Promise<Answer<{ order: Order }>>;
  /** The order; undefined for an unknown id. */
  get(orderId: string): Order | undefined;
  /**
   * A user's orders, newest first; empty for an unknown user.
   *
   * @throws RangeError if `before` is not the id of an order.
   */
  list(options: ListOptions): Order[];
  /** All facts about the order, oldest first; empty for an unknown id. */
  history(orderId: string): ShopFact[];
}

/** Makes the API of orders. */
export function createOrderApi(context: OrderCommandContext & { readonly store: Store }): Orders {
  const { engine, store } = context;
  const { directory } = engine;
  const { kind } = context.orders;

  return {
    ...bindCommands(orderCommands, context),

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
      const cursor = typeof before === 'number' ? undefined : cursorKey(userId, before);
      const page: Order[] = [];
      for (const snapshot of ordersOf(userId, cursor)) {
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

  function* ordersOf(userId: string, before: Key | undefined): Generator<AnyMachineSnapshot> {
    const prefix = [...orderIndexRecord.prefix, userId];
    const range = { prefix, reverse: true, ...(before !== undefined && { before }) };
    for (const [, orderId] of orderIndexRecord.range(store, range)) {
      const snapshot = directory.peek(kind, orderId);
      if (snapshot !== undefined) yield snapshot;
    }
  }

  /** The key before which the user's orders older than the given one are. */
  function cursorKey(userId: string, before: unknown): Key | undefined {
    if (before === undefined) return undefined;
    if (typeof before !== 'string') {
      throw check.wrongType('before', 'the id of an order, or a time', before);
    }
    const snapshot = directory.peek(kind, check.id('before', before));
    if (snapshot === undefined) throw check.outOfRange('before', 'the id of an order', before);
    return orderIndexRecord.key(userId, (snapshot.context as OrderContext).number);
  }
}

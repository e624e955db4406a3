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

export function createOrders(context: OrderCommandContext & { readonly store: Store }): Orders {
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

  /** Where the user's orders older than the given one begin. */
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

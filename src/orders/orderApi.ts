import type { OrderContext } from '../../machines/index.ts';
import * as check from '../base/check.ts';
import { freeze } from '../base/freeze.ts';
import { DEFAULT_PAGE_SIZE } from '../base/limits.ts';
import type { Answer } from '../commands/answer.ts';
import { bindCommands } from '../commands/bindCommands.ts';
import type { ShopFact } from '../facts/factBus.ts';
import { isUnreadable, stateOf } from '../runtime/located.ts';
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
  /** The order; undefined for an unknown id, and if its record cannot be read. */
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
export function createOrderApi(context: OrderCommandContext): Orders {
  const { directory } = context.engine;
  const { kind, index } = context.orders;

  return {
    ...bindCommands(orderCommands, context),

    get(orderId) {
      const order = directory.locate(kind, check.id('orderId', orderId));
      return order && !isUnreadable(order) ? orderView(stateOf(order)) : undefined;
    },

    list(options) {
      check.fields('options', options, ['userId', 'limit', 'before']);
      const userId = check.id('userId', options.userId);
      const limit =
        check.optional(options.limit, (value) => check.count('limit', value)) ?? DEFAULT_PAGE_SIZE;
      const { before } = options;
      const time = typeof before === 'number' ? check.count('before', before) : undefined;
      const cursor = typeof before === 'number' ? undefined : checkCursor(before);
      const page: Order[] = [];
      for (const order of index.ordersOf(userId, cursor)) {
        if (page.length >= limit) break;
        const { createdAt } = order.context as OrderContext;
        if (time === undefined || createdAt < time) page.push(orderView(order));
      }
      return page;
    },

    history(orderId) {
      check.id('orderId', orderId);
      return (directory.history(kind, orderId) ?? []).map(freeze) as ShopFact[];
    },
  };

  /** The id of an existing order, if one is given. */
  function checkCursor(before: unknown): string | undefined {
    if (before === undefined) return undefined;
    if (typeof before !== 'string') {
      throw check.wrongType('before', 'the id of an order, or a time', before);
    }
    if (directory.exists(kind, check.id('before', before))) return before;
    throw check.outOfRange('before', 'the id of an order', before);
  }
}

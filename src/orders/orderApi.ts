import type { OrderContext, RefusalCode } from '../../machines/index.ts';
import * as check from '../base/check.ts';
import { freeze } from '../base/freeze.ts';
import { DEFAULT_PAGE_SIZE } from '../base/limits.ts';
import type { AnyEvent, NamedFact } from '../charts/chartTypes.ts';
import type { Answer } from '../commands/answer.ts';
import { bindCommands } from '../commands/bindCommands.ts';
import type { RefusalsOf } from '../commands/command.ts';
import type { ShopFact } from '../facts/factBus.ts';
import { isUnreadable, stateOf } from '../runtime/located.ts';
import { type OrderCommandContext, orderCommands } from './orderCommands.ts';
import { type Order, orderView } from './orderView.ts';

/** The options of `orders.list`. */
export interface ListOptions {
  /** Whose orders. */
  readonly userId: string;
  /** The largest number of orders returned; 100 when left out. */
  readonly limit?: number | undefined;
  /** Returns only orders placed before this order (its id) or this time (epoch milliseconds). */
  readonly before?: string | number | undefined;
}

/**
 * The answer of a command to an order: the order afterwards, or why it was refused.
 *
 * @typeParam Name the command, such as `ship`.
 * @typeParam State the names of the chart's states.
 * @typeParam Code the refusals with which a custom chart replies.
 */
export type OrderAnswer<
  Name extends keyof typeof orderCommands,
  State extends string,
  Code extends RefusalCode,
> = Promise<Answer<{ order: Order<State> }, RefusalsOf<(typeof orderCommands)[Name]> | Code>>;

/**
 * The orders of a shop: `shop.orders`. Commands are refused with `unknown-order`, or with
 * `invalid-transition` if the order's chart does not accept the event in its state.
 *
 * @typeParam State the names of the chart's states.
 * @typeParam Event the events that can be sent to the chart.
 * @typeParam Fact the facts that a custom chart emits, beside those of the standard one.
 * @typeParam Code the refusals with which a custom chart replies, beside those of the standard one.
 */
export interface Orders<
  State extends string = string,
  Event = AnyEvent,
  Fact extends NamedFact = never,
  Code extends RefusalCode = never,
> {
  /**
   * Records that the order is paid. @param orderId the order.
   *
   * @example
   * const answer = await shop.orders.confirm(order.orderId);
   * if (!answer.ok && answer.refusal.code === 'invalid-transition') console.log(answer.refusal.allowed);
   */
  confirm(orderId: string): OrderAnswer<'confirm', State, Code>;
  /**
   * Records that the units have been shipped: they leave the stock.
   *
   * @param orderId the order.
   * @param options the `trackingNumber` of the carrier, 1 to 256 characters.
   *
   * @example
   * const answer = await shop.orders.ship(order.orderId, { trackingNumber: 'T-1' });
   * if (answer.ok) console.log(answer.order.state); // shipped
   */
  ship(orderId: string, options: { trackingNumber: string }): OrderAnswer<'ship', State, Code>;
  /**
   * Records that the order has been delivered. @param orderId the order.
   *
   * @example
   * await shop.orders.deliver(order.orderId);
   */
  deliver(orderId: string): OrderAnswer<'deliver', State, Code>;
  /**
   * Cancels an order that is not shipped; its units can be sold again immediately.
   *
   * @param orderId the order.
   * @param options the `reason` has at most `maxTextLength` characters, 10,000 when that option was left out.
   *
   * @example
   * await shop.orders.cancel(order.orderId, { reason: 'ordered twice' });
   */
  cancel(orderId: string, options?: { reason?: string }): OrderAnswer<'cancel', State, Code>;
  /**
   * Sends any event to the order's chart, for the additional events of a custom chart.
   *
   * @param orderId the order.
   * @param event its type, and data: plain objects, arrays, texts, finite numbers, booleans and null.
   * @throws TypeError if the event is not plain data; RangeError if its type is reserved for the engine, or if it has
   * more than 100,000 characters, names and values, or 64 levels.
   *
   * @example
   * const answer = await shop.orders.send(order.orderId, { type: 'order.pack', box: 7 });
   * if (!answer.ok) console.log(answer.refusal); // the standard chart takes no `order.pack`
   */
  send(orderId: string, event: Event): OrderAnswer<'send', State, Code>;
  /**
   * The order; undefined for an unknown id, and if its record cannot be read. @param orderId the order.
   *
   * @example
   * console.log(shop.orders.get(order.orderId)?.state);
   */
  get(orderId: string): Order<State> | undefined;
  /**
   * A user's orders, newest first; empty for an unknown user.
   *
   * @param options whose orders, how many, and which page.
   * @throws RangeError if `before` is not the id of an order.
   *
   * @example
   * const newest = shop.orders.list({ userId: 'ada', limit: 20 });
   * const last = newest.at(-1);
   * const next = last && shop.orders.list({ userId: 'ada', limit: 20, before: last.orderId });
   */
  list(options: ListOptions): Order<State>[];
  /**
   * All facts about the order, oldest first; empty for an unknown id.
   *
   * @typeParam Own facts of a custom chart; those of its types when left out.
   * @param orderId the order.
   *
   * @example
   * for (const { seq, type, at } of shop.orders.history(order.orderId)) {
   *   console.log(seq, type, new Date(at));
   * }
   */
  history<Own extends NamedFact = Fact>(orderId: string): ShopFact<Own>[];
}

/** The order of an id, as callers see it; undefined if there is none, and if its record cannot be read. */
export function findOrder(
  { engine, orders }: Pick<OrderCommandContext, 'engine' | 'orders'>,
  orderId: string,
): Order | undefined {
  const order = engine.directory.locate(orders.kind, orderId);
  return order && !isUnreadable(order) ? orderView(stateOf(order)) : undefined;
}

/** Makes the API of orders. */
export function createOrderApi(context: OrderCommandContext): Orders {
  const { directory } = context.engine;
  const { kind, index } = context.orders;

  return {
    ...bindCommands(orderCommands, context),

    get: (orderId) => findOrder(context, check.id('orderId', orderId)),

    list(options) {
      check.fields('options', options, ['userId', 'limit', 'before']);
      const userId = check.id('userId', options.userId);
      const limit =
        check.optional(options.limit, (value) => check.count('limit', value)) ?? DEFAULT_PAGE_SIZE;
      const { before } = options;
      const time = typeof before === 'number' ? check.count('before', before) : undefined;
      const cursor = typeof before === 'number' ? undefined : checkCursor(before);
      const page: Order[] = [];
      if (limit === 0) return page;
      for (const order of index.ordersOf(userId, cursor)) {
        const { createdAt } = order.context as OrderContext;
        if (time !== undefined && createdAt >= time) continue;
        page.push(orderView(order));
        // One more would be read for nothing.
        if (page.length === limit) break;
      }
      return page;
    },

    history<Own extends NamedFact>(orderId: string) {
      check.id('orderId', orderId);
      return (directory.history(kind, orderId) ?? []).map(freeze) as ShopFact<Own>[];
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

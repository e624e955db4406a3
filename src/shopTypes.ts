import type { AnyStateMachine } from 'xstate';
import type { cartMachine, OrderEvent, orderMachine, RefusalCode } from '../machines/index.ts';
import type { Carts } from './carts/cartApi.ts';
import type { Products } from './catalog/productApi.ts';
import type { SearchApi } from './catalog/searchApi.ts';
import type {
  AnyEvent,
  EventOf,
  FactOf,
  NamedFact,
  ReplyCodeOf,
  StateNameOf,
} from './charts/chartTypes.ts';
import type { Checkout } from './checkout/checkout.ts';
import type { QuoteApi } from './checkout/quote.ts';
import type { FactApi } from './facts/factApi.ts';
import type { HealthApi } from './health/healthApi.ts';
import type { Notifications } from './notifications/notificationApi.ts';
import type { ShopMachines } from './options.ts';
import type { Orders } from './orders/orderApi.ts';
import type { QuarantineApi } from './quarantine/quarantineApi.ts';
import type { StatsApi } from './stats/statsApi.ts';
import type { StockExplanation } from './stock/explain.ts';
import type { UserCommands } from './users/userApi.ts';
import type { WatchApi } from './watch/livePages.ts';

/** The charts of a shop that is given none. */
export interface StandardMachines {
  /** What may happen to a cart. */
  readonly cart: typeof cartMachine;
  /** What may happen to an order. */
  readonly order: typeof orderMachine;
}

/** The chart for carts or orders: a custom one if there is one, and both where it may be left out. */
type ChartOf<Machines, Noun extends keyof StandardMachines> = Machines extends {
  readonly [Key in Noun]: infer Chart extends AnyStateMachine;
}
  ? Chart
  : Machines extends { readonly [Key in Noun]?: infer Chart }
    ? Extract<Chart, AnyStateMachine> | StandardMachines[Noun]
    : StandardMachines[Noun];

/** The chart for carts or orders if it is a custom one whose type differs from the standard one's. */
type OwnChartOf<Machines, Noun extends keyof StandardMachines> = Unless<
  StandardMachines[Noun],
  ChartOf<Machines, Noun>
>;

type Unless<Standard, Chart> = Chart extends unknown
  ? Standard extends Chart
    ? never
    : Chart
  : never;

/** The names of the states of carts. */
export type CartStateOf<Machines extends ShopMachines> = StateNameOf<ChartOf<Machines, 'cart'>>;

/** The names of the states of orders. */
export type OrderStateOf<Machines extends ShopMachines> = StateNameOf<ChartOf<Machines, 'order'>>;

/**
 * The events that `orders.send` takes: those of a custom chart, and any for the standard one, which refuses
 * what it does not know.
 */
export type OrderEventOf<Machines extends ShopMachines> =
  StandardMachines['order'] extends ChartOf<Machines, 'order'>
    ? OrderEvent | AnyEvent
    : EventOf<ChartOf<Machines, 'order'>>;

/** The facts that custom charts emit according to their types. */
export type ChartFactOf<Machines extends ShopMachines> = FactOf<
  OwnChartOf<Machines, 'cart'> | OwnChartOf<Machines, 'order'>
>;

/** The refusals with which carts of a custom chart reply according to its types. */
export type CartReplyOf<Machines extends ShopMachines> = ReplyCodeOf<OwnChartOf<Machines, 'cart'>>;

/** The refusals with which orders of a custom chart reply according to its types. */
export type OrderReplyOf<Machines extends ShopMachines> = ReplyCodeOf<
  OwnChartOf<Machines, 'order'>
>;

/** The result of {@link ShopApi.audit}. */
export interface Audit {
  /** True when there are no problems. */
  readonly ok: boolean;
  /** One sentence per problem. */
  readonly problems: string[];
}

/**
 * A shop, in memory and in its store. Commands are async: they resolve with an answer when their
 * changes are durable, and reject with an ArgumentError on misuse, with nothing changed.
 * Reads are synchronous and show the newest state.
 *
 * @typeParam Machines the types of the custom charts, as `createShop` infers them. `Shop` alone is any shop,
 * with any states and events; every other one is assignable to it, unless its charts reply with refusals that
 * the commands themselves do not have.
 */
export type Shop<Machines extends ShopMachines = ShopMachines> = ShopApi<
  CartStateOf<Machines>,
  OrderStateOf<Machines>,
  OrderEventOf<Machines>,
  ChartFactOf<Machines>,
  CartReplyOf<Machines>,
  OrderReplyOf<Machines>
>;

/** A {@link Shop} by what its charts mean for its members, so that shops are compared by their members. */
export interface ShopApi<
  CartState extends string,
  OrderState extends string,
  OrderEvent,
  ChartFact extends NamedFact,
  CartReply extends RefusalCode,
  OrderReply extends RefusalCode,
> extends QuoteApi,
    SearchApi,
    FactApi<ChartFact>,
    QuarantineApi,
    HealthApi,
    StatsApi,
    WatchApi {
  /** What is sold: names, prices, stock and reviews. */
  readonly products: Products;
  /** Who buys, and how they hear of it. */
  readonly users: UserCommands;
  /** One cart for each user. */
  readonly carts: Carts<CartState, CartReply>;
  /**
   * Buys a user's cart: see {@link Checkout}.
   *
   * @example
   * const answer = await shop.checkout('ada', { idempotencyKey: 'click-1' });
   * if (answer.ok) console.log(answer.order.orderId, answer.replayed === true);
   * else if (answer.refusal.code === 'out-of-stock') console.log(answer.refusal.shortages);
   */
  readonly checkout: Checkout<OrderState, CartReply | OrderReply>;
  /** The orders of all users, past ones included. */
  readonly orders: Orders<OrderState, OrderEvent, ChartFact, OrderReply>;
  /** The messages that facts become: what waits, what failed, and the channels. */
  readonly notifications: Notifications;
  /**
   * The location or order of every unit of a product; undefined for an unknown SKU.
   *
   * @param sku the product.
   * @example
   * const lamp = shop.explain('lamp');
   * for (const { orderId, quantity, until } of lamp?.holds ?? []) console.log(orderId, quantity, until);
   */
  explain(sku: string): StockExplanation | undefined;
  /**
   * Recomputes every total from all orders and holds. Takes time proportional to their number.
   *
   * @example
   * const { ok, problems } = shop.audit();
   * if (!ok) throw new Error(problems.join('; '));
   */
  audit(): Audit;
  /**
   * Refuses all further commands; resolves when messages to users have been delivered, or `drainMs` is over, all
   * changes are durable and the store is closed.
   */
  close(): Promise<void>;
}

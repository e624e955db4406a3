import type { CartLine } from './cartRules.ts';
import type { HealthLevel, HealthReason } from './healthRules.ts';
import type {
  InvalidTransitionRefusal,
  OutOfStockRefusal,
  PriceChangedRefusal,
  PurchaseLimitRefusal,
  Refusal,
} from './refusal.ts';

/** Domain events of carts, orders, the inventory, the catalogue, the clock and the shop, named in the past tense. */
export type Fact =
  | CartLineAdded
  | CartLineRemoved
  | CartExpiring
  | CartExpired
  | CheckoutRefused
  | OrderPlaced
  | OrderConfirmed
  | OrderShipped
  | OrderDelivered
  | OrderCancelled
  | StockLow
  | StockDepleted
  | StockRestocked
  | ProductReviewed
  | ProductBackInStock
  | ClockJumped
  | HealthChanged
  | ChannelFailed
  | ChannelRecovered
  | MessagesDeadLettered;

interface CartLineChange {
  /** The user whose cart it is. */
  readonly userId: string;
  /** Made with the cart's first line; another one after the cart has been empty. */
  readonly cartId: string;
  /** The product of the line. */
  readonly sku: string;
  /** Units that were added to the line or removed from it. */
  readonly quantity: number;
  /** Units in the line afterwards; 0 when the line is gone. */
  readonly lineQuantity: number;
}
/** A line of a cart is new, or has more units. It says nothing about the stock. */
export interface CartLineAdded extends CartLineChange {
  readonly type: 'cart.lineAdded';
}
/** A line of a cart is gone, or has fewer units. */
export interface CartLineRemoved extends CartLineChange {
  readonly type: 'cart.lineRemoved';
}
/** The cart will expire soon. Told once for each cart, in shops that send notifications. */
export interface CartExpiring {
  readonly type: 'cart.expiring';
  /** The user whose cart it is. */
  readonly userId: string;
  /** Made with the cart's first line. */
  readonly cartId: string;
  /** What the user would lose: each product once, with its units. */
  readonly lines: readonly CartLine[];
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}
/** The user has not bought the cart in time: it is empty now. */
export interface CartExpired {
  readonly type: 'cart.expired';
  /** The user whose cart it was. */
  readonly userId: string;
  /** The id that the cart had; the user's next cart gets another one. */
  readonly cartId: string;
  /** What was in the cart: each product once, with its units. */
  readonly lines: readonly CartLine[];
}
/** A checkout has changed nothing. Other refusals, such as `unknown-user` and `overloaded`, are answered only. */
export interface CheckoutRefused {
  readonly type: 'checkout.refused';
  /** The user who wanted to buy. */
  readonly userId: string;
  /** The cart that was to be bought; null when the user has none. */
  readonly cartId: string | null;
  /** The answer of the checkout. */
  readonly refusal:
    | OutOfStockRefusal
    | PriceChangedRefusal
    | PurchaseLimitRefusal
    | InvalidTransitionRefusal
    | Extract<Refusal, { code: 'empty-cart' }>;
}

interface OrderFact {
  /** Made by `createId` at the checkout. */
  readonly orderId: string;
  /** The user who has bought. */
  readonly userId: string;
}
/** A checkout has succeeded: the units of the order are held for it, and its payment is awaited. */
export interface OrderPlaced extends OrderFact {
  readonly type: 'order.placed';
  /** What the order costs, in minor units of the shop's currency; 0 to 2^53 - 1. */
  readonly totalMinor: number;
  /** Epoch milliseconds. */
  readonly paymentDueAt: number;
}
/** The payment of the order has come in. */
export interface OrderConfirmed extends OrderFact {
  readonly type: 'order.confirmed';
}
/** The parcel is on its way: the units of the order are no longer in the stock. */
export interface OrderShipped extends OrderFact {
  readonly type: 'order.shipped';
  /** As given to `orders.ship`. */
  readonly trackingNumber: string;
}
/** The order has arrived, which ends it. */
export interface OrderDelivered extends OrderFact {
  readonly type: 'order.delivered';
}
/** The order has been cancelled, by a call or because its payment has not come in: its units are available again. */
export interface OrderCancelled extends OrderFact {
  readonly type: 'order.cancelled';
  /** `payment-timeout`, or the reason given with the cancellation. */
  readonly reason?: string;
}

/** The available units have just fallen to {@link LOW_STOCK} or below, but not to 0. */
export interface StockLow {
  readonly type: 'stock.low';
  /** The product with little stock. */
  readonly sku: string;
  /** Units that can still be sold, over all locations; 1 to {@link LOW_STOCK}. */
  readonly available: number;
}
/** The last available unit has just been reserved. */
export interface StockDepleted {
  readonly type: 'stock.depleted';
  /** The product that is sold out. */
  readonly sku: string;
  /** No unit can be sold at any location. */
  readonly available: 0;
}
/** Units have come in. Those of a new product are its first stock, and no such fact. */
export interface StockRestocked {
  readonly type: 'stock.restocked';
  /** The product that has more stock. */
  readonly sku: string;
  /** Where the units have come in. */
  readonly location: string;
  /** Units that have come in, 1 or more. */
  readonly quantity: number;
  /** Units that can be sold afterwards, over all locations. */
  readonly available: number;
}
/** A user has reviewed a product, for the first time or again. */
export interface ProductReviewed {
  readonly type: 'product.reviewed';
  /** The product that was reviewed. */
  readonly sku: string;
  /** The user who has reviewed it. */
  readonly userId: string;
  /** Stars, 1 to 5. */
  readonly rating: number;
}

/** Units have become available for a user who has asked to be told (`products.notifyWhenInStock`). */
export interface ProductBackInStock {
  readonly type: 'product.backInStock';
  /** The product that was asked for. */
  readonly sku: string;
  /** The user who is to be told. */
  readonly userId: string;
  /** Units that can be sold now, over all locations; they are not reserved for the user. */
  readonly available: number;
}

/**
 * The wall clock has been set, or the machine has slept. Everything that waits goes on waiting as long as it
 * would have: its due time, told by earlier facts, is another one by `byMs`.
 */
export interface ClockJumped {
  readonly type: 'clock.jumped';
  /** How far, in milliseconds; negative if the clock has gone back. */
  readonly byMs: number;
  /** The time that it would be without the jump, epoch milliseconds. */
  readonly from: number;
  /** The time that it is, epoch milliseconds. */
  readonly to: number;
}

/**
 * The health of the shop is another one, or has other reasons: `from` and `to` are equal then. That the shop has
 * stopped is no fact: none is recorded any more.
 */
export interface HealthChanged {
  readonly type: 'health.changed';
  /** The state before. */
  readonly from: HealthLevel;
  /** The state from now on; equal to `from` when only the reasons are others. */
  readonly to: HealthLevel;
  /** Why the shop is not healthy; empty when it is. */
  readonly reasons: readonly HealthReason[];
  /** True when `errors` is among the reasons: more than 1 % of the commands fail. */
  readonly alert: boolean;
  /** Of the checkouts of the last ten seconds from the call to the durable answer, in milliseconds; 0 without any. */
  readonly p99Ms: number;
  /** The share of the commands of the last ten seconds that failed, 0 to 1. */
  readonly errorRate: number;
}

/** Deliveries of a channel have failed so often that it only tries one from time to time: its circuit is open. */
export interface ChannelFailed {
  readonly type: 'channel.failed';
  /** The name of the channel. */
  readonly channel: string;
  /** Why the last delivery has failed. */
  readonly reason: string;
}
/** A channel whose circuit was open has delivered a message. */
export interface ChannelRecovered {
  readonly type: 'channel.recovered';
  /** The name of the channel. */
  readonly channel: string;
}
/** Messages have become dead letters. Told once an hour at most for each channel. */
export interface MessagesDeadLettered {
  readonly type: 'messages.deadLettered';
  /** The name of the channel. */
  readonly channel: string;
  /** How many of this channel since the last such fact; 1 or more. */
  readonly count: number;
  /** The id of the last of them. */
  readonly messageId: string;
  /** The type of the fact that it tells. */
  readonly messageType: string;
  /** Why it could not be delivered. */
  readonly reason: string;
}

/**
 * A chart answers the current command by emitting this. Only the caller gets it: it is not a fact and
 * has no sequence number.
 */
export type Reply =
  /** The command was refused: the caller gets `{ ok: false, refusal }`. */
  | { readonly type: 'reply'; readonly refusal: Refusal }
  /** A strategy of the user threw this error; the command rejects with it. */
  | { readonly type: 'reply'; readonly error: unknown };

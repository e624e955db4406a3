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
  readonly userId: string;
  readonly cartId: string;
  readonly sku: string;
  /** Units that were added to the line or removed from it. */
  readonly quantity: number;
  /** Units in the line afterwards; 0 when the line is gone. */
  readonly lineQuantity: number;
}
export interface CartLineAdded extends CartLineChange {
  readonly type: 'cart.lineAdded';
}
export interface CartLineRemoved extends CartLineChange {
  readonly type: 'cart.lineRemoved';
}
/** The cart will expire soon. Told once for each cart, in shops that send notifications. */
export interface CartExpiring {
  readonly type: 'cart.expiring';
  readonly userId: string;
  readonly cartId: string;
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}
export interface CartExpired {
  readonly type: 'cart.expired';
  readonly userId: string;
  readonly cartId: string;
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
}
export interface CheckoutRefused {
  readonly type: 'checkout.refused';
  readonly userId: string;
  readonly cartId: string | null;
  readonly refusal:
    | OutOfStockRefusal
    | PriceChangedRefusal
    | PurchaseLimitRefusal
    | InvalidTransitionRefusal
    | Extract<Refusal, { code: 'empty-cart' }>;
}

interface OrderFact {
  readonly orderId: string;
  readonly userId: string;
}
export interface OrderPlaced extends OrderFact {
  readonly type: 'order.placed';
  readonly totalMinor: number;
  /** Epoch milliseconds. */
  readonly paymentDueAt: number;
}
export interface OrderConfirmed extends OrderFact {
  readonly type: 'order.confirmed';
}
export interface OrderShipped extends OrderFact {
  readonly type: 'order.shipped';
  readonly trackingNumber: string;
}
export interface OrderDelivered extends OrderFact {
  readonly type: 'order.delivered';
}
export interface OrderCancelled extends OrderFact {
  readonly type: 'order.cancelled';
  /** `payment-timeout`, or the reason given with the cancellation. */
  readonly reason?: string;
}

/** The available units have just fallen to {@link LOW_STOCK} or below, but not to 0. */
export interface StockLow {
  readonly type: 'stock.low';
  readonly sku: string;
  readonly available: number;
}
/** The last available unit has just been reserved. */
export interface StockDepleted {
  readonly type: 'stock.depleted';
  readonly sku: string;
  readonly available: 0;
}
export interface StockRestocked {
  readonly type: 'stock.restocked';
  readonly sku: string;
  readonly location: string;
  readonly quantity: number;
  readonly available: number;
}
export interface ProductReviewed {
  readonly type: 'product.reviewed';
  readonly sku: string;
  readonly userId: string;
  readonly rating: number;
}

/** Units have become available for a user who has asked to be told (`products.notifyWhenInStock`). */
export interface ProductBackInStock {
  readonly type: 'product.backInStock';
  readonly sku: string;
  readonly userId: string;
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
  readonly from: HealthLevel;
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
  readonly channel: string;
  /** Why the last delivery has failed. */
  readonly reason: string;
}
/** A channel whose circuit was open has delivered a message. */
export interface ChannelRecovered {
  readonly type: 'channel.recovered';
  readonly channel: string;
}
/** Messages have become dead letters. Told once an hour at most for each channel. */
export interface MessagesDeadLettered {
  readonly type: 'messages.deadLettered';
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
  | { readonly type: 'reply'; readonly refusal: Refusal }
  /** A strategy of the user threw this error; the command rejects with it. */
  | { readonly type: 'reply'; readonly error: unknown };

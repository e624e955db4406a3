import type {
  InvalidTransitionRefusal,
  OutOfStockRefusal,
  PurchaseLimitRefusal,
  Refusal,
} from './refusal.ts';

/** What carts, orders and the inventory tell the world, in the past tense. */
export type Fact =
  | CartLineAdded
  | CartLineRemoved
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
  | ProductReviewed;

interface CartLineChange {
  readonly userId: string;
  readonly cartId: string;
  readonly sku: string;
  /** By how many units the line grew or shrank. */
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
  /** `payment-timeout`, or what the canceller said. */
  readonly reason?: string;
}

/** Units left to sell have just fallen to {@link LOW_STOCK} or below, but not to 0. */
export interface StockLow {
  readonly type: 'stock.low';
  readonly sku: string;
  readonly available: number;
}
/** The last unit to sell has just been reserved. */
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

/**
 * A chart answers the command under way by emitting this. It goes to the caller alone: it is no
 * fact, has no sequence number, and nobody else hears of it.
 */
export type Reply =
  | { readonly type: 'reply'; readonly refusal: Refusal }
  /** A strategy supplied by the user threw; the command rejects with it. */
  | { readonly type: 'reply'; readonly error: unknown };

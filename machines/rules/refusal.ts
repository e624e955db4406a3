/** One product with fewer available units than requested. */
export interface Shortage {
  readonly sku: string;
  /** Units asked for, summed over all lines with this SKU. */
  readonly requested: number;
  /** Units that could be sold right now. */
  readonly available: number;
}

/**
 * Every expected business answer that is not a success: one closed union, discriminated by `code`.
 * A refused command has changed nothing.
 */
export type Refusal =
  | { readonly code: 'closed'; readonly reason: string }
  | { readonly code: 'overloaded'; readonly retryAfterMs: number }
  | { readonly code: 'unknown-user'; readonly userId: string }
  | { readonly code: 'unknown-product'; readonly sku: string }
  | { readonly code: 'unknown-order'; readonly orderId: string }
  | { readonly code: 'duplicate-sku'; readonly sku: string }
  | { readonly code: 'empty-cart' }
  | { readonly code: 'not-in-cart'; readonly sku: string }
  | { readonly code: 'unknown-message'; readonly messageId: string }
  | StockAlertLimitRefusal
  | IdempotencyMismatchRefusal
  | PriceChangedRefusal
  | PurchaseLimitRefusal
  | CartLimitRefusal
  | OutOfStockRefusal
  | InvalidTransitionRefusal
  | QuarantinedRefusal;

/** What a refusal is told apart by. */
export type RefusalCode = Refusal['code'];

/** An event that the chart does not accept in this state. */
export interface InvalidTransitionRefusal {
  readonly code: 'invalid-transition';
  readonly state: string;
  readonly event: string;
  /** The events that the chart accepts in `state`. */
  readonly allowed: readonly string[];
}

/** The cart or order is in quarantine: an operator has to resolve it first. */
export interface QuarantinedRefusal {
  readonly code: 'quarantined';
  /** `cart` or `order`. */
  readonly kind: string;
  /** The id of the order, or of the cart's user. */
  readonly id: string;
  readonly reason: string;
}

/** The idempotency key of a checkout belongs to an earlier one with another cart or other options. */
export interface IdempotencyMismatchRefusal {
  readonly code: 'idempotency-mismatch';
  readonly idempotencyKey: string;
  /** The order of the earlier checkout; left out if it was refused, or has not been answered yet. */
  readonly orderId?: string;
}

/** The cart costs another total than the checkout expects. Both are in minor units. */
export interface PriceChangedRefusal {
  readonly code: 'price-changed';
  readonly expectedTotalMinor: number;
  /** What the cart costs now. */
  readonly totalMinor: number;
}

/** More units of one product than one order, or one user, may have. */
export interface PurchaseLimitRefusal {
  readonly code: 'purchase-limit';
  readonly sku: string;
  readonly requested: number;
  /** Given when the product's limit for one order is exceeded. */
  readonly maxPerOrder?: number;
  /** Given when the product's limit for one user is exceeded. */
  readonly maxPerUser?: number;
  /** Given with `maxPerUser`: the units that the user holds, or has bought within `perUserWindowMs`. */
  readonly counted?: number;
}

/** A new line in a cart that has the most lines already. */
export interface CartLimitRefusal {
  readonly code: 'cart-limit';
  readonly maxCartLines: number;
}

/** Lists every short product, not only the first one. */
export interface OutOfStockRefusal {
  readonly code: 'out-of-stock';
  readonly shortages: readonly Shortage[];
}

/** One more product that a user asks to be told of than one user may. */
export interface StockAlertLimitRefusal {
  readonly code: 'stock-alert-limit';
  readonly maxStockAlertsPerUser: number;
}

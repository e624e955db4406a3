/** One product with fewer available units than requested. */
export interface Shortage {
  /** The product that is short. */
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
  /** The shop takes no commands: it was closed, or a fault has stopped it. `reason` says what happened. */
  | { readonly code: 'closed'; readonly reason: string }
  /** The shop has more to do than it can. The command may be given again after `retryAfterMs`, in milliseconds. */
  | { readonly code: 'overloaded'; readonly retryAfterMs: number }
  /** No user is registered by this id. */
  | { readonly code: 'unknown-user'; readonly userId: string }
  /** No product has this SKU. */
  | { readonly code: 'unknown-product'; readonly sku: string }
  /** No order has this id. */
  | { readonly code: 'unknown-order'; readonly orderId: string }
  /** Another product has this SKU already. */
  | { readonly code: 'duplicate-sku'; readonly sku: string }
  /** There is nothing to buy. */
  | { readonly code: 'empty-cart' }
  /** The cart has no line with this SKU. */
  | { readonly code: 'not-in-cart'; readonly sku: string }
  /** No dead letter has this id. */
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
  /** The name of the state that the cart or order is in. */
  readonly state: string;
  /** The type of the event that the command sent. */
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
  /** Why the shop could not go on with it. */
  readonly reason: string;
}

/** The idempotency key of a checkout belongs to an earlier one with another cart or other options. */
export interface IdempotencyMismatchRefusal {
  readonly code: 'idempotency-mismatch';
  /** The key that was used again. */
  readonly idempotencyKey: string;
  /** The order of the earlier checkout; left out if it was refused, or has not been answered yet. */
  readonly orderId?: string;
}

/** The cart costs another total than the checkout expects. Both are in minor units. */
export interface PriceChangedRefusal {
  readonly code: 'price-changed';
  /** What the caller of the checkout expected. */
  readonly expectedTotalMinor: number;
  /** What the cart costs now. */
  readonly totalMinor: number;
}

/** More units of one product than one order, or one user, may have. */
export interface PurchaseLimitRefusal {
  readonly code: 'purchase-limit';
  /** The product whose limit is exceeded. */
  readonly sku: string;
  /** Units that the cart would have, or has at a checkout. */
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
  /** The most lines of one cart: the option of the shop. */
  readonly maxCartLines: number;
}

/** Lists every short product, not only the first one. */
export interface OutOfStockRefusal {
  readonly code: 'out-of-stock';
  /** Each short product once, in the order of the lines. */
  readonly shortages: readonly Shortage[];
}

/** One more product that a user asks to be told of than one user may. */
export interface StockAlertLimitRefusal {
  readonly code: 'stock-alert-limit';
  /** The most alerts of one user at a time: a limit of the shop. */
  readonly maxStockAlertsPerUser: number;
}

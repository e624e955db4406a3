/** Bounds of the charts and the rules beside them, each with its reason. */

/** A product with this many units left, or fewer, is announced as `stock.low`. */
export const LOW_STOCK = 5;

/**
 * Up to this many locations the fewest-locations strategy tries every subset (4,095 at the most);
 * above it the search would grow without bound and a greedy choice takes over.
 */
export const EXACT_LOCATIONS = 12;

/** "Carts older than 24 hours expire." */
export const CART_EXPIRY_MS = 24 * 60 * 60 * 1000;

/** "Orders still pending after 30 minutes are cancelled." */
export const PAYMENT_TIMEOUT_MS = 30 * 60 * 1000;

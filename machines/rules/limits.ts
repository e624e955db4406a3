/** Limits of the charts and their rules, each with its reason. */

/** When the available units of a product fall to this number, `stock.low` is emitted. */
export const LOW_STOCK = 5;

/**
 * Up to this number of locations the fewest-locations strategy tries every subset (4,095 at the
 * most); above it the number of subsets grows exponentially, so the strategy chooses greedily.
 */
export const EXACT_LOCATIONS = 12;

/**
 * A user's chart with an endless loop of eventless transitions would fill the memory. XState throws
 * after this number of steps, which stops the engine with the error as its cause.
 */
export const MAX_EVENTLESS_STEPS = 1000;

/** A cart that has not been bought expires a day after its first line. */
export const CART_EXPIRY_MS = 24 * 60 * 60 * 1000;

/** Time for the payment to arrive: half an hour, during which the units are held. */
export const PAYMENT_TIMEOUT_MS = 30 * 60 * 1000;

/** A purchase counts for a day towards the limit of its product for one user. */
export const PURCHASE_WINDOW_MS = 24 * 60 * 60 * 1000;

/**
 * Users whose purchases of products with a limit per user are followed at a time, about 30 MB of them. The orders of
 * any other user are read again when they are needed.
 */
export const MAX_COUNTED_BUYERS = 100_000;

/** Allocations of up to this number of units are shared: few order lines ask for more. */
export const MAX_SHARED_QUANTITY = 64;

/**
 * Locations whose allocations are shared. With {@link MAX_SHARED_QUANTITY} it bounds the memory of
 * the shared allocations to about half a megabyte, whatever names locations get.
 */
export const MAX_SHARED_LOCATIONS = 64;

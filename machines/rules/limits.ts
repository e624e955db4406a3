/** Bounds of the charts and the rules beside them, each with its reason. */

/** A product with this many units left, or fewer, is announced as `stock.low`. */
export const LOW_STOCK = 5;

/**
 * Up to this many locations the fewest-locations strategy tries every subset (4,095 at the most);
 * above it the search would grow without bound and a greedy choice takes over.
 */
export const EXACT_LOCATIONS = 12;

/**
 * A chart of the user's that goes on without an event for ever would fill the memory; after so many
 * steps XState gives up on it, which stops the engine with a reason.
 */
export const MAX_EVENTLESS_STEPS = 1000;

/** A cart that nobody has bought a day after its first line is forgotten. */
export const CART_EXPIRY_MS = 24 * 60 * 60 * 1000;

/** Half an hour for the payment to come in; until then nobody else can have the units. */
export const PAYMENT_TIMEOUT_MS = 30 * 60 * 1000;

/** Bounds of inspection, each with its reason. */

/** Messages a second when the caller does not say: the Stately inspector can draw as many. */
export const DEFAULT_RATE = 500;
export const RATE_RANGE = { min: 1, max: 100_000 };

/** Carts and orders that are shown when the caller does not say: more cannot be told apart in a list. */
export const DEFAULT_ACTORS = 1_000;

/** Each takes a kilobyte, and as much for its context once it has ended. */
export const ACTORS_RANGE = { min: 1, max: 100_000 };

/** Carts and orders that are looked at when an inspection begins: reading their records takes microseconds each. */
export const MAX_SCANNED = 100_000;

/** Values of one filter: ids that somebody follows, not an export. */
export const MAX_FILTER_VALUES = 1_000;

/** The products, orders and carts of which the inventory shows the stock: the last ones that a shown actor was about. */
export const MAX_STOCK_SHOWN = 50;

/** Milliseconds after which what was left out is made up for: soon enough for people, and seldom enough for a busy shop. */
export const CATCH_UP_MS = 100;

/** Viewers at a time: people who look at one shop. */
export const MAX_VIEWERS = 16;

/** Connections that have not become viewers count, too. */
export const MAX_CONNECTIONS = 64;

/** Bytes that wait for one viewer: then it misses messages, and gets the whole picture when it can take it again. */
export const MAX_BUFFERED_BYTES = 4 * 1024 * 1024;

/** Bytes of a frame from a viewer: a viewer has nothing to say. */
export const MAX_FRAME_BYTES = 1024;

/** Characters of one message: a larger state is not shown. */
export const MAX_MESSAGE_LENGTH = 256 * 1024;

/** Milliseconds between two questions whether a viewer is still there: one that does not answer is dropped. */
export const PING_MS = 15_000;

/** Milliseconds in which a client has to send its request. */
export const REQUEST_TIMEOUT_MS = 5_000;

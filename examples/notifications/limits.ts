/** Bounds of the example, each with its reason. */

/** Buyers when the caller does not say: enough to see that one message does not hold up those of others. */
export const DEFAULT_ORDERS = 3;

/** Each order is six lines of output. */
export const ORDERS_RANGE = { min: 1, max: 1000 };

/** How long the mail server makes a new recipient wait, in milliseconds. Real ones take minutes. */
export const GREYLIST_MS = 200;

/** The longest wait before a first retry, in milliseconds: a second when left out, which is long to look at. */
export const BASE_BACKOFF_MS = 250;

/** How long the messages may take in all, in milliseconds: some hundred times as long as they do. */
export const PATIENCE_MS = 60_000;

/** Between two looks at the channels, in milliseconds. */
export const LOOK_EVERY_MS = 20;

/** Bounds of the engine, each with its reason. Those of the charts stand in machines/limits.ts. */

/** Longest id (user, SKU, order, location, idempotency key): two of them fit into one store key. */
export const MAX_ID_LENGTH = 256;

/** Longest free text (name, description, review): keeps one record from filling the memory. */
export const MAX_TEXT_LENGTH = 100_000;

/** Longest text that is searched for: nobody types more, and each word of it is looked up. */
export const MAX_QUERY_LENGTH = 1000;

/** So many words that begin as typed are tried: rarer ones are asked for with a letter more. */
export const MAX_COMPLETIONS = 128;

/** How many completions fit below a search box, when the caller does not say. */
export const DEFAULT_SUGGESTIONS = 10;

/** How many orders or products a page has when the caller does not say. */
export const DEFAULT_PAGE_SIZE = 100;

/**
 * How long a checkout's answer is repeated for the same idempotency key. A client that retries does
 * so within minutes; a day leaves room for a queue in between, and refusals must not pile up.
 */
export const IDEMPOTENCY_WINDOW_MS = 24 * 60 * 60 * 1000;

/**
 * How many outdated records one turn takes away at the most: more than it adds, so that they grow
 * fewer, and few enough to be no pause.
 */
export const MAX_FORGOTTEN_AT_ONCE = 64;

/** How many records a reader of the fact log takes from the store at a time. */
export const FACT_PAGE_SIZE = 256;

/** How many products are read at a time from a store that was opened: about two milliseconds. */
export const PRODUCTS_READ_AT_ONCE = 128;

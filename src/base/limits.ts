/** Bounds of the engine, each with its reason. Bounds of the charts are in machines/rules/limits.ts. */

/** Longest id (user, SKU, order, location, idempotency key): two of them fit into one store key. */
export const MAX_ID_LENGTH = 256;

/** Ids from this length on may not have some characters: `ordered-binary` writes their keys without escapes. */
export const LONG_ID_LENGTH = 64;

/** Longest free text (name, description, review): keeps one record from filling the memory. */
export const MAX_TEXT_LENGTH = 100_000;

/**
 * Largest data of an event that is sent to an order: its characters, in names and values, and its names and values. As much
 * as a text may have.
 */
export const MAX_DATA_SIZE = MAX_TEXT_LENGTH;

/** Levels of arrays and objects in such data: each one is a call on the stack of what reads it. */
export const MAX_DATA_DEPTH = 64;

/** Longest search text: no user types more, and each of its words is looked up. */
export const MAX_QUERY_LENGTH = 1000;

/** Words tried as completions of a prefix: for a rarer word, the user types one more letter. */
export const MAX_COMPLETIONS = 128;

/** Prefixes whose completions are remembered: more than there are with many words, unless those are made to be similar. */
export const MAX_CACHED_COMPLETIONS = 1024;

/**
 * Letters that are tried in place of another one, for a typo: more than alphabets have. Scripts with thousands
 * of signs would make one word take as long as a hundred.
 */
export const MAX_TYPO_LETTERS = 128;

/** Completions when the caller does not say: as many as fit below a search box. */
export const DEFAULT_SUGGESTIONS = 10;

/** Orders or products in a page when the caller does not say. */
export const DEFAULT_PAGE_SIZE = 100;

/**
 * Outdated records that one turn evicts at most: more than a turn adds, so that their number falls,
 * and few enough that the turn stays short.
 */
export const MAX_EVICTIONS_PER_TURN = 64;

/**
 * How long facts are kept that a visitor can cause for nothing, such as a refused checkout: long enough for a
 * projection or a mail that follows the shop, too short to fill a store with them.
 */
export const BRIEF_FACT_RETENTION_MS = 60 * 60 * 1000;

/**
 * Orders of one user that are read, newest first, to learn what the user has bought: about ten milliseconds of work,
 * and more than a person places within the time that a purchase counts.
 */
export const MAX_COUNTED_ORDERS = 1000;

/** Records that a reader of the fact log takes from the store at a time. */
export const FACT_PAGE_SIZE = 256;

/** Products that a shop reads at a time from an opened store: about two milliseconds of work. */
export const PRODUCT_BATCH_SIZE = 128;

/** Longest key of a store, as UTF-8. LMDB takes 1,978 bytes including the separators of elements. */
export const MAX_KEY_BYTES = 1900;

/**
 * A wall clock that differs by more than this from the monotonic clock has jumped, in milliseconds. What
 * is smaller is the rate at which time services correct a clock.
 */
export const MAX_CLOCK_DEVIATION_MS = 1000;

/**
 * Jumps of the clock that a store keeps one by one, to know the age of facts; older ones count as one.
 * A machine that sleeps each day jumps once a day.
 */
export const MAX_CLOCK_JUMPS = 400;

/** Browsers and devices of one user that get push messages: more than a person uses. */
export const MAX_PUSH_SUBSCRIPTIONS = 10;

/** Longest URL of a push service: those of today have some 200 characters. */
export const MAX_ENDPOINT_LENGTH = 2000;

/**
 * Messages of one channel that wait for another attempt, or for an earlier one of their order: some 10 MB. With more,
 * the channel takes no further facts from the log until some are delivered or given up.
 */
export const MAX_RETRYING = 10_000;

/**
 * Facts of one channel that wait in memory, some 10 MB. There are as many only if most are about the same order or user, of
 * which one is delivered at a time: the facts of others are read past them.
 */
export const MAX_WAITING_FACTS = 10_000;

/**
 * Dead letters of one channel that are kept, some 50 MB on disk. The oldest go first: an operator who has not looked at
 * so many will not look at them.
 */
export const MAX_DEAD_LETTERS = 100_000;

/** Facts without a message after which a channel writes down how far it has come: they are read again after a crash. */
export const MAX_UNWRITTEN_FACTS = 1000;

/** The owner of the shop is told of dead letters once in this time for each channel, in milliseconds. */
export const DEAD_LETTER_NOTICE_MS = 60 * 60 * 1000;

/** Products of which one user asks to be told when they are back: more than a person waits for. */
export const MAX_STOCK_ALERTS_PER_USER = 100;

/** Users whom one turn tells that a product is back: some ten milliseconds of work. Further turns tell the others. */
export const MAX_ALERTS_PER_TURN = 1000;

/** Characters of an email address, and bytes of what is before its `@`: RFC 5321, 4.5.3.1. */
export const MAX_ADDRESS_LENGTH = 254;
export const MAX_LOCAL_PART_LENGTH = 64;

/** Bounds of the channels that send HTTP requests, each with its reason. */

/** How long an answer is waited for, in milliseconds, when the caller does not say. */
export const DEFAULT_TIMEOUT_MS = 10_000;

/** Longest time-out, in milliseconds: a batch that takes longer keeps messages from being tried again. */
export const MAX_TIMEOUT_MS = 300_000;

/** Requests of one batch that are under way at the same time, when the caller does not say. */
export const DEFAULT_CONCURRENCY = 8;

/** A batch has at most this number of messages. */
export const MAX_CONCURRENCY = 100;

/** Bytes that are read of an answer's body: enough for the texts of errors. */
export const MAX_ANSWER_BYTES = 4096;

/** Characters of a body that the reason of a failed delivery quotes. */
export const MAX_QUOTED_LENGTH = 200;

/** Longest `Retry-After` that is obeyed, in milliseconds: one day. */
export const MAX_RETRY_AFTER_MS = 24 * 60 * 60 * 1000;

/** Longest URL that requests are sent to: servers take about 8,000 characters. */
export const MAX_URL_LENGTH = 4000;

/** Idle connections that are kept for each host. */
export const MAX_IDLE_CONNECTIONS = 16;

/** How long an idle connection is kept, in milliseconds: less than most servers keep theirs. */
export const IDLE_CONNECTION_MS = 4000;

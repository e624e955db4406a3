/** Bounds of push messages, each with its reason. */

/**
 * Longest payload, in bytes: push services take 4,096 (RFC 8030), of which the encryption takes a header of 86, a tag of
 * 16 and a delimiter.
 */
export const MAX_PAYLOAD_BYTES = 3993;

/** Longest title, in UTF-16 units: systems show about 60 of them. */
export const MAX_TITLE_LENGTH = 200;

/** How long a push service keeps a message for a device that is off, in seconds, when the caller does not say: 3 days. */
export const DEFAULT_TTL_SECONDS = 3 * 24 * 60 * 60;

/** Four weeks, in seconds: push services keep no message longer. */
export const MAX_TTL_SECONDS = 28 * 24 * 60 * 60;

/** Messages of which the channel remembers what devices have got them: about five megabytes. */
export const MAX_REMEMBERED_MESSAGES = 10_000;

/**
 * Attempts for the other devices of a person, once one device has got the message: a device that never answers must
 * not make a dead letter of it.
 */
export const MAX_PARTIAL_ATTEMPTS = 5;

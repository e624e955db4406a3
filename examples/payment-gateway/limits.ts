/** Bounds of the example, each with its reason. */

/** How long the gateway may take to answer, in milliseconds. Real ones are given 30 seconds. */
export const ATTEMPT_TIMEOUT_MS = 1000;

/** The wait before the second attempt, in milliseconds; it doubles with each further one. */
export const BACK_OFF_MS = 50;

/** The longest wait between two attempts, in milliseconds: a gateway that comes back is to be noticed soon. */
export const MAX_BACK_OFF_MS = 60_000;

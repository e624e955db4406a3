/** How retries are spread, in milliseconds. */
export interface BackoffTerms {
  /** The longest wait after the first failure. */
  readonly baseMs: number;
  /** The longest wait after any number of failures. */
  readonly maxMs: number;
}

/**
 * The wait before the next attempt: exponential back-off with full jitter, so that what has failed together is not
 * tried again together (M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015).
 *
 * @param failures how many attempts have failed in a row: 1 or more.
 * @param random 0 to 1: which part of the longest wait.
 * @param retryAfterMs what the receiver asks for at least.
 * @returns whole milliseconds, 1 or more.
 */
export function backoffMs(
  { baseMs, maxMs }: BackoffTerms,
  failures: number,
  random: number,
  retryAfterMs = 0,
): number {
  // 2^1023 is the largest power of two; the base may be as large as the maximum.
  const longestMs = Math.min(maxMs, baseMs * 2 ** Math.min(failures - 1, 60));
  return Math.max(1, Math.ceil(longestMs * random), Math.ceil(retryAfterMs));
}

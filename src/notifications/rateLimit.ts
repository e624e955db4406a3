import { CommandRate } from '../admission/commandRate.ts';

/**
 * Counts messages, as many as a rate allows: a token bucket that holds one second's worth.
 *
 * @param perSecond 1 or more; may be infinite.
 * @returns a function that counts a message at a time in milliseconds, and returns 0; or for how many milliseconds the rate
 * allows none.
 */
export function rateLimit(perSecond: number): (now: number) => number {
  if (perSecond === Number.POSITIVE_INFINITY) return () => 0;
  // The messages of a channel are what the commands of one user are there.
  const rate = new CommandRate({ maxPerSecond: perSecond });
  return (now) => rate.retryAfterMs(0, now);
}

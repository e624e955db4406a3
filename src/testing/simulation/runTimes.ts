const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** When runs begin, epoch milliseconds. */
export const START = Date.UTC(2026, 0, 1);
/**
 * What passes at once in an open shop. Undefined is as long as it takes until the next timer is due: the delays of a
 * chart may be longer than the others.
 */
export const PASSING_TIMES_MS = [MINUTE, 10 * MINUTE, 31 * MINUTE, 3 * HOUR, 25 * HOUR, undefined];
/** For how long a shop is closed. */
export const CLOSED_TIMES_MS = [0, 0, MINUTE, 40 * MINUTE, 3 * HOUR, 30 * HOUR];

const FIRST_MS = 1000;
const LONGEST_MS = 15_000;

/**
 * How long to wait before the next attempt to connect, after `failures` failed ones in a row. The times double up to a limit.
 * Half of each is random, so that the viewers of a server that has restarted do not all come back at once.
 */
export function backOff(failures: number, random: () => number = Math.random): number {
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** failures);
  return full / 2 + (full / 2) * random();
}

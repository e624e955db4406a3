/**
 * How many random cases every random test runs, in multiples of its default: 1 by default, 10 in `npm run test:long`.
 * Read from the environment variable `RUNS_SCALE`.
 */
const scale = Number(process.env.RUNS_SCALE ?? '1');

if (!(scale > 0 && scale < Infinity)) {
  throw new RangeError(
    `RUNS_SCALE must be a positive number, but is ${JSON.stringify(process.env.RUNS_SCALE)}`,
  );
}

/** The number of random cases for a test whose default is `n`; at least one. */
export function runs(n: number): number {
  return Math.max(1, Math.ceil(n * scale));
}

/**
 * How many random cases every random test runs, as a share of those that are written in it: half of them when nothing is
 * said, all in `.ci/run`, ten times as many in `npm run test:long`. Read from the environment variable `RUNS_SCALE`.
 */
const scale = Number(process.env.RUNS_SCALE ?? '0.5');

if (!(scale > 0 && scale < Infinity)) {
  throw new RangeError(
    `RUNS_SCALE must be a positive number, but is ${JSON.stringify(process.env.RUNS_SCALE)}`,
  );
}

/** The number of random cases for a test that has `n` of them in `.ci/run`; at least one. */
export function runs(n: number): number {
  return Math.max(1, Math.ceil(n * scale));
}

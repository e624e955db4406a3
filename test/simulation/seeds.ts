import { randomInt } from 'node:crypto';
import { runs } from '../properties/runs.ts';

/** The seeds of a test, and how they were chosen. */
export interface Seeds {
  readonly seeds: readonly number[];
  /** To be part of the title of the test, so that its report says which seeds it has run. */
  readonly title: string;
}

const { SEED, BASE_SEED } = process.env;
/** Far above the fixed seeds. */
const FIRST_BASE = 1_000_000;
const END_OF_BASES = 2_000_000_000;

/** The first seed of the random part, the same for all tests of a process. */
const base = BASE_SEED === undefined ? randomInt(FIRST_BASE, END_OF_BASES) : wholeNumber(BASE_SEED);

/**
 * Half of the seeds are the same in every run, so that what they found once stays found. The other half
 * follow a random one, so that each run looks at new cases. `BASE_SEED=...` repeats a whole run, and
 * `SEED=...` runs that seed alone.
 *
 * @param count their number in `.ci/run`; see `RUNS_SCALE`.
 */
export function seedsFor(count: number): Seeds {
  if (SEED !== undefined) return { seeds: [wholeNumber(SEED)], title: `SEED=${SEED}` };
  const total = runs(count);
  const fixed = Math.ceil(total / 2);
  const seeds = Array.from({ length: total }, (_, index) =>
    index < fixed ? index + 1 : base + index - fixed,
  );
  return { seeds, title: `seeds 1 to ${fixed}, and ${total - fixed} from BASE_SEED=${base} on` };
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isSafeInteger(value) && value >= 0) return value;
  throw new RangeError(`expected a seed that is a whole number, got ${JSON.stringify(text)}`);
}

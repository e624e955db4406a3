import { readFlags } from '../cli/readFlags.ts';
import { readDecimal } from '../cli/readNumber.ts';
import { UsageError } from '../cli/usageError.ts';
import { RESULTS_DIR } from '../harness/results.ts';
import { SECONDS, SECONDS_RANGE } from './limits.ts';

export const HELP = `Usage: npm run bench -- [--only WORDS] [--seconds S] [--out DIR]

How fast the engine and its parts are at most: one thing over and over, as fast as it goes, after a
quarter of the time to warm up. Measured with Benchmark.js.

  --only WORDS  only the benchmarks whose names contain one of these words, with commas between them
  --seconds S   how long samples of each are taken (${SECONDS})
  --out DIR     where bench.json and the report go (${RESULTS_DIR})
  --help        print this and do nothing

Commands of a shop are asynchronous: a sample is a batch of 512 of them with 64 under way at any
time, and the figures are for one. Carts are filled between the batches. The actors of the charts run
without timers, which are the business of whoever runs them. Every benchmark checks in the end that
what all its calls have left behind is what so many calls must come to.
Exit code: 0, or 1 if a benchmark fails, or 2 if the arguments are no good.
`;

export interface MicroArguments {
  /** Words in the names of the benchmarks that are wanted; all are when empty. */
  readonly only: readonly string[];
  readonly seconds: number;
  readonly out: string;
}

/**
 * @returns `'help'` if that is what was asked for.
 * @throws UsageError if the arguments are not those of {@link HELP}.
 */
export function readArguments(argv: readonly string[]): MicroArguments | 'help' {
  const { values } = readFlags(argv, {
    only: { type: 'string' },
    seconds: { type: 'string', default: String(SECONDS) },
    out: { type: 'string', default: RESULTS_DIR },
    help: { type: 'boolean', short: 'h' },
  });
  if (values.help === true) return 'help';
  if (values.out === '') throw new UsageError('--out: expected a folder, got nothing');
  const only = values.only?.split(',').map((word) => word.trim()) ?? [];
  if (only.includes('')) throw new UsageError('--only: expected words, got nothing');
  return {
    only,
    seconds: readDecimal('--seconds', values.seconds, SECONDS_RANGE),
    out: values.out,
  };
}

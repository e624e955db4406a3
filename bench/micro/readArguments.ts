import { readFlags } from '../../src/terminal/readFlags.ts';
import { readDecimal } from '../../src/terminal/readNumber.ts';
import { UsageError } from '../../src/terminal/usageError.ts';
import { RESULT_FLAGS, readResultFolder, resultHelp } from '../harness/resultFlags.ts';
import { BATCH, IN_FLIGHT, SECONDS, SECONDS_RANGE } from './limits.ts';

export const HELP = `Usage: npm run bench -- [--only WORDS] [--seconds S] [--out DIR | --record]

The highest rate of the engine and of its parts: one operation over and over, as fast as it goes,
after a warm-up of a quarter of the time. Measured with Benchmark.js.

  --only WORDS  only the benchmarks whose names contain one of these words, with commas between them
  --seconds S   how long samples of each are taken (${SECONDS})
${resultHelp('bench.json and the report', 12)}
  --help        print this and do nothing

Commands of a shop are asynchronous: a sample is a batch of ${BATCH} of them in a closed loop with
${IN_FLIGHT} in flight, and the figures are for one command. Carts are filled between the batches. The
actors of the charts run without timers, which belong to the engine that hosts them. At its end
every benchmark checks that the state is what its number of calls must lead to.
Exit code: 0, or 1 if a benchmark fails, or 2 if an argument is wrong.
`;

export interface MicroArguments {
  /** Words in the names of the benchmarks to run; empty for all of them. */
  readonly only: readonly string[];
  readonly seconds: number;
  readonly out: string;
}

/** @throws UsageError if the arguments are not those of {@link HELP}. */
export function readArguments(argv: readonly string[]): MicroArguments {
  const { values } = readFlags(argv, {
    ...RESULT_FLAGS,
    only: { type: 'string' },
    seconds: { type: 'string', default: String(SECONDS) },
  });
  const only = values.only?.split(',').map((word) => word.trim()) ?? [];
  if (only.includes('')) throw new UsageError('--only: expected words, got nothing');
  return {
    only,
    seconds: readDecimal('--seconds', values.seconds, SECONDS_RANGE),
    out: readResultFolder(values),
  };
}

import { readFlags } from '../../src/terminal/readFlags.ts';
import { readInteger, SEED_RANGE } from '../../src/terminal/readNumber.ts';
import { UsageError } from '../../src/terminal/usageError.ts';
import { RESULT_FLAGS, readResultFolder, resultHelp } from '../harness/resultFlags.ts';
import { BATCHES, CHECKOUTS, CHECKOUTS_RANGE, IN_FLIGHT, SIZE_RANGE, SIZES } from './limits.ts';

export const HELP = `Usage: npm run bench:scaling -- [options]

How the cost of a checkout and the memory grow with the number of products, of live carts and of
past orders: one of them grows, the others stay small. Then one point with many products and carts.

  --sizes LIST   the sizes, with commas between them (${SIZES.join(',')});
                 past orders begin at 0 in place of the smallest
  --max N        leaves out the sizes above N
  --checkouts N  how many checkouts are timed at each point (${CHECKOUTS})
  --seed N       which random pairs of products are bought (1)
${resultHelp('scaling.json and the report', 13)}
  --help         print this and do nothing

How it is measured:
  - Every point is a fresh process with one shop on the memory store.
  - A live cart has two lines and a user of its own; a past order has two lines and is delivered.
  - Memory is the heap, with what lies outside it for its objects, after a full garbage collection
    and before the first timed checkout; bytes per product, cart and order are the growth from the
    smallest size to the largest, divided by the number that was added.
  - The cost of a checkout is the median over ${BATCHES} batches of filled carts in a closed loop with
    ${IN_FLIGHT} checkouts in flight; products are drawn at random from all. Carts are filled beforehand.
    CPU time is that of all threads of the process: where other programs take the cores, it says
    more than wall-clock time.
The largest size takes minutes and gigabytes.
Exit code: 0, or 1 if a point fails, or 2 if an argument is wrong.
`;

export interface ScalingArguments {
  /** Rising, each one once. */
  readonly sizes: readonly number[];
  readonly checkouts: number;
  readonly seed: number;
  readonly out: string;
}

/** @throws UsageError if the arguments are not those of {@link HELP}. */
export function readArguments(argv: readonly string[]): ScalingArguments {
  const { values } = readFlags(argv, {
    ...RESULT_FLAGS,
    sizes: { type: 'string', default: SIZES.join(',') },
    max: { type: 'string', default: String(SIZE_RANGE.max) },
    checkouts: { type: 'string', default: String(CHECKOUTS) },
    seed: { type: 'string', default: '1' },
  });
  const max = readInteger('--max', values.max, SIZE_RANGE);
  const given = values.sizes.split(',').map((text) => readInteger('--sizes', text, SIZE_RANGE));
  const sizes = [...new Set(given)].filter((size) => size <= max).sort((a, b) => a - b);
  if (sizes.length === 0) {
    throw new UsageError(`--max: expected at least the smallest size, got ${max}`);
  }
  return {
    sizes,
    checkouts: readInteger('--checkouts', values.checkouts, CHECKOUTS_RANGE),
    seed: readInteger('--seed', values.seed, SEED_RANGE),
    out: readResultFolder(values),
  };
}

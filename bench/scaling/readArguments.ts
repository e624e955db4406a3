import { readFlags } from '../cli/readFlags.ts';
import { readInteger } from '../cli/readNumber.ts';
import { UsageError } from '../cli/usageError.ts';
import { RESULTS_DIR } from '../harness/results.ts';
import { CHECKOUTS, CHECKOUTS_RANGE, SIZE_RANGE, SIZES } from './limits.ts';

export const HELP = `Usage: npm run bench:scaling -- [--sizes LIST] [--max N] [--checkouts N] [--seed N] [--out DIR]

How the cost of a checkout and the memory grow with the number of products, of live carts and of
past orders: one of them grows, the others stay small. Then one point with many products and carts.

  --sizes LIST   the sizes, with commas between them (${SIZES.join(',')});
                 past orders begin at 0 in place of the smallest
  --max N        leaves out the sizes above N
  --checkouts N  how many checkouts are timed at each point (${CHECKOUTS})
  --seed N       which random pairs of products are bought (1)
  --out DIR      where scaling.json and the report go (${RESULTS_DIR})
  --help         print this and do nothing

How it is measured:
  - Every point is a fresh process with one shop on the memory store.
  - A live cart has two lines and a user of its own; a past order has two lines and is delivered.
  - Memory is the heap, with what lies outside it for its objects, after a full garbage collection
    and before the first timed checkout; bytes per product, cart and order are the growth from the
    smallest size to the largest, divided by how many more there are.
  - A checkout's cost is the median over 20 batches of filled carts, 64 checkouts in flight, products
    drawn at random from all; the carts are filled beforehand. CPU time is that of all threads of
    the process: where other programs take the cores, it says more than the clock on the wall.
The largest size takes minutes and gigabytes.
Exit code: 0, or 1 if a point fails, or 2 if the arguments are no good.
`;

export interface ScalingArguments {
  /** Rising, each one once. */
  readonly sizes: readonly number[];
  readonly checkouts: number;
  readonly seed: number;
  readonly out: string;
}

/**
 * @returns `'help'` if that is what was asked for.
 * @throws UsageError if the arguments are not those of {@link HELP}.
 */
export function readArguments(argv: readonly string[]): ScalingArguments | 'help' {
  const { values } = readFlags(argv, {
    sizes: { type: 'string', default: SIZES.join(',') },
    max: { type: 'string', default: String(SIZE_RANGE.max) },
    checkouts: { type: 'string', default: String(CHECKOUTS) },
    seed: { type: 'string', default: '1' },
    out: { type: 'string', default: RESULTS_DIR },
    help: { type: 'boolean', short: 'h' },
  });
  if (values.help === true) return 'help';
  if (values.out === '') throw new UsageError('--out: expected a folder, got nothing');
  const max = readInteger('--max', values.max, SIZE_RANGE);
  const given = values.sizes.split(',').map((text) => readInteger('--sizes', text, SIZE_RANGE));
  const sizes = [...new Set(given)].filter((size) => size <= max).sort((a, b) => a - b);
  if (sizes.length === 0) {
    throw new UsageError(`--max: expected at least the smallest size, got ${max}`);
  }
  return {
    sizes,
    checkouts: readInteger('--checkouts', values.checkouts, CHECKOUTS_RANGE),
    seed: readInteger('--seed', values.seed, { min: 0, max: 2 ** 31 - 1 }),
    out: values.out,
  };
}

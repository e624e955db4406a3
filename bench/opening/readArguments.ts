import { readFlags } from '../cli/readFlags.ts';
import { readInteger } from '../cli/readNumber.ts';
import { UsageError } from '../cli/usageError.ts';
import { RESULTS_DIR } from '../harness/results.ts';
import type { Point } from '../scaling/point.ts';
import { COUNT_RANGE, PRODUCTS_RANGE, ROUNDS, ROUNDS_RANGE, SIZES } from './limits.ts';

export const HELP = `Usage: npm run bench:opening -- [options]

How long it takes until a shop on disk is open again: after it was closed, when the bytes of its file
are summed up, and after a crash, when every record is read. Both times its products, stock and users
are read into memory, and its live carts and open orders are found.

  --products N   products with stock (${SIZES.products})
  --carts N      live carts of two lines, each of a user of its own (${SIZES.carts})
  --orders N     past orders of two lines, with all their facts (${SIZES.orders})
  --rounds N     how often it is opened in each way (${ROUNDS})
  --seed N       which products are bought (1)
  --out DIR      where opening.json and the report go (${RESULTS_DIR})
  --help         print this and do nothing

The store is filled in a temporary folder, which takes minutes and gigabytes of disk, and removed.
Every opening is a process of its own; the file is in the cache of the operating system.
Exit code: 0, or 1 if the shop that was opened is not the one that was closed, or 2 if the arguments
are no good.
`;

export interface OpeningArguments {
  readonly point: Point;
  readonly rounds: number;
  readonly seed: number;
  readonly out: string;
}

/**
 * @returns `'help'` if that is what was asked for.
 * @throws UsageError if the arguments are not those of {@link HELP}.
 */
export function readArguments(argv: readonly string[]): OpeningArguments | 'help' {
  const { values } = readFlags(argv, {
    products: { type: 'string', default: String(SIZES.products) },
    carts: { type: 'string', default: String(SIZES.carts) },
    orders: { type: 'string', default: String(SIZES.orders) },
    rounds: { type: 'string', default: String(ROUNDS) },
    seed: { type: 'string', default: '1' },
    out: { type: 'string', default: RESULTS_DIR },
    help: { type: 'boolean', short: 'h' },
  });
  if (values.help === true) return 'help';
  if (values.out === '') throw new UsageError('--out: expected a folder, got nothing');
  return {
    point: {
      products: readInteger('--products', values.products, PRODUCTS_RANGE),
      carts: readInteger('--carts', values.carts, COUNT_RANGE),
      orders: readInteger('--orders', values.orders, COUNT_RANGE),
    },
    rounds: readInteger('--rounds', values.rounds, ROUNDS_RANGE),
    seed: readInteger('--seed', values.seed, { min: 0, max: 2 ** 31 - 1 }),
    out: values.out,
  };
}

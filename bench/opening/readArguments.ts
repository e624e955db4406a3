import { readChoice } from '../../src/terminal/readChoice.ts';
import { readFlags } from '../../src/terminal/readFlags.ts';
import { readInteger, SEED_RANGE } from '../../src/terminal/readNumber.ts';
import { DURABLE_KINDS, type DurableKind } from '../harness/openStore.ts';
import { RESULT_FLAGS, readResultFolder, resultHelp } from '../harness/resultFlags.ts';
import type { Point } from '../scaling/point.ts';
import { COUNT_RANGE, PRODUCTS_RANGE, ROUNDS, ROUNDS_RANGE, SIZES } from './limits.ts';

export const HELP = `Usage: npm run bench:opening -- [options]

How long it takes to open a shop on disk again: after it was closed, and after a crash. With lmdb
the file is checked, after a crash every record; with disk the log is read. In both cases its
products, stock and users are read into memory, and its live carts and open orders are found.

  --products N   products with stock (${SIZES.products})
  --carts N      live carts of two lines, each of a user of its own (${SIZES.carts})
  --orders N     past orders of two lines, with all their facts (${SIZES.orders})
  --store KIND   disk (diskStore) or lmdb (lmdbStore) (disk)
  --rounds N     how often it is opened in each way (${ROUNDS})
  --seed N       which products are bought (1)
${resultHelp('opening-<store>.json and the report', 13)}
  --help         print this and do nothing

The store is filled in a temporary folder, which takes minutes and gigabytes of disk, and is removed
at the end. Every opening is a process of its own; the file is in the cache of the operating system.
Exit code: 0, or 1 if the shop that was opened is not the one that was closed, or 2 if an argument
is wrong.
`;

export interface OpeningArguments {
  readonly point: Point;
  readonly store: DurableKind;
  readonly rounds: number;
  readonly seed: number;
  readonly out: string;
}

/** @throws UsageError if the arguments are not those of {@link HELP}. */
export function readArguments(argv: readonly string[]): OpeningArguments {
  const { values } = readFlags(argv, {
    ...RESULT_FLAGS,
    products: { type: 'string', default: String(SIZES.products) },
    carts: { type: 'string', default: String(SIZES.carts) },
    orders: { type: 'string', default: String(SIZES.orders) },
    rounds: { type: 'string', default: String(ROUNDS) },
    store: { type: 'string', default: 'disk' },
    seed: { type: 'string', default: '1' },
  });
  return {
    point: {
      products: readInteger('--products', values.products, PRODUCTS_RANGE),
      carts: readInteger('--carts', values.carts, COUNT_RANGE),
      orders: readInteger('--orders', values.orders, COUNT_RANGE),
    },
    store: readChoice('--store', values.store, DURABLE_KINDS),
    rounds: readInteger('--rounds', values.rounds, ROUNDS_RANGE),
    seed: readInteger('--seed', values.seed, SEED_RANGE),
    out: readResultFolder(values),
  };
}

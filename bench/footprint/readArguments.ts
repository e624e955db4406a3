import { readFlags } from '../../src/terminal/readFlags.ts';
import { readInteger, SEED_RANGE } from '../../src/terminal/readNumber.ts';
import { RESULT_FLAGS, readResultFolder, resultHelp } from '../harness/resultFlags.ts';
import { COUNT, COUNT_RANGE, GROUP, TEXT_LENGTH } from './limits.ts';

export const HELP = `Usage: npm run bench:footprint -- [options]

What one more thing takes in memory and on disk: a product, a user, a review, an open cart, an order
that waits for its payment, a delivered order, a restock.

  --count N   things of each kind; twice as many users (${COUNT})
  --seed N    which words, ids and pairs of products there are (1)
${resultHelp('footprint.json and the report', 10)}
  --help      print this and do nothing

How it is measured:
  - A shop without a store, and one with diskStore, are filled with the things of one kind after the
    other. A figure is what the shop has grown by, divided by the number of things.
  - A product has a name, a category, a price, stock at one location and a description of
    ${TEXT_LENGTH} characters; a review has a text as long. A user has a name and an email. A cart and an
    order have two lines.
  - Memory is the heap and what lies outside it for its objects, after full garbage collections. The
    shop on disk was closed and opened again before that, and no command has been given to it.
  - The log is all that commands append to it, ${GROUP} of them in a group. A command alone takes 48
    bytes more, the header of its group.
  - The checkpoint is its database after statecart compact. It has the facts of all commands, as
    none is old enough to be removed.
Bytes do not depend on the time that anything takes, so the machine may have other work meanwhile.
Exit code: 0, or 1 if a shop cannot be filled, or 2 if an argument is wrong.
`;

export interface FootprintArguments {
  readonly count: number;
  readonly seed: number;
  readonly out: string;
}

/** @throws UsageError if the arguments are not those of {@link HELP}. */
export function readArguments(argv: readonly string[]): FootprintArguments {
  const { values } = readFlags(argv, {
    ...RESULT_FLAGS,
    count: { type: 'string', default: String(COUNT) },
    seed: { type: 'string', default: '1' },
  });
  return {
    count: readInteger('--count', values.count, COUNT_RANGE),
    seed: readInteger('--seed', values.seed, SEED_RANGE),
    out: readResultFolder(values),
  };
}

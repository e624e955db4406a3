import { readFlags } from '../../src/terminal/readFlags.ts';
import { readInteger, SEED_RANGE } from '../../src/terminal/readNumber.ts';
import { readPath } from '../../src/terminal/readPath.ts';
import { type Build, otherBuild } from '../harness/build.ts';
import { RESULT_FLAGS, readResultFolder, resultHelp } from '../harness/resultFlags.ts';
import { COMMANDS, COMMANDS_RANGE, PRODUCTS, ROUNDS, ROUNDS_RANGE } from './limits.ts';

export const HELP = `Usage: npm run bench:bytes -- [options]

The memory that each command allocates, and that an open cart and a delivered order take.

  --against DIR  the same of another build: a checkout that has been built, or its folder dist
  --commands N   commands of each kind in a round, each of a user of its own (${COMMANDS})
  --rounds N     measured rounds, of which the median counts (${ROUNDS})
  --seed N       which random pairs of products are bought (1)
${resultHelp('bytes.json and the report', 13)}
  --help         print this and do nothing

How it is measured:
  - Every build is a process of its own with a shop in memory and ${PRODUCTS} products. A cart and an
    order have two lines; a browse reads a product and a cart.
  - Allocated is the growth of the heap in a step in which no garbage is collected. Promises and
    answers are part of it.
  - In use is the growth of the heap and of the memory outside it, such as buffers, after full
    garbage collections, divided by the number of carts or orders. The users are there before.
Exit code: 0, or 1 if a command is refused or an audit finds a problem, or 2 if an argument is
wrong.
`;

export interface BytesArguments {
  readonly commands: number;
  readonly rounds: number;
  readonly seed: number;
  readonly other: Build | undefined;
  readonly out: string;
}

/** @throws UsageError if the arguments are not those of {@link HELP}. */
export function readArguments(argv: readonly string[]): BytesArguments {
  const { values } = readFlags(argv, {
    ...RESULT_FLAGS,
    against: { type: 'string' },
    commands: { type: 'string', default: String(COMMANDS) },
    rounds: { type: 'string', default: String(ROUNDS) },
    seed: { type: 'string', default: '1' },
  });
  const { against } = values;
  return {
    commands: readInteger('--commands', values.commands, COMMANDS_RANGE),
    rounds: readInteger('--rounds', values.rounds, ROUNDS_RANGE),
    seed: readInteger('--seed', values.seed, SEED_RANGE),
    other: against === undefined ? undefined : otherBuild(readPath('--against', against, 'folder')),
    out: readResultFolder(values),
  };
}

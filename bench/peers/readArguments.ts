import { readChoices } from '../../src/terminal/readChoice.ts';
import { readFlags } from '../../src/terminal/readFlags.ts';
import { readDecimal, readInteger, SEED_RANGE } from '../../src/terminal/readNumber.ts';
import { UsageError } from '../../src/terminal/usageError.ts';
import { RESULT_FLAGS, readResultFolder, resultHelp } from '../harness/resultFlags.ts';
import {
  IN_FLIGHT,
  IN_FLIGHT_DURABLE,
  MAX_CHECKOUTS,
  MAX_ROUNDS,
  MAX_SECONDS,
  PRODUCTS,
  PRODUCTS_RANGE,
} from './limits.ts';
import { VARIANTS, type Variant } from './peer.ts';
import type { Budget } from './runWorkload.ts';

export const HELP = `Usage: npm run bench:peers -- [options]

Compares statecart with other ways to sell the same stock: a checkout of two lines, in a closed loop
with ${IN_FLIGHT} requests in flight, and the whole lifecycle of an order, from the cart to its delivery.

  --rounds N     how often each variant runs, in an order that is reversed each time (5)
  --seconds S    how long the timed part of a run is (3)
  --checkouts N  the number of checkouts of a run, instead of --seconds
  --products N   how many products there are (${PRODUCTS})
  --only NAMES   only these variants, with commas between them
  --seed N       which random pairs of products are bought (1)
${resultHelp('peers.json and the report', 13)}
  --help         print this and do nothing

The variants:
  statecart            this engine with its default options; carts are filled beforehand
  statecart-disk       the same, answered when its log is synced; ${IN_FLIGHT_DURABLE} in flight
  statecart-lmdb       the same with lmdbStore; ${IN_FLIGHT_DURABLE} in flight
  xstate               the same charts on plain XState, written by hand: no store, no views
  map                  two bare JavaScript Maps: the upper bound
  redis                a Lua script that checks, decrements and writes a hash; nothing on disk
  redis-aof-always     the same, answered when the append-only file is synced to disk
  postgres-function    one stored function: lock, check, update, insert; one round trip
  postgres-for-update  the same as a transaction led by the client, with SELECT ... FOR UPDATE

Every run has a fresh process and a fresh server, on a unix socket in a temporary folder, and both
are ended and removed. Programs are looked for in PATH, those of PostgreSQL also in
\`pg_config --bindir\`; a variant whose program is missing is skipped. After every run the stock of
every product is compared with what was bought, to the unit.
Exit code: 0, or 1 if a run fails, or 2 if an argument is wrong.
`;

export interface PeersArguments {
  readonly rounds: number;
  readonly budget: Budget;
  readonly products: number;
  readonly variants: readonly Variant[];
  readonly seed: number;
  readonly out: string;
}

/** @throws UsageError if the arguments are not those of {@link HELP}. */
export function readArguments(argv: readonly string[]): PeersArguments {
  const { values } = readFlags(argv, {
    ...RESULT_FLAGS,
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string' },
    checkouts: { type: 'string' },
    products: { type: 'string', default: String(PRODUCTS) },
    only: { type: 'string' },
    seed: { type: 'string', default: '1' },
  });
  return {
    rounds: readInteger('--rounds', values.rounds, { min: 1, max: MAX_ROUNDS }),
    budget: budgetOf(values.seconds, values.checkouts),
    products: readInteger('--products', values.products, PRODUCTS_RANGE),
    variants: values.only === undefined ? VARIANTS : readChoices('--only', values.only, VARIANTS),
    seed: readInteger('--seed', values.seed, SEED_RANGE),
    out: readResultFolder(values),
  };
}

function budgetOf(seconds: string | undefined, checkouts: string | undefined): Budget {
  if (checkouts === undefined) {
    return { seconds: readDecimal('--seconds', seconds ?? '3', { min: 0.1, max: MAX_SECONDS }) };
  }
  if (seconds !== undefined) throw new UsageError('expected --seconds or --checkouts, got both');
  return { purchases: readInteger('--checkouts', checkouts, { min: 1, max: MAX_CHECKOUTS }) };
}

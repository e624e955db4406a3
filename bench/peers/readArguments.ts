import { readFlags } from '../cli/readFlags.ts';
import { readDecimal, readInteger } from '../cli/readNumber.ts';
import { UsageError } from '../cli/usageError.ts';
import { RESULTS_DIR } from '../harness/results.ts';
import { MAX_CHECKOUTS, MAX_ROUNDS, MAX_SECONDS, PRODUCTS, PRODUCTS_RANGE } from './limits.ts';
import { VARIANTS, type Variant } from './peer.ts';
import type { Budget } from './runWorkload.ts';

export const HELP = `Usage: npm run bench:peers -- [--rounds N] [--seconds S | --checkouts N] [--products N]
                              [--only NAMES] [--seed N] [--out DIR]

Compares statecart with other ways to sell the same stock: a checkout of two lines, in a closed loop
with 64 requests in flight, and the whole way from the cart to the delivered order.

  --rounds N     how often each variant runs, in an order that is reversed each time (5)
  --seconds S    how long the timed part of a run is (3)
  --checkouts N  so many checkouts a run, instead of --seconds
  --products N   how many products there are (10000)
  --only NAMES   only these variants, with commas between them
  --seed N       which random pairs of products are bought (1)
  --out DIR      where peers.json and the report go (${RESULTS_DIR})
  --help         print this and do nothing

The variants:
  statecart            this engine with its default options; carts are filled beforehand
  statecart-lmdb       the same, answered when everything is synced to disk; 1024 in flight
  xstate               the same charts on plain XState, written by hand: no store, no views
  map                  two bare JavaScript Maps: the limit
  redis                a Lua script that checks, decrements and writes a hash; nothing on disk
  redis-aof-always     the same, answered when the append-only file is synced to disk
  postgres-function    one stored function: lock, check, update, insert; one round trip
  postgres-for-update  the same as a transaction led by the client, with SELECT ... FOR UPDATE

Every run has a fresh process and a fresh server, on a unix socket in a temporary folder, and both
are ended and removed. Programs are looked for in PATH, those of PostgreSQL also in
\`pg_config --bindir\`; a variant whose program is missing is skipped. After every run the stock of
every product is compared with what was bought, to the unit.
Exit code: 0, or 1 if a run fails, or 2 if the arguments are no good.
`;

export interface PeersArguments {
  readonly rounds: number;
  readonly budget: Budget;
  readonly products: number;
  readonly variants: readonly Variant[];
  readonly seed: number;
  readonly out: string;
}

/**
 * @returns `'help'` if that is what was asked for.
 * @throws UsageError if the arguments are not those of {@link HELP}.
 */
export function readArguments(argv: readonly string[]): PeersArguments | 'help' {
  const { values } = readFlags(argv, {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string' },
    checkouts: { type: 'string' },
    products: { type: 'string', default: String(PRODUCTS) },
    only: { type: 'string' },
    seed: { type: 'string', default: '1' },
    out: { type: 'string', default: RESULTS_DIR },
    help: { type: 'boolean', short: 'h' },
  });
  if (values.help === true) return 'help';
  if (values.out === '') throw new UsageError('--out: expected a folder, got nothing');
  return {
    rounds: readInteger('--rounds', values.rounds, { min: 1, max: MAX_ROUNDS }),
    budget: budgetOf(values.seconds, values.checkouts),
    products: readInteger('--products', values.products, PRODUCTS_RANGE),
    variants: values.only === undefined ? VARIANTS : variantsOf(values.only),
    seed: readInteger('--seed', values.seed, { min: 0, max: 2 ** 31 - 1 }),
    out: values.out,
  };
}

function budgetOf(seconds: string | undefined, checkouts: string | undefined): Budget {
  if (checkouts === undefined) {
    return { seconds: readDecimal('--seconds', seconds ?? '3', { min: 0.1, max: MAX_SECONDS }) };
  }
  if (seconds !== undefined) throw new UsageError('expected --seconds or --checkouts, got both');
  return { purchases: readInteger('--checkouts', checkouts, { min: 1, max: MAX_CHECKOUTS }) };
}

function variantsOf(text: string): Variant[] {
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !VARIANTS.includes(name as Variant));
  if (unknown !== undefined) {
    const given = JSON.stringify(unknown);
    throw new UsageError(`--only: expected names of ${VARIANTS.join(', ')}; got ${given}`);
  }
  return VARIANTS.filter((variant) => names.includes(variant));
}

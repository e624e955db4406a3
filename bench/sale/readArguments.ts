import { type Flags, readFlags } from '../cli/readFlags.ts';
import { readDecimal, readInteger } from '../cli/readNumber.ts';
import { UsageError } from '../cli/usageError.ts';
import { RESULTS_DIR } from '../harness/results.ts';
import {
  HOT_PRODUCTS,
  MAX_PRODUCTS,
  MAX_REQUESTS_PER_SECOND,
  MAX_SECONDS,
  MAX_SEED,
  MAX_TPS,
  MAX_USERS,
} from './limits.ts';
import { DEFAULT_MIX, type Mix, readMix } from './readMix.ts';

export const HELP = `Usage: npm run sale -- [options]

A sale in one shop in this process: requests come in at a fixed rate, whether or not the shop keeps
up with them, and what each of them waited is counted from when it was due.

  --tps N        checkouts a second, on top of the requests that lead to them (10000)
  --seconds N    how long, after a warm-up of two seconds that does not count (30)
  --users N      users who take part (100000)
  --products N   products on sale (100000)
  --mix M        shares of the requests, which add up to 1 or to 100
                 (browse=0.4,add=0.4,checkout=0.2)
  --hot SHARE    in the middle third of the run this share of the adds is for ${HOT_PRODUCTS} products that
                 sell out; 0 to 1 (0.2)
  --store KIND   where the shop keeps what it knows: memory, or lmdb for a store on disk that
                 every answer waits for (memory)
  --seed N       of all random choices: the same seed asks for the same (1)
  --out DIR      where sale-<tps>.json, or sale-<tps>-lmdb.json, and report.html are written
                 (${RESULTS_DIR})
  --help         print this and do nothing

What is asked for:
  - browse reads one product and one cart. Searches are left out: they look at every product.
  - add puts a product into a user's cart. Products are chosen after Zipf: few are wanted by many.
  - checkout buys the cart of the user who has waited longest with a full one. All requests together
    are N divided by the share of the checkouts; their arrivals are a Poisson process.
  - Of the orders, 85 % are confirmed, shipped and delivered within a second, 10 % are cancelled and
    5 % are left unpaid until they time out. That is load on top, and has rows of its own.
  - Requests that were due and never issued, since the run was behind for too long, count with what
    they had waited by then.
Ctrl-C ends the run early; what it has measured by then is shown and written.
Exit code: 0, or 1 if the audit of the shop finds a problem, if a request fails or if the rate was
missed (less than 99 % of it was held, or the run was behind when it ended), or 2 if an argument is
no good.
`;

const OPTIONS = {
  tps: { type: 'string', default: '10000' },
  seconds: { type: 'string', default: '30' },
  users: { type: 'string', default: '100000' },
  products: { type: 'string', default: '100000' },
  mix: { type: 'string' },
  hot: { type: 'string', default: '0.2' },
  store: { type: 'string', default: 'memory' },
  seed: { type: 'string', default: '1' },
  out: { type: 'string', default: RESULTS_DIR },
  help: { type: 'boolean', short: 'h' },
} as const satisfies Flags;

export type StoreKind = 'memory' | 'lmdb';

export interface SaleSettings {
  /** Checkouts a second. */
  readonly tps: number;
  readonly seconds: number;
  readonly users: number;
  readonly products: number;
  readonly mix: Mix;
  /** Share of the adds in the middle third that are for the hot products. */
  readonly hot: number;
  readonly store: StoreKind;
  readonly seed: number;
}

export interface SaleArguments {
  readonly settings: SaleSettings;
  /** The folder for results. */
  readonly out: string;
}

/**
 * @returns `'help'` if that is what was asked for.
 * @throws UsageError if the arguments are not those of {@link HELP}.
 */
export function readArguments(argv: readonly string[]): SaleArguments | 'help' {
  const { values } = readFlags(argv, OPTIONS);
  if (values.help === true) return 'help';
  const { tps, seconds, users, products, mix, hot, store, seed, out } = values;
  const settings: SaleSettings = {
    tps: readInteger('--tps', tps, { min: 1, max: MAX_TPS }),
    seconds: readInteger('--seconds', seconds, { min: 1, max: MAX_SECONDS }),
    users: readInteger('--users', users, { min: 1, max: MAX_USERS }),
    products: readInteger('--products', products, { min: 1, max: MAX_PRODUCTS }),
    mix: mix === undefined ? DEFAULT_MIX : readMix(mix),
    hot: readDecimal('--hot', hot, { min: 0, max: 1 }),
    store: readStore(store),
    seed: readInteger('--seed', seed, { min: 0, max: MAX_SEED }),
  };
  checkTogether(settings);
  if (out === '') throw new UsageError('--out: expected a folder, got nothing');
  return { settings, out };
}

function readStore(kind: string): StoreKind {
  if (kind === 'memory' || kind === 'lmdb') return kind;
  throw new UsageError(`--store: expected memory or lmdb, got ${kind}`);
}

function checkTogether(settings: SaleSettings): void {
  const rate = requestsPerSecond(settings);
  if (rate > MAX_REQUESTS_PER_SECOND) {
    throw new UsageError(
      `--tps: expected at most ${MAX_REQUESTS_PER_SECOND} requests a second with this mix, got ${Math.round(rate)}`,
    );
  }
  if (settings.hot > 0 && settings.products <= HOT_PRODUCTS) {
    throw new UsageError(
      `--products: expected more than the ${HOT_PRODUCTS} hot ones (or --hot 0), got ${settings.products}`,
    );
  }
}

/** All requests together, without what becomes of the orders. */
export function requestsPerSecond({ tps, mix }: Pick<SaleSettings, 'tps' | 'mix'>): number {
  return tps / mix.checkout;
}

import { readChoice } from '../../src/terminal/readChoice.ts';
import { type Flags, type FlagValues, readFlags } from '../../src/terminal/readFlags.ts';
import { readDecimal, readInteger } from '../../src/terminal/readNumber.ts';
import { UsageError } from '../../src/terminal/usageError.ts';
import { DURABLE_KINDS } from '../harness/openStore.ts';
import { RESULT_FLAGS, readResultFolder, resultHelp } from '../harness/resultFlags.ts';
import { BASE_RATE, BASE_SECONDS, RECOVERY_MS, SPIKE_SECONDS } from '../spike/limits.ts';
import { readSpike, type SpikeArguments } from '../spike/readSpike.ts';
import {
  HOT_PRODUCTS,
  MAX_LAG_AT_END_MS,
  MAX_PRODUCTS,
  MAX_REQUESTS_PER_SECOND,
  MAX_SECONDS,
  MAX_SEED,
  MAX_TPS,
  MAX_USERS,
  MIN_HELD_SHARE,
  SECONDS,
  WARM_UP_RANGE,
  WARM_UP_SECONDS,
} from './limits.ts';
import { DEFAULT_MIX, type Mix, readMix } from './readMix.ts';

export const HELP = `Usage: npm run sale -- [options]

A sale in one shop in this process, as an open loop: requests arrive at a fixed rate whether or not
the shop keeps up with them. The latency of a request counts from when it was due, so that a shop
that stalls cannot hide what it made others wait (coordinated omission).

  --tps N         checkouts a second, on top of the requests that lead to them (10000)
  --seconds N     how long it is measured (${SECONDS})
  --warm-up S     seconds before that, which do not count (${WARM_UP_SECONDS})
  --users N       users who take part (100000)
  --products N    products on sale (100000)
  --mix M         shares of the requests, which add up to 1 or to 100
                  (browse=0.4,add=0.4,checkout=0.2)
  --hot SHARE     in the middle third of the run this share of the adds is for ${HOT_PRODUCTS} products that
                  sell out; 0 to 1 (0.2)
  --store KIND    where the shop keeps its records: memory; disk or lmdb, which every answer
                  waits for (memory)
  --seed N        of all random choices: the same seed makes the same requests (1)
  --require-rate  end with exit code 1 if the rate was missed: less than ${100 * MIN_HELD_SHARE} % of it was held,
                  or the run was more than ${MAX_LAG_AT_END_MS} ms behind at its end
  --spike RATE    a sale with a spike instead, described below
  --spike-seconds N  how long the spike is (${SPIKE_SECONDS})
${resultHelp('sale-<tps>.json (or spike.json) and the report', 14)}
  --help          print this and do nothing

The requests:
  - browse reads one product and one cart. Searches are left out: npm run bench:search has them.
  - add puts a product into a user's cart. Products follow Zipf's law: many want the same few.
  - checkout buys the cart of the user who has waited longest with a full one. All requests together
    are N divided by the share of the checkouts; their arrivals are a Poisson process.
  - Of the orders, 85 % are confirmed, shipped and delivered within a second, 10 % are cancelled and
    5 % are left unpaid until they time out. That is load on top, and has rows of its own. When
    the run is behind, these steps come before new requests: no backlog holds up orders under way.
  - Requests that were due and never issued, since the run was behind for too long, count with the
    time that they had waited by then.
With --spike, shoppers come in at the rate of --tps, then of --spike, then of --tps again:
  - A rate is a number a second, or a share of what this machine can do: 5C is five times that.
    It is measured first, with as many shoppers coming in as leave. --tps is ${BASE_RATE} then, and
    --seconds, before the spike and after it, ${BASE_SECONDS}.
  - A shopper fills a cart and buys it. One who is refused with \`overloaded\` comes back when the
    refusal says so, or leaves. The orders go on as above.
  - Checked, with exit code 1 for a miss: the orders of the spike stay near the capacity; admitted
    checkouts, and a server in the same process, wait within bounds; nothing is refused that
    releases stock; the heap is bounded; ${RECOVERY_MS / 1000} s after the spike checkouts are as fast as before.
Before the warm-up, warmUp() of statecart runs every command and every refusal in a shop of its own.
Ctrl-C ends the run early; what it has measured by then is shown and written.
Exit code: 0, or 1 if the audit of the shop finds a problem or a request fails, or 2 if an argument
is wrong. A missed rate is reported with what was held of it, and leaves the exit code at 0.
`;

/** Checkouts a second when the caller does not say. */
const DEFAULT_TPS = '10000';

/** The flags of every command that runs the requests of a sale; see {@link readSettings}. */
export const SETTING_FLAGS = {
  tps: { type: 'string', default: DEFAULT_TPS },
  users: { type: 'string', default: '100000' },
  products: { type: 'string', default: '100000' },
  mix: { type: 'string' },
  hot: { type: 'string', default: '0.2' },
  seed: { type: 'string', default: '1' },
} as const satisfies Flags;

const OPTIONS = {
  ...RESULT_FLAGS,
  ...SETTING_FLAGS,
  tps: { type: 'string' },
  seconds: { type: 'string' },
  spike: { type: 'string' },
  'spike-seconds': { type: 'string' },
  'warm-up': { type: 'string', default: String(WARM_UP_SECONDS) },
  store: { type: 'string', default: 'memory' },
  'require-rate': { type: 'boolean', default: false },
} as const satisfies Flags;

const STORES = ['memory', ...DURABLE_KINDS] as const;
export type StoreKind = (typeof STORES)[number];

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
  readonly warmUpMs: number;
  /** The folder for results. */
  readonly out: string;
  /** Given for a sale with a spike, in which `settings.tps` has no meaning. */
  readonly spike?: SpikeArguments | undefined;
  /** True when a missed rate is an error. */
  readonly requiresRate: boolean;
}

/** @throws UsageError if the arguments are not those of {@link HELP}. */
export function readArguments(argv: readonly string[]): SaleArguments {
  const { values: given } = readFlags(argv, OPTIONS);
  const { spike } = given;
  const tps = given.tps ?? (spike === undefined ? DEFAULT_TPS : BASE_RATE);
  const seconds = given.seconds ?? String(spike === undefined ? SECONDS : BASE_SECONDS);
  const values = { ...given, seconds, tps: spike === undefined ? tps : DEFAULT_TPS };
  return {
    settings: { ...readSettings(values), store: readChoice('--store', values.store, STORES) },
    spike: readSpike({ ...given, tps }),
    warmUpMs: readWarmUp(values['warm-up']),
    out: readResultFolder(values),
    requiresRate: values['require-rate'],
  };
}

/**
 * Reads the values of {@link SETTING_FLAGS} and of `--seconds`.
 *
 * @throws UsageError if one is wrong, or if they do not go together.
 */
export function readSettings(
  values: FlagValues<typeof SETTING_FLAGS> & { readonly seconds: string },
): Omit<SaleSettings, 'store'> {
  const { tps, seconds, users, products, mix, hot, seed } = values;
  const settings = {
    tps: readInteger('--tps', tps, { min: 1, max: MAX_TPS }),
    seconds: readInteger('--seconds', seconds, { min: 1, max: MAX_SECONDS }),
    users: readInteger('--users', users, { min: 1, max: MAX_USERS }),
    products: readInteger('--products', products, { min: 1, max: MAX_PRODUCTS }),
    mix: mix === undefined ? DEFAULT_MIX : readMix(mix),
    hot: readDecimal('--hot', hot, { min: 0, max: 1 }),
    seed: readInteger('--seed', seed, { min: 0, max: MAX_SEED }),
  };
  checkTogether(settings);
  return settings;
}

/** Reads the seconds of `--warm-up`. @returns milliseconds. */
export function readWarmUp(text: string): number {
  return 1000 * readDecimal('--warm-up', text, WARM_UP_RANGE);
}

function checkTogether(settings: Omit<SaleSettings, 'store'>): void {
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

/** The rate of all requests together, without the steps of the orders that they lead to. */
export function requestsPerSecond({ tps, mix }: Pick<SaleSettings, 'tps' | 'mix'>): number {
  return tps / mix.checkout;
}

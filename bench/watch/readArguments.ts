import { readChoices } from '../../src/terminal/readChoice.ts';
import { readFlags } from '../../src/terminal/readFlags.ts';
import { readDecimal, readInteger, SEED_RANGE } from '../../src/terminal/readNumber.ts';
import { RESULT_FLAGS, readResultFolder, resultHelp } from '../harness/resultFlags.ts';
import {
  ALL_ACTORS,
  FEW_ACTORS,
  HIGHEST_RATE,
  MIN_FEW_ACTORS_RATIO,
  MIN_PAGE_RATIO,
  ROUNDS,
  ROUNDS_RANGE,
  SECONDS,
  SECONDS_RANGE,
  USERS,
  USERS_RANGE,
} from './limits.ts';
import { type Case, casesOf, STORES, VARIANTS } from './variant.ts';
import { findBrowser } from './viewer/findBrowser.ts';

export const HELP = `Usage: npm run bench:watch -- [options]

What being watched costs a shop: the same orders, as fast as they are answered, without a viewer,
with the live page, and with the Stately inspector.

  --variants NAMES  of those below, with commas between them; none is always one of them (all)
  --stores KINDS    memory, disk, with commas between them (all)
  --rounds N        runs of each variant; each round begins with the next one (${ROUNDS})
  --seconds N       how long a run is measured (${SECONDS})
  --users N         users with an order under way (${USERS})
  --browser         view the live page in Chromium (PATH or CHROMIUM_PATH), whose messages and CPU
                    time are not counted; by default, a process reads what a page gets
  --seed N          which products are bought (1)
${resultHelp('watch.json and the report', 16)}
  --help            print this and do nothing

The variants:
  - none: nothing is served. The others are compared with it.
  - served: the live page is served, without a viewer.
  - page: the live page is open, in another process. On disk, only none and page are measured.
  - stately-100: the Stately inspector shows ${FEW_ACTORS} carts and orders to a viewer in another process.
  - stately-all: the same with ${ALL_ACTORS} carts and orders, at ${HIGHEST_RATE} messages a second.
  - stately-default: the same with ${ALL_ACTORS} carts and orders, at the default rate of messages.

How it is measured:
  - Every run is a fresh process with one shop. All users have an order under way, each at another
    one of its six steps: add, add, checkout, confirm, ship, deliver. Requests are sent in a closed
    loop, and arrive in a later turn of the event loop, as over a network. Six of them are an order.
  - The viewer has received all actors before the warm-up begins. The warm-up takes a third of the
    measured time, and an order of every second user at least. A viewer reads as fast as it can,
    and takes its share of the machine.
  - The CPU time of an order is that of all threads of the shop's process. The time of a request
    goes from when it was sent to its answer, and contains the updates of viewers in between.
  - Ratios are those of one round, shown as median, min and max.
  - In the end all orders are delivered, the shop is audited, and the stock of each product is
    compared with what was bought.
Required: at least ${MIN_PAGE_RATIO} × the throughput with the page, and ${MIN_FEW_ACTORS_RATIO} × with stately-100; no
difference but noise with served; and a heap that does not grow with the messages of an inspector.
Exit code: 0, or 1 if a requirement is missed or a run fails, or 2 if an argument is wrong.
`;

export interface WatchArguments {
  readonly cases: readonly Case[];
  readonly rounds: number;
  readonly seconds: number;
  readonly users: number;
  /** The program that views the page; null for a process that reads what a page gets. */
  readonly browser: string | null;
  readonly seed: number;
  readonly out: string;
}

/** @throws UsageError if the arguments are not those of {@link HELP}. */
export function readArguments(argv: readonly string[]): WatchArguments {
  const { values } = readFlags(argv, {
    ...RESULT_FLAGS,
    variants: { type: 'string', default: VARIANTS.join(',') },
    stores: { type: 'string', default: STORES.join(',') },
    rounds: { type: 'string', default: String(ROUNDS) },
    seconds: { type: 'string', default: String(SECONDS) },
    users: { type: 'string', default: String(USERS) },
    browser: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
  });
  const variants = readChoices('--variants', values.variants, VARIANTS);
  const stores = readChoices('--stores', values.stores, STORES);
  return {
    cases: casesOf(stores, variants),
    rounds: readInteger('--rounds', values.rounds, ROUNDS_RANGE),
    seconds: readDecimal('--seconds', values.seconds, SECONDS_RANGE),
    users: readInteger('--users', values.users, USERS_RANGE),
    browser: values.browser ? findBrowser() : null,
    seed: readInteger('--seed', values.seed, SEED_RANGE),
    out: readResultFolder(values),
  };
}

import * as check from './check.ts';
import { MAX_TEXT_LENGTH } from './limits.ts';

/**
 * Limits of what load and visitors can do to a shop: options of `createShop`, each with a default, a range and
 * its reason. Bounds that are no options are in `limits.ts` beside this file.
 */
export interface ShopLimits {
  /**
   * The wait, in milliseconds, from which on commands are refused with `overloaded`: 1 or more, or `Infinity`
   * for never; 1000 when left out, and `Infinity` on a simulated clock. It is the wait that a new command has to expect, for the commands before it
   * and for the store. A buyer who waits longer than a second tries again, which is load on top.
   */
  readonly shedAboveMs: number;
  /**
   * How long, in milliseconds, commands run at once before the sockets and timers of the process have their
   * turn: 1 or more, or `Infinity` for no end; 5 when left out, and no end on a simulated clock. Later commands wait until then. It is the longest
   * delay that the shop adds to the other work of its process.
   */
  readonly sliceMs: number;
  /**
   * The most commands that wait for their turn: 1 or more; 100,000 when left out. More are refused with
   * `overloaded`. They take some 20 MB of memory; `shedAboveMs` is usually reached long before.
   */
  readonly maxWaiting: number;
  /**
   * The longest that a command waits for its turn, in milliseconds: at least `shedAboveMs`, or `Infinity`; 5000 when left
   * out. One that has waited longer is refused with `overloaded` when its turn comes: its caller has given up.
   */
  readonly maxWaitMs: number;
  /**
   * The most commands that one user can give per second, as a token bucket that holds one second's worth: 1 or more, or
   * `Infinity`, as when left out. More are refused with `overloaded`. People stay below 10; a shop whose clients
   * send several users' commands under one id needs more.
   */
  readonly maxCommandsPerSecond: number;
  /**
   * The most lines of one cart: 1 or more; 200 when left out. More are refused with `cart-limit`. Each command to a
   * cart takes time in proportion to its lines.
   */
  readonly maxCartLines: number;
  /**
   * The most words of a search text that count: 1 or more; 16 when left out. Further ones are ignored: each word
   * is looked up with its completions and misspellings.
   */
  readonly maxQueryWords: number;
  /**
   * The most characters of a text that a visitor writes (a review, a name, an address, the reason of a cancellation): 1
   * to 100,000; 10,000 when left out. Longer ones are misuse. They are stored, and kept in memory.
   */
  readonly maxTextLength: number;
  /**
   * How long, in milliseconds, a checkout with the same idempotency key gets the answer of the first one: 1 or
   * more; a day when left out. A client retries within minutes; a day leaves room for a queue in between.
   */
  readonly idempotencyWindowMs: number;
  /**
   * The same for a checkout that was refused: 1 to `idempotencyWindowMs`; 5 minutes when left out. It has changed nothing,
   * so to run it again later does no harm, and a visitor can cause any number of refusals.
   */
  readonly refusedIdempotencyWindowMs: number;
  /**
   * The most idempotency keys of one user that are remembered: 1 to `maxIdempotencyKeys`; 100 when left out.
   * Then the oldest are forgotten, those of refused checkouts first.
   */
  readonly maxIdempotencyKeysPerUser: number;
  /**
   * The same of all users: 1 or more; 1,000,000 when left out, which take 200 to 500 MB: one with a key of 36
   * characters some 400 bytes.
   */
  readonly maxIdempotencyKeys: number;
  /**
   * How long, in milliseconds, a purchase counts towards `maxPerUser` of a product: 1 or more; 24 hours when left
   * out. A hold counts as long as it is one.
   */
  readonly perUserWindowMs: number;
  /**
   * How long, in milliseconds, a cart line takes its units out of what others can buy: 0 for not at all, as when left
   * out. Meant for minutes: long enough to pay, too short to block a sale.
   */
  readonly reserveInCartMs: number;
  /**
   * The most units that the cart of one user takes that way: 1 or more; 10 when left out. Further units are in the
   * cart without being reserved: otherwise, a few carts could empty a flash sale.
   */
  readonly maxReservedPerUser: number;
}

const MINUTE_MS = 60 * 1000;
const DAY_MS = 24 * 60 * MINUTE_MS;

export const DEFAULT_LIMITS: ShopLimits = {
  shedAboveMs: 1000,
  sliceMs: 5,
  maxWaiting: 100_000,
  maxWaitMs: 5000,
  maxCommandsPerSecond: Number.POSITIVE_INFINITY,
  maxCartLines: 200,
  maxQueryWords: 16,
  maxTextLength: 10_000,
  idempotencyWindowMs: DAY_MS,
  refusedIdempotencyWindowMs: 5 * MINUTE_MS,
  maxIdempotencyKeysPerUser: 100,
  maxIdempotencyKeys: 1_000_000,
  perUserWindowMs: DAY_MS,
  reserveInCartMs: 0,
  maxReservedPerUser: 10,
};

export const LIMIT_NAMES = Object.keys(DEFAULT_LIMITS) as readonly (keyof ShopLimits)[];

/** Limits that may be infinite, which switches them off. */
const MAY_BE_INFINITE: ReadonlySet<keyof ShopLimits> = new Set([
  'shedAboveMs',
  'sliceMs',
  'maxWaitMs',
  'maxCommandsPerSecond',
]);

/** Limits of which none may exceed those that come after it. */
const ASCENDING: readonly (readonly (keyof ShopLimits)[])[] = [
  ['sliceMs', 'shedAboveMs', 'maxWaitMs'],
  ['refusedIdempotencyWindowMs', 'idempotencyWindowMs'],
  ['maxIdempotencyKeysPerUser', 'maxIdempotencyKeys'],
];

/**
 * Checks the limits among the options of a shop, and adds the defaults. A limit that was left out gives way to
 * those that were given: `maxWaitMs` is at least a given `shedAboveMs`.
 *
 * @throws TypeError for what is no number; RangeError for one that is out of range, and for two given limits that
 * contradict each other.
 */
export function resolveLimits(options: Partial<ShopLimits>): ShopLimits {
  const limits: Record<keyof ShopLimits, number> = { ...DEFAULT_LIMITS };
  for (const name of LIMIT_NAMES) {
    const given = options[name];
    if (given !== undefined) limits[name] = checkLimit(name, given);
  }
  for (const names of ASCENDING) {
    const given = names.filter((name) => options[name] !== undefined);
    for (const [index, name] of given.entries()) {
      const next = given[index + 1];
      if (next !== undefined && limits[name] > limits[next]) {
        throw check.outOfRange(name, `at most ${next}, which is ${limits[next]}`, limits[name]);
      }
    }
    for (const [index, name] of names.entries()) {
      if (given.includes(name)) continue;
      const before = given.findLast((it) => names.indexOf(it) < index);
      const after = given.find((it) => names.indexOf(it) > index);
      if (before !== undefined) limits[name] = Math.max(limits[name], limits[before]);
      if (after !== undefined) limits[name] = Math.min(limits[name], limits[after]);
    }
  }
  return limits;
}

function checkLimit(name: keyof ShopLimits, given: number): number {
  if (name === 'reserveInCartMs') return check.count(name, given);
  if (name === 'maxTextLength')
    return check.wholeNumber(name, given, { min: 1, max: MAX_TEXT_LENGTH });
  if (!MAY_BE_INFINITE.has(name)) return check.quantity(name, given);
  if (given === Number.POSITIVE_INFINITY) return given;
  return check.quantity(name, given, 'a positive safe integer, or Infinity');
}

import { DEFAULT_LIMITS } from './base/shopLimits.ts';
import { resolveOptions, type ShopOptions } from './options.ts';
import { systemClock } from './runtime/clock.ts';
import { simulatedClock } from './runtime/simulatedClock.ts';
import { createShop } from './shop.ts';
import { memoryStore } from './store/memoryStore.ts';
import {
  BUDGET_MS,
  CART_EXPIRY_MS,
  MAX_CART_LINES,
  MAX_ROUNDS,
  PAYMENT_TIMEOUT_MS,
} from './warmUp/limits.ts';
import { OVERLOAD_LIMITS, overloadClock, runOverload } from './warmUp/runOverload.ts';
import { runRound } from './warmUp/runRound.ts';

/**
 * Runs every command and every refusal again and again for half a second in a shop that is thrown
 * away, and overloads another one, so that the first requests of a real shop of this process run compiled code. Without it, V8
 * compiles a path when it is first taken, and throws away compiled code that has not seen the path:
 * requests then wait for a tenth of a second.
 *
 * Pass the options that the real shop gets. The shop that is thrown away has the same `machines`,
 * `pricing`, `allocation`, `currency` and `factRetentionMs`. It is in memory, in simulated time, with
 * made-up users, products and locations whose ids begin with `warm-up-`; `store`, `clock`, `createId`,
 * `migrate` and `inspect` are not called. Custom charts and strategies run as they do in a real shop:
 * leave out those whose effects reach beyond the shop. Their errors and refusals are ignored; where
 * they let no order be placed, the standard ones are run in their place.
 *
 * @param options those of the real shop; the defaults when left out.
 * @throws TypeError or RangeError for options with which `createShop` would throw, too.
 * @example
 * await warmUp(options);
 * const shop = await createShop(options);
 */
export async function warmUp(options: ShopOptions = {}): Promise<void> {
  resolveOptions(options);
  // Nobody is to get messages about orders that are made up.
  const { store, clock, createId, migrate, inspect, notifications, ...terms } = options;
  const { pricing, allocation, ...standardStrategies } = terms;
  const { machines, ...standardCharts } = standardStrategies;
  const endAt = systemClock().now() + BUDGET_MS;
  for (const candidate of [terms, standardStrategies, standardCharts]) {
    // With a store given, the records of each turn are made and written, here into memory.
    const records = store === undefined ? {} : { store: memoryStore() };
    if (!(await runRounds({ ...candidate, ...records }, endAt))) continue;
    await overload(records);
    return;
  }
}

/** Runs a standard shop for a moment that is asked for more than it can do. */
async function overload(records: Pick<ShopOptions, 'store'>): Promise<void> {
  const shop = await createShop({ ...records, ...OVERLOAD_LIMITS, clock: overloadClock() });
  try {
    await runOverload(shop);
  } finally {
    await shop.close();
  }
}

/**
 * Runs rounds in a shop of its own, which is closed at the end.
 *
 * @returns true when orders are placed, and the shop has not stopped because of a fault.
 */
async function runRounds(terms: ShopOptions, endAt: number): Promise<boolean> {
  const clock = simulatedClock();
  const shop = await createShop({
    ...terms,
    ...DEFAULT_LIMITS,
    clock,
    paymentTimeoutMs: PAYMENT_TIMEOUT_MS,
    cartExpiryMs: CART_EXPIRY_MS,
    maxCartLines: MAX_CART_LINES,
  });
  const { now } = systemClock();
  let isSelling = false;
  let hasStopped = false;
  try {
    for (let number = 0; number < MAX_ROUNDS; number++) {
      // A path with listeners makes facts that another one leaves out: both get compiled.
      const unlisten = number % 2 === 0 ? undefined : shop.on('*', () => {});
      await runRound({
        ...{ shop, clock, number },
        stockOf: terms.allocation === undefined ? oneLocation : twoLocations,
        onAnswer(answer) {
          if (answer.ok) isSelling ||= 'order' in answer;
          else hasStopped ||= answer.refusal.code === 'closed';
        },
      });
      unlisten?.();
      if (!isSelling || hasStopped || now() >= endAt) break;
    }
  } finally {
    await shop.close();
  }
  // The refusal of a closed shop.
  await shop.checkout('warm-up-closed');
  return isSelling && !hasStopped;
}

function oneLocation(units: number): number {
  return units;
}

/** What a custom allocation strategy is for. */
function twoLocations(units: number): Readonly<Record<string, number>> {
  return { 'warm-up-near': Math.floor(units / 2), 'warm-up-far': Math.ceil(units / 2) };
}

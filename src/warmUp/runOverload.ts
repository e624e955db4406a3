import type { Clock } from '../runtime/clock.ts';
import type { Shop } from '../shopTypes.ts';
import { OVERLOAD_CALLS, OVERLOAD_ROUNDS } from './limits.ts';

/** A clock on which each command takes a millisecond: it moves when it is read. Its timers never fire. */
export function overloadClock(): Clock {
  let ms = 0;
  return {
    now: () => Math.floor(ms++),
    monotonicNow: () => ms,
    setTimeout: () => undefined,
    clearTimeout: () => {},
  };
}

/** The limits of a shop in which some of the calls of a round wait and the others are refused. */
export const OVERLOAD_LIMITS = { sliceMs: 1, shedAboveMs: 2, maxWaiting: OVERLOAD_CALLS / 4 };

/** Calls more commands at once than the shop takes: they wait for their turn, or are refused `overloaded`. */
export async function runOverload(shop: Shop): Promise<void> {
  const [userId, sku] = ['warm-up-ada', 'warm-up-mug'];
  await shop.users.register({ userId, name: 'Ada' });
  const mug = { sku, name: 'Mug', category: 'warm-up', priceMinor: 900, stock: 1_000_000 };
  await shop.products.add(mug);
  for (let round = 0; round < OVERLOAD_ROUNDS; round++) {
    const calls: Promise<unknown>[] = [];
    for (let call = 0; call < OVERLOAD_CALLS; call++) {
      calls.push(call % 4 === 0 ? shop.checkout(userId) : shop.carts.add(userId, sku, 1));
    }
    await Promise.allSettled(calls);
  }
}

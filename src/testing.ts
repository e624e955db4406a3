/**
 * What tests of a shop need.
 *
 * ```ts
 * import { createShop } from 'statecart';
 * import { simulatedClock } from 'statecart/testing';
 *
 * const clock = simulatedClock();
 * const shop = await createShop({ clock });
 * clock.advance(30 * 60 * 1000); // every unpaid order is cancelled now
 * ```
 */
export { systemClock } from './runtime/clock.ts';
export { type SimulatedClock, simulatedClock } from './runtime/simulatedClock.ts';
export { type StoreRule, type StoreUnderTest, storeContract } from './store/storeContract.ts';

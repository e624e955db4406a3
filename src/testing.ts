/**
 * Tools for tests of a shop: clocks, and the contract of stores.
 *
 * ```ts
 * import { createShop } from 'statecart';
 * import { simulatedClock } from 'statecart/testing';
 *
 * const clock = simulatedClock();
 * const shop = await createShop({ clock });
 * clock.advance(30 * 60 * 1000); // cancels every unpaid order
 * ```
 *
 * @module statecart/testing
 */
export { systemClock } from './runtime/clock.ts';
export { type SimulatedClock, simulatedClock } from './runtime/simulatedClock.ts';
export { type StoreRule, type StoreUnderTest, storeContract } from './store/storeContract.ts';

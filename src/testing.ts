/**
 * Tools for tests of a shop: clocks, the contract of stores, a store that fails on purpose, and a simulation that
 * searches for faults in charts of your own.
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
export type { DiskFault, SimulatedDisk } from './testing/simulatedDisk.ts';
export { type SimulatedStore, simulatedStore } from './testing/simulatedStore.ts';
export { simulateShop } from './testing/simulateShop.ts';
export type { SimulationRule } from './testing/simulation/brokenRule.ts';
export type { ChartCoverage } from './testing/simulation/chartCoverage.ts';
export type { RandomSource } from './testing/simulation/randomSource.ts';
export { SimulationError } from './testing/simulationError.ts';
export type { SimulatedEvent, SimulationOptions } from './testing/simulationOptions.ts';
export type { SimulationReport } from './testing/simulationReport.ts';

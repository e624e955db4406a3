import type { Store } from './store.ts';
import { type OpenStore, STORE_RULES } from './storeRules.ts';

/** A rule that every store must keep, as a test for any test runner. */
export interface StoreRule {
  /** What the rule says: the title of a test. */
  readonly name: string;
  /** Rejects if the store breaks the rule. */
  run(): Promise<void>;
}

/** The store to be tested. Each rule opens new ones. */
export interface StoreUnderTest {
  /** Opens a new, empty store. */
  open(): Store | Promise<Store>;
  /** Opens the same store again after it was closed; left out if the store keeps nothing. */
  reopen?(): Store | Promise<Store>;
}

/**
 * The rules that the engine relies on, to test a store of your own.
 *
 * @param underTest how to open the store.
 * @returns each rule as a test, for any test runner.
 *
 * @example
 * import { test } from 'node:test';
 *
 * for (const { name, run } of storeContract({ open: () => myStore() })) test(name, run);
 */
export function storeContract(underTest: StoreUnderTest): readonly StoreRule[] {
  return Object.entries(STORE_RULES).flatMap(([name, rule]) =>
    rule.length > 1 && underTest.reopen === undefined
      ? [] // A rule about opening again.
      : [{ name, run: () => rule(underTest.open, underTest.reopen as OpenStore) }],
  );
}

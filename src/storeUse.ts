import { outOfRange } from './base/check.ts';
import type { Store } from './store/store.ts';

/** The use of a store by one shop. */
export interface StoreUse {
  /** True when the shop writes no more: it was closed, has stopped, or did not open. */
  isOver(): boolean;
}

/** The uses of all stores of this module, each by the shop that came last. */
const uses = new WeakMap<Store, StoreUse>();

/** True when an open shop has the store. */
export function isInUse(store: object): boolean {
  return uses.get(store as Store)?.isOver() === false;
}

/**
 * Takes a store for a shop. Two shops with one store would each sell its stock, and overwrite the other.
 *
 * @throws RangeError if an open shop has it.
 */
export function takeStore(store: Store, use: StoreUse): void {
  if (isInUse(store)) throw outOfRange('store', 'one that no open shop has', store);
  uses.set(store, use);
}

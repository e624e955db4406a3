import assert from 'node:assert/strict';
import type { ShopOptions } from '../../options.ts';
import { createShop } from '../../shop.ts';
import type { Shop } from '../../shopTypes.ts';
import type { SimulatedStore } from '../simulatedStore.ts';
import { drain } from './drain.ts';

/** Opens a shop while its store writes. Returns the error, or `'crashed'`, if it does not open. */
export async function openOn(
  store: SimulatedStore,
  options: Omit<ShopOptions, 'store'>,
): Promise<Shop | Error | 'crashed'> {
  let outcome: Shop | Error | undefined;
  createShop({ store, ...options }).then(
    (shop) => {
      outcome = shop;
    },
    (error) => {
      outcome = error;
    },
  );
  for (;;) {
    await drain();
    if (store.hasCrashed) return 'crashed';
    if (outcome !== undefined) return outcome;
    assert(store.write(), 'the shop neither opens nor waits for its store');
  }
}

import type { ShopOptions, Store } from '../../src/index.ts';
import type { StoreMark } from './journal.ts';
import { CART_EXPIRY_MS, PAYMENT_TIMEOUT_MS } from './limits.ts';

/** The options of every shop in a crash run. */
export const SHOP_TERMS: ShopOptions = {
  cartExpiryMs: CART_EXPIRY_MS,
  paymentTimeoutMs: PAYMENT_TIMEOUT_MS,
};

/** The mark of a store: every turn that changes something writes its number. */
export function markOf(store: Store): StoreMark {
  return [store.get(['shop']) ?? null, store.get(['turn']) ?? null];
}

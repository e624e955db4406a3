import type { ShopOptions, Store } from '../../src/index.ts';
import type { StoreMark } from './journal.ts';
import { CART_EXPIRY_MS, PAYMENT_TIMEOUT_MS } from './limits.ts';

/** What every shop of a crash run is opened with. */
export const SHOP_TERMS: ShopOptions = {
  cartExpiryMs: CART_EXPIRY_MS,
  paymentTimeoutMs: PAYMENT_TIMEOUT_MS,
};

/** Where the store stands: every turn that has changed something has put its number there. */
export function markOf(store: Store): StoreMark {
  return [store.get(['shop']) ?? null, store.get(['turn']) ?? null];
}

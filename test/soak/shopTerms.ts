import { DEFAULT_LIMITS } from '../../src/base/shopLimits.ts';
import type { ShopOptions, Store } from '../../src/index.ts';
import type { StoreMark } from './journal.ts';
import { CART_EXPIRY_MS, PAYMENT_TIMEOUT_MS } from './limits.ts';

/**
 * The options of every shop in a crash run, which retries any key that was ever answered, and in which each call runs at
 * once: the journal says which id it takes.
 */
export const SHOP_TERMS: ShopOptions = {
  sliceMs: Number.POSITIVE_INFINITY,
  cartExpiryMs: CART_EXPIRY_MS,
  paymentTimeoutMs: PAYMENT_TIMEOUT_MS,
  refusedIdempotencyWindowMs: DEFAULT_LIMITS.idempotencyWindowMs,
  maxIdempotencyKeysPerUser: DEFAULT_LIMITS.maxIdempotencyKeys,
};

/** The mark of a store: every turn that changes something writes its number. */
export function markOf(store: Store): StoreMark {
  return [store.get(['shop']) ?? null, store.get(['turn']) ?? null];
}

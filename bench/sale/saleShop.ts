import type { Answer, Carts, Checkout, Order, Orders, Products } from '../../src/index.ts';
import { CART_EXPIRY_MS, PAYMENT_TIMEOUT_MS } from './limits.ts';

/** The terms of the shop of a sale. */
export const SALE_TERMS = { paymentTimeoutMs: PAYMENT_TIMEOUT_MS, cartExpiryMs: CART_EXPIRY_MS };

/** The part of a shop that a sale uses while it runs. */
export interface SaleShop {
  readonly products: Pick<Products, 'get'>;
  readonly carts: Pick<Carts, 'get' | 'add' | 'clear'>;
  readonly checkout: Checkout;
  readonly orders: Pick<Orders, 'confirm' | 'ship' | 'deliver' | 'cancel'>;
}

/** The answer to a request, as far as the sale reads it. */
export type SaleAnswer = Answer<{ readonly order?: Order }>;

/** The ids of a shop's users and products, by index. */
export interface SaleIds {
  readonly userIds: readonly string[];
  readonly skus: readonly string[];
}

export function saleIds({ users, products }: { users: number; products: number }): SaleIds {
  return {
    userIds: Array.from({ length: users }, (_, index) => `user-${index}`),
    skus: Array.from({ length: products }, (_, index) => `sku-${index}`),
  };
}

/** A shop that accepts everything and does nothing: its cost is that of the load generator. */
export function nullShop(): SaleShop {
  const order = { orderId: 'order' };
  const answer = { ok: true, cart: {}, order };
  const yes = async () => answer as never;
  const nothing = () => undefined;
  return {
    products: { get: nothing },
    carts: { get: nothing, add: yes, clear: yes },
    checkout: yes,
    orders: { confirm: yes, ship: yes, deliver: yes, cancel: yes },
  };
}

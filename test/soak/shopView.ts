import type { Answer, Cart, Order, Shop } from '../../src/index.ts';
import { SHOPPER_IDS, SKUS } from './sale.ts';

/** Units by SKU. */
export type CartLines = Readonly<Record<string, number>>;

export interface CartState {
  readonly lines: CartLines;
  readonly expiresAt: number | null;
}

/** Everything that the reads of a shop return, as plain data. */
export interface ShopView {
  readonly orders: Map<string, Order>;
  readonly carts: Map<string, CartState>;
  readonly names: Map<string, string>;
  readonly prices: Map<string, number>;
  /** Units that were ever received, by SKU. */
  readonly received: Map<string, number>;
  /** Ratings by SKU and user: `sku user`. */
  readonly ratings: Map<string, number>;
  /** Answers by user and idempotency key: `user key`. */
  readonly answers: Map<string, Answer<object>>;
  /** The number of the last fact that the consumer has acknowledged. */
  readonly position: number;
}

/** The view of an empty shop. */
export function emptyView(): ShopView {
  return {
    orders: new Map(),
    carts: new Map(),
    names: new Map(),
    prices: new Map(),
    received: new Map(),
    ratings: new Map(),
    answers: new Map(),
    position: 0,
  };
}

/** The view of a shop without the answers, which no read returns. */
export function viewOf(shop: Shop): Omit<ShopView, 'answers'> {
  const view = emptyView();
  for (const userId of SHOPPER_IDS) {
    const user = shop.users.get(userId);
    if (user === undefined) continue;
    view.names.set(userId, user.name);
    view.carts.set(userId, cartState(shop.carts.get(userId) as Cart));
    for (const order of shop.orders.list({ userId, limit: Number.MAX_SAFE_INTEGER })) {
      view.orders.set(order.orderId, order);
    }
  }
  for (const sku of SKUS) {
    const product = shop.products.get(sku);
    const stock = shop.explain(sku);
    if (product === undefined || stock === undefined) continue;
    view.prices.set(sku, product.priceMinor);
    view.received.set(sku, stock.onHand + stock.shipped);
    for (const { userId, rating } of shop.products.reviews(sku)) {
      view.ratings.set(`${sku} ${userId}`, rating);
    }
  }
  return { ...view, position: shop.consumer('mailer').position };
}

export function cartState({ lines, expiresAt }: Cart): CartState {
  return {
    lines: Object.fromEntries(lines.map(({ sku, quantity }) => [sku, quantity])),
    expiresAt,
  };
}

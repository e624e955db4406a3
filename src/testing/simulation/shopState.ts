import type { Cart } from '../../carts/cartView.ts';
import type { Product } from '../../catalog/product.ts';
import type { Order } from '../../orders/orderView.ts';
import type { Review } from '../../schema/review.ts';
import type { User } from '../../schema/user.ts';
import type { Shop } from '../../shopTypes.ts';
import type { StockExplanation } from '../../stock/explain.ts';
import { MAX_READ } from '../limits.ts';

/** Everything that can be read of a shop, except its facts. */
export interface ShopState {
  /** In the order in which they were first added. */
  readonly products: readonly Product[];
  readonly reviews: Readonly<Record<string, readonly Review[]>>;
  readonly stock: Readonly<Record<string, StockExplanation | undefined>>;
  readonly users: Readonly<Record<string, User | undefined>>;
  readonly carts: Readonly<Record<string, Cart | undefined>>;
  /** The orders of each user, newest first. */
  readonly orders: Readonly<Record<string, readonly Order[]>>;
}

/** The ids of what is read; those that the shop does not know are left out. */
export interface KnownIds {
  readonly userIds: Iterable<string>;
  readonly skus: Iterable<string>;
}

export function readShopState(shop: Shop, { userIds, skus }: KnownIds): ShopState {
  const products = [...skus].flatMap((sku) => shop.products.get(sku) ?? []);
  const listed = products.map(({ sku }) => sku);
  const known = [...userIds].filter((userId) => shop.users.get(userId) !== undefined);
  return {
    products,
    reviews: byId(listed, (sku) => shop.products.reviews(sku)),
    stock: byId(listed, (sku) => shop.explain(sku)),
    users: byId(known, (userId) => shop.users.get(userId)),
    carts: byId(known, (userId) => shop.carts.get(userId)),
    orders: byId(known, (userId) => shop.orders.list({ userId, limit: MAX_READ })),
  };
}

export function ordersIn({ orders }: ShopState): readonly Order[] {
  return Object.values(orders).flat();
}

function byId<T>(ids: readonly string[], read: (id: string) => T): Record<string, T> {
  return Object.fromEntries(ids.map((id) => [id, read(id)]));
}

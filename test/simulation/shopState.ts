import type {
  Cart,
  Order,
  Product,
  Review,
  Shop,
  StockExplanation,
  User,
} from '../../src/index.ts';

/** Everything that can be read of a shop, except its facts. */
export interface ShopState {
  /** In the order of a search without filters or sort. */
  readonly products: readonly Product[];
  readonly reviews: Readonly<Record<string, readonly Review[]>>;
  readonly stock: Readonly<Record<string, StockExplanation | undefined>>;
  readonly users: Readonly<Record<string, User | undefined>>;
  readonly carts: Readonly<Record<string, Cart | undefined>>;
  /** The orders of each user, newest first. */
  readonly orders: Readonly<Record<string, readonly Order[]>>;
}

export const USER_IDS = ['ada', 'bob', 'cyd'];

/** @param knowsLocations false when the stock is to be read without its locations. */
export function readShopState(shop: Shop, knowsLocations = true): ShopState {
  const { items } = shop.search([], { limit: 1000 });
  const skus = items.map(({ sku }) => sku);
  return {
    products: items,
    reviews: byId(skus, (sku) => shop.products.reviews(sku)),
    stock: byId(skus, (sku) => {
      const stock = shop.explain(sku);
      return stock && !knowsLocations ? { ...stock, locations: {} } : stock;
    }),
    users: byId(USER_IDS, (userId) => shop.users.get(userId)),
    carts: byId(USER_IDS, (userId) => shop.carts.get(userId)),
    orders: byId(USER_IDS, (userId) => shop.orders.list({ userId, limit: 1000 })),
  };
}

export function ordersIn({ orders }: ShopState): readonly Order[] {
  return Object.values(orders).flat();
}

function byId<T>(ids: readonly string[], read: (id: string) => T): Record<string, T> {
  return Object.fromEntries(ids.map((id) => [id, read(id)]));
}

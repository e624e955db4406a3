import type { Cart, Order, ShopFact, StockExplanation } from '../../src/index.ts';
import { ordersIn, type Picture } from './shopState.ts';

/** What a timer does when it is due. */
interface Due {
  readonly type: 'cart.expired' | 'order.cancelled';
  /** The id of the cart or the order. */
  readonly id: string;
  readonly dueAt: number;
}

/** The carts and orders whose time has come by `now`, in the order in which it came. */
export function dueIn(picture: Picture, now: number): Due[] {
  const due: Due[] = [];
  for (const cart of Object.values(picture.carts)) {
    if (cart === undefined || cart.expiresAt === null || cart.expiresAt > now) continue;
    due.push({ type: 'cart.expired', id: String(cart.cartId), dueAt: cart.expiresAt });
  }
  for (const { orderId, state, paymentDueAt } of ordersIn(picture)) {
    if (state !== 'pending' || paymentDueAt > now) continue;
    due.push({ type: 'order.cancelled', id: orderId, dueAt: paymentDueAt });
  }
  return due.sort((a, b) => a.dueAt - b.dueAt);
}

/** Those facts that timers tell, to be compared with {@link dueIn}. */
export function idsOfDue(facts: readonly ShopFact[]): string[] {
  return facts.flatMap((fact) => {
    if (fact.type === 'cart.expired') return fact.cartId;
    return fact.type === 'order.cancelled' && fact.reason === 'payment-timeout' ? fact.orderId : [];
  });
}

/** The same shop when every timer that is due by `now` has run. */
export function fallDue(picture: Picture, now: number): Picture {
  const due = new Set(dueIn(picture, now).map(({ id }) => id));
  if (due.size === 0) return picture;
  const unpaid = ordersIn(picture).filter(({ orderId }) => due.has(orderId));
  const stock = mapValues(picture.stock, (of, sku) => of && released(of, sku, unpaid));
  return {
    ...picture,
    stock,
    products: picture.products.map((product) => ({
      ...product,
      available: stock[product.sku]?.available ?? 0,
    })),
    carts: mapValues(picture.carts, (cart) =>
      cart?.cartId && due.has(cart.cartId) ? emptied(cart) : cart,
    ),
    orders: mapValues(picture.orders, (orders) =>
      orders.map((order) => (due.has(order.orderId) ? cancelled(order) : order)),
    ),
  };
}

function emptied({ userId }: Cart): Cart {
  return { userId, cartId: null, state: 'empty', lines: [], totalMinor: 0, expiresAt: null };
}

function cancelled(order: Order): Order {
  const lines = order.lines.map((line) => ({ ...line, status: 'removed' as const }));
  return { ...order, state: 'cancelled', lines, cancelReason: 'payment-timeout' };
}

function released(
  { available, held, locations, holds, ...rest }: StockExplanation,
  sku: string,
  orders: readonly Order[],
): StockExplanation {
  const allocations = orders
    .flatMap(({ lines }) => lines)
    .flatMap((line) => (line.sku === sku ? line.allocations : []));
  const units = (of: typeof allocations) => of.reduce((sum, { quantity }) => sum + quantity, 0);
  return {
    ...rest,
    available: available + units(allocations),
    held: held - units(allocations),
    locations: mapValues(locations, (at, location) => {
      const back = units(allocations.filter((part) => part.location === location));
      return { ...at, available: at.available + back, held: at.held - back };
    }),
    holds: holds.filter(({ orderId }) => !orders.some((order) => order.orderId === orderId)),
  };
}

function mapValues<From, To>(
  record: Readonly<Record<string, From>>,
  change: (value: From, key: string) => To,
): Record<string, To> {
  return Object.fromEntries(
    Object.entries(record).map(([key, value]) => [key, change(value, key)]),
  );
}

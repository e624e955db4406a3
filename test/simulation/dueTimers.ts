import type { Cart, Order, ShopFact, StockExplanation } from '../../src/index.ts';
import { ordersIn, type ShopState } from '../../src/testing/simulation/shopState.ts';

/** A timer and its effect. */
interface DueTimer {
  readonly type: 'cart.expired' | 'order.cancelled';
  /** The id of the cart or the order. */
  readonly id: string;
  readonly dueAt: number;
}

/** The timers of carts and orders that are due by `now`, in the order in which they fire. */
export function dueTimers(state: ShopState, now: number): DueTimer[] {
  const due: DueTimer[] = [];
  for (const cart of Object.values(state.carts)) {
    if (cart === undefined || cart.expiresAt === null || cart.expiresAt > now) continue;
    due.push({ type: 'cart.expired', id: String(cart.cartId), dueAt: cart.expiresAt });
  }
  for (const order of ordersIn(state)) {
    if (order.state !== 'pending' || order.paymentDueAt > now) continue;
    due.push({ type: 'order.cancelled', id: order.orderId, dueAt: order.paymentDueAt });
  }
  return due.sort((a, b) => a.dueAt - b.dueAt);
}

/** The end of a reservation, of which no fact tells. */
interface EndedReservation {
  readonly cartId: string;
  readonly sku: string;
  readonly units: number;
}

/** The reservations of carts that have ended by `now`, with their carts or before. */
function endedReservations(state: ShopState, now: number): EndedReservation[] {
  return Object.values(state.carts).flatMap((cart) => {
    if (cart === undefined) return [];
    const { cartId, expiresAt, lines } = cart;
    const ended = lines.filter(({ reservedUntil }) => {
      return reservedUntil !== undefined && Math.min(reservedUntil, expiresAt ?? 0) <= now;
    });
    return ended.map(({ sku, reservedQuantity = 0 }) => {
      return { cartId: String(cartId), sku, units: reservedQuantity };
    });
  });
}

/** Those facts that timers cause, but not what follows from them, such as that a product is back in stock. */
export function timeoutFacts(facts: readonly ShopFact[]): ShopFact[] {
  return facts.filter((fact) => {
    if (fact.type === 'order.cancelled') return fact.reason === 'payment-timeout';
    return fact.type === 'cart.expired';
  });
}

/** The ids in {@link timeoutFacts}, to be compared with {@link dueTimers}. */
export function timeoutIds(facts: readonly ShopFact[]): string[] {
  return facts.flatMap((fact) => {
    if (fact.type === 'cart.expired') return fact.cartId;
    return fact.type === 'order.cancelled' ? fact.orderId : [];
  });
}

/** The state of the same shop after every timer that is due by `now` has fired. */
export function afterTimers(state: ShopState, now: number): ShopState {
  const due = new Set(dueTimers(state, now).map(({ id }) => id));
  const ended = endedReservations(state, now);
  if (due.size === 0 && ended.length === 0) return state;
  const unpaid = ordersIn(state).filter(({ orderId }) => due.has(orderId));
  const stock = mapValues(state.stock, (of, sku) => {
    return of && givenBack(released(of, sku, unpaid), sku, ended);
  });
  return {
    ...state,
    stock,
    products: state.products.map((product) => ({
      ...product,
      available: stock[product.sku]?.available ?? 0,
    })),
    carts: mapValues(state.carts, (cart) =>
      cart?.cartId && due.has(cart.cartId) ? emptied(cart) : cart && unreserved(cart, ended),
    ),
    orders: mapValues(state.orders, (orders) =>
      orders.map((order) => (due.has(order.orderId) ? cancelled(order) : order)),
    ),
  };
}

function emptied({ userId }: Cart): Cart {
  return { userId, cartId: null, state: 'empty', lines: [], totalMinor: 0, expiresAt: null };
}

/** The cart without the reservations that have ended. */
function unreserved(cart: Cart, ended: readonly EndedReservation[]): Cart {
  const own = ended.filter(({ cartId }) => cartId === cart.cartId);
  if (own.length === 0) return cart;
  const lines = cart.lines.map((line) => {
    if (!own.some(({ sku }) => sku === line.sku)) return line;
    const { reservedUntil: _, reservedQuantity: __, ...rest } = line;
    return { ...rest, status: 'added' as const };
  });
  return { ...cart, lines };
}

/** The stock, whose locations are not known, after the reservations have ended. */
function givenBack(
  stock: StockExplanation,
  sku: string,
  ended: readonly EndedReservation[],
): StockExplanation {
  const own = ended.filter((reservation) => reservation.sku === sku);
  const units = own.reduce((sum, reservation) => sum + reservation.units, 0);
  return {
    ...stock,
    available: stock.available + units,
    held: stock.held - units,
    holds: stock.holds.filter(({ cartId }) => !own.some((its) => its.cartId === cartId)),
  };
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
  const unitsOf = (some: typeof allocations) =>
    some.reduce((sum, { quantity }) => sum + quantity, 0);
  return {
    ...rest,
    available: available + unitsOf(allocations),
    held: held - unitsOf(allocations),
    locations: mapValues(locations, (at, location) => {
      const units = unitsOf(allocations.filter((allocation) => allocation.location === location));
      return { ...at, available: at.available + units, held: at.held - units };
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

import { type StockLedger, unitsOf } from '../../machines/index.ts';

/** Units of one product at one location, or over all of them. */
export interface StockFigures {
  /** Units in the warehouse: the sum of available and held. */
  readonly onHand: number;
  /** Units that can be sold now. */
  readonly available: number;
  /** Units that are reserved for orders, or for carts. */
  readonly held: number;
  /** Units that have left the stock. */
  readonly shipped: number;
}

/** The units of one product over all locations, by location, and by hold. */
export interface StockExplanation extends StockFigures {
  /** The units of each location, by its name. */
  readonly locations: Readonly<Record<string, StockFigures>>;
  /**
   * The orders that hold units, in the order of reservation; then the carts that units are reserved for, in the order in
   * which that ends.
   */
  readonly holds: readonly (OrderHold | CartHold)[];
}

/** Units that an order holds. */
export interface OrderHold {
  /** The order that holds them. */
  readonly orderId: string;
  /** Always left out: the order says whose it is. */
  readonly userId?: undefined;
  /** Always left out: an order has no cart. */
  readonly cartId?: undefined;
  /** Units of the product, 1 or more. */
  readonly quantity: number;
  /** When the hold of an unpaid order is released, epoch milliseconds; null once it is paid. */
  readonly until: number | null;
}

/** Units that are reserved for a cart. */
export interface CartHold {
  /** Always left out: a cart is no order yet. */
  readonly orderId?: undefined;
  /** The user whose cart it is. */
  readonly userId: string;
  /** Null for a cart that cannot be read. */
  readonly cartId: string | null;
  /** Units of the product, 1 or more. */
  readonly quantity: number;
  /** When they are released, epoch milliseconds; null for a cart that cannot be read. */
  readonly until: number | null;
}

/** Finds the order of a hold. */
interface OrderLookup {
  get(orderId: string): { readonly state: string; readonly paymentDueAt: number } | undefined;
}

/** Finds the cart of a soft hold. */
interface CartLookup {
  get(userId: string):
    | {
        readonly cartId: string | null;
        readonly lines: readonly { readonly sku: string; readonly reservedUntil?: number }[];
      }
    | undefined;
}

/** What an explanation is made from. */
export interface ExplainOptions {
  readonly ledger: StockLedger;
  readonly orders: OrderLookup;
  readonly carts: CartLookup;
}

/** The location, order or cart of every unit of a product; undefined if the ledger has no such product. */
export function explain(sku: string, options: ExplainOptions): StockExplanation | undefined {
  const { ledger } = options;
  if (!ledger.has(sku)) return undefined;
  const locations = ledger.balances(sku).map(({ location, available, held, shipped }) => {
    return [location, { onHand: available + held, available, held, shipped }] as const;
  });
  const sum = (figure: keyof StockFigures) =>
    locations.reduce((total, [, figures]) => total + figures[figure], 0);
  return {
    onHand: sum('onHand'),
    available: sum('available'),
    held: sum('held'),
    shipped: sum('shipped'),
    locations: Object.fromEntries(locations),
    holds: [...orderHolds(sku, options), ...cartHolds(sku, options)],
  };
}

function orderHolds(sku: string, { ledger, orders }: ExplainOptions): OrderHold[] {
  const holds: OrderHold[] = [];
  for (const { orderId, lines } of ledger.openHolds()) {
    const line = lines.find((held) => held.sku === sku);
    if (line === undefined) continue;
    const order = orders.get(orderId);
    holds.push({
      orderId,
      quantity: unitsOf(line),
      until: order?.state === 'pending' ? order.paymentDueAt : null,
    });
  }
  return holds;
}

function cartHolds(sku: string, { ledger, carts }: ExplainOptions): CartHold[] {
  const holds: CartHold[] = [];
  for (const [userId, lines] of ledger.softHolds.all()) {
    const line = lines.find((held) => held.sku === sku);
    if (line === undefined) continue;
    const cart = carts.get(userId);
    const { reservedUntil = null } = cart?.lines.find((its) => its.sku === sku) ?? {};
    holds.push({
      userId,
      cartId: cart?.cartId ?? null,
      quantity: unitsOf(line),
      until: reservedUntil,
    });
  }
  return holds.sort(byEnd);
}

/** Those without an end come last; of those that end together, the order is that of the users' ids. */
function byEnd(a: CartHold, b: CartHold): number {
  const [endOfA, endOfB] = [a.until ?? Number.MAX_SAFE_INTEGER, b.until ?? Number.MAX_SAFE_INTEGER];
  return endOfA - endOfB || (a.userId < b.userId ? -1 : 1);
}

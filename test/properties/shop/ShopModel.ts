/** Units of one product at one location. */
interface Shelf {
  received: number;
  available: number;
  held: number;
  shipped: number;
}

interface ModelProduct {
  readonly name: string;
  priceMinor: number;
  maxPerOrder: number | undefined;
  maxPerUser: number | undefined;
  readonly shelves: Map<string, Shelf>;
  /** The latest rating of each user. */
  readonly ratings: Map<string, number>;
}

interface ModelCart {
  readonly expiresAt: number;
  readonly lines: Map<string, number>;
}

export interface ModelOrder {
  readonly orderId: string;
  readonly userId: string;
  state: 'pending' | 'confirmed' | 'shipped' | 'delivered' | 'cancelled';
  /** The lines that the shop answered when the order was placed; they have been compared then. */
  readonly lines: readonly {
    readonly sku: string;
    readonly quantity: number;
    readonly allocations: readonly { readonly location: string; readonly quantity: number }[];
  }[];
  readonly placed: object;
  readonly placedAt: number;
  readonly paymentDueAt: number;
  trackingNumber?: string;
  cancelReason?: string;
}

/** What a checkout with an idempotency key asked for, and was answered. */
export interface KeyedAnswer {
  readonly at: number;
  readonly options: string;
  /** Of the cart, without their order; empty for an empty cart. */
  readonly lines: string;
  readonly answer: { readonly order?: { readonly orderId: string } };
}

const DAY_MS = 24 * 60 * 60 * 1000;

const LINE_STATUS = {
  pending: 'reserved',
  confirmed: 'reserved',
  shipped: 'purchased',
  delivered: 'purchased',
  cancelled: 'removed',
};

/**
 * A shop in plain numbers and maps. It knows what has to be true, and nothing of how the engine works. What a command changes in it
 * stands with the command.
 */
export class ShopModel {
  now = 0;
  readonly users = new Map<string, { member: boolean }>();
  readonly products = new Map<string, ModelProduct>();
  /** Only the carts that have lines. */
  readonly carts = new Map<string, ModelCart>();
  readonly orders: ModelOrder[] = [];
  /** The answers of checkouts with an idempotency key, by user and key. */
  readonly answers = new Map<string, KeyedAnswer>();
  /** The facts that the shop has to emit for the current command, without `seq`. */
  facts: object[] = [];

  available(sku: string): number {
    let sum = 0;
    for (const { available } of this.products.get(sku)?.shelves.values() ?? []) sum += available;
    return sum;
  }

  /** Units of a product that a user holds, or has bought within a day. */
  counted(userId: string, sku: string): number {
    let units = 0;
    for (const order of this.orders) {
      if (order.userId !== userId || order.state === 'cancelled') continue;
      const isHeld = order.state === 'pending' || order.state === 'confirmed';
      if (!isHeld && order.placedAt <= this.now - DAY_MS) continue;
      for (const line of order.lines) if (line.sku === sku) units += line.quantity;
    }
    return units;
  }

  /** Expects a fact of the present moment, or of `at`. */
  tell(fact: { readonly type: string; readonly [member: string]: unknown }, at = this.now): void {
    this.facts.push({ ...fact, at });
  }

  /** Moves an order's units from one figure to another at their locations. */
  move(lines: ModelOrder['lines'], from: keyof Shelf, to: keyof Shelf): void {
    for (const { sku, allocations } of lines) {
      for (const { location, quantity } of allocations) {
        const shelf = this.products.get(sku)?.shelves.get(location);
        if (shelf === undefined || shelf[from] < quantity) {
          throw new Error(`${quantity} of ${sku} cannot be taken from ${from} at ${location}`);
        }
        shelf[from] -= quantity;
        shelf[to] += quantity;
      }
    }
  }

  cartView(userId: string, anyId: unknown): object {
    const cart = this.carts.get(userId);
    if (cart === undefined) {
      return { userId, cartId: null, state: 'empty', lines: [], totalMinor: 0, expiresAt: null };
    }
    let totalMinor = 0;
    const lines = [...cart.lines].map(([sku, quantity]) => {
      const { name, priceMinor: unitPriceMinor } = this.products.get(sku) as ModelProduct;
      totalMinor += unitPriceMinor * quantity;
      return { sku, name, quantity, unitPriceMinor, status: 'added' };
    });
    return { userId, cartId: anyId, state: 'open', lines, totalMinor, expiresAt: cart.expiresAt };
  }

  orderView(order: ModelOrder): object {
    const { placed, state, lines, trackingNumber, cancelReason } = order;
    return {
      ...placed,
      state,
      lines: lines.map((line) => ({ ...line, status: LINE_STATUS[state] })),
      ...(trackingNumber !== undefined && { trackingNumber }),
      ...(cancelReason !== undefined && { cancelReason }),
    };
  }

  stockView(sku: string): object {
    const figures = { onHand: 0, available: 0, held: 0, shipped: 0 };
    const locations: Record<string, object> = {};
    for (const [location, { available, held, shipped }] of this.products.get(sku)?.shelves ?? []) {
      locations[location] = { onHand: available + held, available, held, shipped };
      figures.onHand += available + held;
      figures.available += available;
      figures.held += held;
      figures.shipped += shipped;
    }
    const holds = this.orders.flatMap(({ orderId, state, lines, paymentDueAt }) => {
      if (state !== 'pending' && state !== 'confirmed') return [];
      const until = state === 'pending' ? paymentDueAt : null;
      return lines
        .filter((line) => line.sku === sku)
        .map(({ quantity }) => ({ orderId, quantity, until }));
    });
    return { ...figures, locations, holds };
  }
}

import { orderLimitRefusal } from './cartRules.ts';
import { MAX_COUNTED_BUYERS } from './limits.ts';
import type { PurchaseLimitRefusal } from './refusal.ts';
import type { RequestedLine } from './stockPlan.ts';

/** A line with the limits of its product. */
export interface LimitedLine extends RequestedLine {
  /** The most units of one order; undefined for any number. */
  readonly maxPerOrder?: number | undefined;
  /** The most units of one user; undefined for any number. */
  readonly maxPerUser?: number | undefined;
}

/** Who wants to buy what, and when. */
export interface PurchaseRequest {
  readonly lines: readonly LimitedLine[];
  /** Undefined for a request of nobody, to which the limits per user do not apply. */
  readonly userId?: string | undefined;
  /** Epoch milliseconds. */
  readonly placedAt?: number | undefined;
}

/** An order, as it counts towards the limits of its user. */
export interface CountedOrder {
  readonly orderId: string;
  /** When it was placed, epoch milliseconds of the present wall clock. */
  readonly placedAt: number;
  readonly stock: 'held' | 'committed' | 'released';
  readonly lines: readonly RequestedLine[];
}

/** Reads the orders of a user when the user is first asked for. */
export interface PurchaseSource {
  /**
   * The orders of the user that hold stock, and those that have bought and were placed after `since`, in any
   * order. `isComplete` is false when the user has placed so many orders after `since` that not all were read.
   */
  read(
    userId: string,
    since: number,
  ): { readonly orders: Iterable<CountedOrder>; readonly isComplete: boolean };
}

/** Units of one product in one order. */
interface Purchase {
  readonly buyer: Buyer;
  readonly sku: string;
  readonly quantity: number;
  placedAt: number;
  /** True while the order holds them. */
  isHeld: boolean;
}

/** What one user holds and has bought. */
class Buyer {
  /** By SKU. */
  readonly purchases = new Map<string, Purchase[]>();
  /** When the orders were read, epoch milliseconds. */
  readAt: number;
  /** False when the user has placed more orders than were read. */
  readonly isComplete: boolean;

  constructor(readAt: number, isComplete: boolean) {
    this.readAt = readAt;
    this.isComplete = isComplete;
  }
}

/**
 * What users hold and have bought, as far as a limit per user asks for it: units count as long as an order
 * holds them, and shipped units from the checkout on for a window of time. Released units do not count.
 *
 * The inventory owns the only instance and asks it in the message that takes the stock, so that several
 * checkouts at once cannot pass a limit together. Everything in it follows from the orders: a user's orders are
 * read when a product with a limit is first bought, and followed for the length of the window. Then they are
 * read again, so that its memory is bounded by the users who buy such products meanwhile.
 */
export class PurchaseAllowance {
  /** Without it, only the orders count that {@link PurchaseAllowance.place} has been called with. */
  source: PurchaseSource | undefined = undefined;
  readonly #windowMs: number;
  /** In the order in which their orders were read. */
  readonly #buyers = new Map<string, Buyer>();
  /** The purchases of each order of these users that holds stock. */
  readonly #held = new Map<string, readonly Purchase[]>();

  /** @param windowMs how long a purchase counts from its checkout on, in milliseconds. */
  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  /** The first limit that the lines exceed, in their order; that of one order comes before that of one user. */
  refusalOf(request: PurchaseRequest): PurchaseLimitRefusal | undefined {
    const { lines } = request;
    for (let index = 0; index < lines.length; index++) {
      const { maxPerOrder, maxPerUser } = lines[index] as LimitedLine;
      if (maxPerOrder === undefined && maxPerUser === undefined) continue;
      const refusal = this.#refusalOfLine(lines[index] as LimitedLine, request);
      if (refusal !== undefined) return refusal;
    }
    return undefined;
  }

  /**
   * The units of a product that the user holds, or has bought in an order that was placed within the window
   * before `at`.
   */
  counted(userId: string, sku: string, at: number): number {
    return this.#count(this.#buyerOf(userId, at), sku, at);
  }

  /** An order has been placed, and holds its lines. To be called after {@link PurchaseAllowance.refusalOf}. */
  place(orderId: string, { userId, lines, placedAt }: PurchaseRequest): void {
    if (this.#buyers.size === 0 || userId === undefined || placedAt === undefined) return;
    const buyer = this.#buyers.get(userId);
    if (buyer !== undefined) this.#add(buyer, { orderId, placedAt, stock: 'held', lines });
  }

  /** The order has shipped: its units count until the window ends. */
  ship(orderId: string): void {
    for (const purchase of this.#takeHeld(orderId)) purchase.isHeld = false;
  }

  /** The order has released its units, which do not count any more. */
  release(orderId: string): void {
    for (const purchase of this.#takeHeld(orderId)) remove(purchase);
  }

  /** Reads the user's orders again when they are next needed. */
  forget(userId: string): void {
    this.#buyers.delete(userId);
  }

  /** The wall clock has jumped. @param byMs how far, in milliseconds. */
  rebase(byMs: number): void {
    for (const buyer of this.#buyers.values()) {
      buyer.readAt += byMs;
      for (const list of buyer.purchases.values()) {
        for (const purchase of list) purchase.placedAt += byMs;
      }
    }
  }

  /** The users of whom {@link PurchaseAllowance.unitsOf} has all units. */
  *followed(): Generator<string> {
    for (const [userId, { isComplete }] of this.#buyers) if (isComplete) yield userId;
  }

  /** The units of a followed user that count at a time, by SKU. */
  unitsOf(userId: string, at: number): Map<string, number> {
    const units = new Map<string, number>();
    const buyer = this.#buyers.get(userId);
    for (const sku of [...(buyer?.purchases.keys() ?? [])]) {
      const count = this.#count(buyer as Buyer, sku, at);
      if (count > 0) units.set(sku, count);
    }
    return units;
  }

  /** True when an order that has bought counts at a time. */
  isWithin(placedAt: number, at: number): boolean {
    return placedAt > at - this.#windowMs;
  }

  #refusalOfLine(
    { sku, maxPerOrder, maxPerUser }: LimitedLine,
    { lines, userId, placedAt }: PurchaseRequest,
  ): PurchaseLimitRefusal | undefined {
    let requested = 0;
    for (const line of lines) if (line.sku === sku) requested += line.quantity;
    const refusal = orderLimitRefusal(sku, requested, maxPerOrder);
    if (refusal !== undefined) return refusal;
    if (maxPerUser === undefined || userId === undefined || placedAt === undefined)
      return undefined;
    const buyer = this.#buyerOf(userId, placedAt);
    const known = this.#count(buyer, sku, placedAt);
    // Nobody who buys for himself places so many orders, and the limit must not be passed by placing them.
    const counted = buyer.isComplete ? known : Math.max(known, maxPerUser);
    if (counted + requested <= maxPerUser) return undefined;
    return { code: 'purchase-limit', sku, requested, maxPerUser, counted };
  }

  #count(buyer: Buyer, sku: string, at: number): number {
    let units = 0;
    let outdated: Purchase[] | undefined;
    for (const purchase of buyer.purchases.get(sku) ?? []) {
      if (purchase.isHeld || this.isWithin(purchase.placedAt, at)) units += purchase.quantity;
      else if (outdated === undefined) outdated = [purchase];
      else outdated.push(purchase);
    }
    if (outdated !== undefined) outdated.forEach(remove);
    return units;
  }

  #buyerOf(userId: string, at: number): Buyer {
    const known = this.#buyers.get(userId);
    if (known !== undefined && this.isWithin(known.readAt, at)) return known;
    this.#buyers.delete(userId);
    this.#dropOutdated(at);
    const since = at - this.#windowMs;
    const { orders, isComplete } = this.source?.read(userId, since) ?? NO_ORDERS;
    const buyer = new Buyer(at, isComplete);
    this.#buyers.set(userId, buyer);
    for (const order of orders) this.#add(buyer, order);
    return buyer;
  }

  /** Drops two buyers at the most: more than are added. */
  #dropOutdated(at: number): void {
    let left = 2;
    for (const [userId, { readAt }] of this.#buyers) {
      const isFull = this.#buyers.size >= MAX_COUNTED_BUYERS;
      if (left-- === 0 || (this.isWithin(readAt, at) && !isFull)) return;
      this.#buyers.delete(userId);
    }
  }

  #add(buyer: Buyer, { orderId, placedAt, stock, lines }: CountedOrder): void {
    const isHeld = stock === 'held';
    const purchases = lines.map(({ sku, quantity }) => {
      const purchase: Purchase = { buyer, sku, quantity, placedAt, isHeld };
      const list = buyer.purchases.get(sku);
      if (list === undefined) buyer.purchases.set(sku, [purchase]);
      else list.push(purchase);
      return purchase;
    });
    if (isHeld) this.#held.set(orderId, purchases);
  }

  #takeHeld(orderId: string): readonly Purchase[] {
    if (this.#held.size === 0) return NO_PURCHASES;
    const purchases = this.#held.get(orderId);
    if (purchases === undefined) return NO_PURCHASES;
    this.#held.delete(orderId);
    return purchases;
  }
}

const NO_ORDERS: ReturnType<PurchaseSource['read']> = { orders: [], isComplete: true };
const NO_PURCHASES: readonly Purchase[] = [];

function remove(purchase: Purchase): void {
  const { purchases } = purchase.buyer;
  const list = purchases.get(purchase.sku) ?? [];
  // The newest ones are released most often.
  const index = list.lastIndexOf(purchase);
  if (index < 0) return;
  list.splice(index, 1);
  if (list.length === 0) purchases.delete(purchase.sku);
}

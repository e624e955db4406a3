import type { HeldLine, StockLedger } from '../../machines/index.ts';
import type { StockFigures } from '../stock/explain.ts';
import { MAX_STOCK_SHOWN } from './limits.ts';
import type { ActorView } from './shownActor.ts';

/** What the inventory shows of its ledger, in which all stock of the shop is. */
interface ShownStock {
  /** By SKU. */
  readonly stock: Readonly<Record<string, StockFigures>>;
  /** What is held, by order. */
  readonly orders: Readonly<Record<string, readonly HeldLine[]>>;
  /** What is reserved, by the user of the cart. */
  readonly carts: Readonly<Record<string, readonly HeldLine[]>>;
}

interface OfCartOrOrder {
  readonly userId?: unknown;
  readonly orderId?: unknown;
  readonly lines?: unknown;
}

/** The part of the stock that shown carts and orders are about. */
export class StockView {
  readonly #ledger: StockLedger;
  readonly #skus = new RecentTexts();
  readonly #orders = new RecentTexts();
  readonly #users = new RecentTexts();

  constructor(ledger: StockLedger) {
    this.#ledger = ledger;
  }

  /** Takes notice of what a cart or an order is about. A chart of the user's may have anything as its context. */
  note(context: unknown): void {
    const { userId, orderId, lines } = Object(context) as OfCartOrOrder;
    this.#orders.add(orderId);
    if (orderId === undefined) this.#users.add(userId);
    if (!Array.isArray(lines)) return;
    for (const line of lines.slice(0, MAX_STOCK_SHOWN)) this.#skus.add(Object(line).sku);
  }

  /** True when the stock of the product is shown. */
  has(sku: unknown): boolean {
    return this.#skus.has(sku);
  }

  /** @param status that of the inventory. */
  view({ status, value }: ActorView): ActorView {
    const ledger = this.#ledger;
    const context: ShownStock = {
      stock: membersOf(this.#skus, (sku) => figuresOf(ledger, sku)),
      orders: membersOf(this.#orders, (orderId) => ledger.holdOf(orderId)?.lines),
      carts: membersOf(this.#users, (userId) => ledger.softHolds.of(userId)),
    };
    return { status, ...(value !== undefined && { value }), context };
  }
}

/** The last texts that were added. */
class RecentTexts {
  readonly #texts = new Set<string>();

  add(text: unknown): void {
    if (typeof text !== 'string') return;
    const texts = this.#texts;
    texts.delete(text);
    texts.add(text);
    if (texts.size > MAX_STOCK_SHOWN) texts.delete(texts.values().next().value as string);
  }

  has(text: unknown): boolean {
    return this.#texts.has(text as string);
  }

  [Symbol.iterator](): Iterator<string> {
    return this.#texts.values();
  }
}

function membersOf<T>(
  names: Iterable<string>,
  valueFor: (name: string) => T | undefined,
): Record<string, T> {
  const entries: [string, T][] = [];
  for (const name of names) {
    const value = valueFor(name);
    if (value !== undefined) entries.push([name, value]);
  }
  return Object.fromEntries(entries);
}

function figuresOf(ledger: StockLedger, sku: string): StockFigures | undefined {
  if (!ledger.has(sku)) return undefined;
  const figures = { onHand: 0, available: 0, held: 0, shipped: 0 };
  for (const { available, held, shipped } of ledger.balances(sku)) {
    figures.available += available;
    figures.held += held;
    figures.shipped += shipped;
  }
  figures.onHand = figures.available + figures.held;
  return figures;
}

import { availableUnits, type ProductBackInStock } from '../../machines/index.ts';
import { MAX_ALERTS_PER_TURN, MAX_STOCK_ALERTS_PER_USER } from '../base/limits.ts';
import type { Item } from '../items/item.ts';
import type { Engine } from '../runtime/engine.ts';
import type { Part } from '../runtime/part.ts';
import { alertOfUserRecord, owedAlertsRecord, stockAlertRecord } from '../schema/stockAlert.ts';
import type { Stock } from '../stock/stock.ts';
import type { Store } from '../store/store.ts';
import type { Catalog } from './catalog.ts';

export interface StockAlertsOptions {
  readonly engine: Engine;
  readonly store: Store;
  readonly stock: Stock;
  readonly catalog: Catalog;
}

/** A product that users wait for. */
interface WaitedFor {
  readonly item: Item;
  /** The units that were available when the stock was last looked at. */
  available: number;
  /** How many users are still to be told. */
  owed: number;
  /** True when the store says that some are owed. */
  isOwedStored: boolean;
}

/**
 * The users who have asked to be told when a product is back. Whenever units become available, as many of them are told, in the
 * order in which they have asked, by the fact `product.backInStock`. The users are in the store only.
 */
export class StockAlerts implements Part {
  readonly #options: StockAlertsOptions;
  readonly #bySku = new Map<string, WaitedFor>();
  /** Products whose stock has changed in this turn, or of which users are owed. */
  readonly #changed = new Set<WaitedFor>();

  constructor(options: StockAlertsOptions) {
    this.#options = options;
  }

  start(): void {
    const { store } = this.#options;
    for (const sku of waitedForIn(store)) this.#waitFor(sku);
    for (const [[, sku], owed] of owedAlertsRecord.range(store)) {
      const waited = this.#bySku.get(sku);
      if (waited === undefined) continue;
      waited.owed = owed;
      waited.isOwedStored = true;
    }
  }

  ready(): void {
    for (const waited of this.#bySku.values()) if (waited.owed > 0) this.#changed.add(waited);
    if (this.#changed.size > 0) this.#goOn();
  }

  /** True when the user waits for the product. */
  has(userId: string, sku: string): boolean {
    return alertOfUserRecord.has(this.#options.store, alertOfUserRecord.key(userId, sku));
  }

  /** True when the user waits for as many products as one user may. */
  isFull(userId: string): boolean {
    const prefix = [...alertOfUserRecord.prefix, userId];
    let count = 0;
    for (const _ of alertOfUserRecord.keys(this.#options.store, { prefix })) count++;
    return count >= MAX_STOCK_ALERTS_PER_USER;
  }

  /** Lets the user wait for the product. To be called within a turn, once for a user and product. */
  add(userId: string, sku: string): void {
    const { engine } = this.#options;
    const turn = engine.turnNumber;
    engine.stage(stockAlertRecord.put(stockAlertRecord.key(sku, turn), userId));
    engine.stage(alertOfUserRecord.put(alertOfUserRecord.key(userId, sku), turn));
    this.#waitFor(sku);
  }

  beforeCommit(): void {
    if (this.#changed.size === 0) return;
    let budget = MAX_ALERTS_PER_TURN;
    for (const waited of this.#changed) {
      budget -= this.#notify(waited, budget);
      if (waited.owed === 0) this.#changed.delete(waited);
    }
    if (this.#changed.size > 0) setImmediate(() => this.#goOn());
  }

  #waitFor(sku: string): void {
    if (this.#bySku.has(sku)) return;
    const { stock, catalog } = this.#options;
    const item = catalog.find(sku);
    if (item === undefined) return;
    const available = stock.ledger.available(sku);
    const waited = { item, available, owed: 0, isOwedStored: false };
    this.#bySku.set(sku, waited);
    stock.follow(item, () => this.#changed.add(waited));
  }

  /** Tells the users of one product. @returns how many. */
  #notify(waited: WaitedFor, most: number): number {
    const { engine, store } = this.#options;
    const { item } = waited;
    const { sku } = item;
    const available = availableUnits(item);
    // Units that have been sold meanwhile are not there for those who are still to be told.
    waited.owed += Math.max(0, available - waited.available);
    waited.owed = Math.min(waited.owed, available);
    waited.available = available;
    const prefix = [...stockAlertRecord.prefix, sku];
    let notified = 0;
    let isOver = true;
    for (const [key, userId] of stockAlertRecord.range(store, { prefix })) {
      if (notified === Math.min(waited.owed, most)) {
        isOver = false;
        break;
      }
      notified++;
      engine.stage(stockAlertRecord.delete(key));
      engine.stage(alertOfUserRecord.delete(alertOfUserRecord.key(userId, sku)));
      engine.emit<ProductBackInStock>({ type: 'product.backInStock', sku, userId, available });
    }
    waited.owed = isOver ? 0 : waited.owed - notified;
    this.#writeOwed(waited);
    if (isOver) this.#forget(waited);
    return notified;
  }

  #writeOwed(waited: WaitedFor): void {
    const key = owedAlertsRecord.key(waited.item.sku);
    if (waited.owed > 0) this.#options.engine.stage(owedAlertsRecord.put(key, waited.owed));
    else if (waited.isOwedStored) this.#options.engine.stage(owedAlertsRecord.delete(key));
    waited.isOwedStored = waited.owed > 0;
  }

  /** Nobody waits for the product any more. */
  #forget({ item }: WaitedFor): void {
    this.#options.stock.unfollow(item);
    this.#bySku.delete(item.sku);
  }

  /** Tells further users in a turn of its own. A failed commit stops the engine, which reports it. */
  #goOn(): void {
    const { engine } = this.#options;
    if (engine.stopped !== undefined) return;
    const run = async () => engine.turn(() => {});
    run().catch(() => {});
  }
}

/** The SKUs of the products that users wait for, without reading the users. */
function* waitedForIn(store: Store): Generator<string> {
  let after: readonly string[] = stockAlertRecord.prefix;
  for (;;) {
    const [key] = stockAlertRecord.keys(store, { after });
    if (key === undefined) return;
    const [, sku] = key;
    yield sku;
    // Numbers are ordered before texts.
    after = [...stockAlertRecord.prefix, sku, ''];
  }
}

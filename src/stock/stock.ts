import type { Actor } from 'xstate';
import {
  type Allocation,
  availableUnits,
  INVENTORY,
  type InventoryEvent,
  inventoryMachine,
  liveBalances,
  PurchaseAllowance,
  type StockEntry,
  StockLedger,
} from '../../machines/index.ts';
import type { Item } from '../items/item.ts';
import { Items } from '../items/items.ts';
import type { Engine } from '../runtime/engine.ts';
import type { Part } from '../runtime/part.ts';
import { stockRecord } from '../schema/stock.ts';
import type { Store } from '../store/store.ts';
import { prepareMachine } from '../xstate/host/prepareMachine.ts';
import { HoldRegister } from './holdRegister.ts';

export interface StockOptions {
  readonly engine: Engine;
  readonly store: Store;
  readonly allocation: Allocation;
  /** How long a purchase counts towards the limit of its product for one user, in milliseconds. */
  readonly perUserWindowMs: number;
}

/** The stock of a shop: the inventory actor, its ledger with its records, and what users may buy of it. */
export class Stock implements Part {
  readonly items = new Items();
  readonly holds = new HoldRegister();
  readonly ledger: StockLedger;
  readonly allowance: PurchaseAllowance;
  readonly #engine: Engine;
  readonly #allocation: Allocation;
  /** The items whose stock has changed in this turn; empty when everything is in memory. */
  readonly #unsaved = new Set<Item>();
  readonly #listeners: ((item: Item) => void)[] = [];
  /** Items whose changes are followed, with what is called then. */
  readonly #followers = new Map<Item, (item: Item) => void>();
  #inventory: Actor<typeof inventoryMachine> | undefined;

  constructor({ engine, store, allocation, perUserWindowMs }: StockOptions) {
    this.#engine = engine;
    this.allowance = new PurchaseAllowance(perUserWindowMs);
    this.#allocation = allocation;
    this.ledger = new StockLedger({
      entries: this.items,
      holds: this.holds,
      changed: (_, entry) => this.#changed(entry),
      stored: engine.isDurable
        ? {
            find: (sku) => stockRecord.get(store, stockRecord.key(sku)),
            *skus() {
              for (const [, sku] of stockRecord.keys(store)) yield sku;
            },
          }
        : undefined,
    });
  }

  start(): void {
    const { ledger, allowance } = this;
    const input = { ledger, allowance, allocation: this.#allocation };
    this.#inventory = this.#engine.spawnService(INVENTORY, prepareMachine(inventoryMachine), input);
  }

  rebase(byMs: number): void {
    this.allowance.rebase(byMs);
  }

  /**
   * Sends the inventory an event that it always accepts. To be called within a turn, after `start`.
   */
  send(event: InventoryEvent): void {
    if (this.#inventory === undefined) throw new Error('the inventory has not been started');
    this.#inventory.send(event);
  }

  /**
   * Calls `listener` with each item that goes out of stock or comes back, as soon as it does. The
   * listener has to set {@link Item.isShownInStock}.
   */
  onAvailabilityChange(listener: (item: Item) => void): void {
    this.#listeners.push(listener);
  }

  /** Calls `follower` after each change of the item's stock, in place of an earlier one. */
  follow(item: Item, follower: (item: Item) => void): void {
    this.#followers.set(item, follower);
  }

  unfollow(item: Item): void {
    this.#followers.delete(item);
  }

  beforeCommit(): void {
    if (this.#unsaved.size === 0) return;
    // No part changes the stock any more before the turn is committed, which reads the balances.
    for (const item of this.#unsaved) {
      this.#engine.stage(stockRecord.put(stockRecord.key(item.sku), liveBalances(item)));
    }
    this.#unsaved.clear();
  }

  #changed(entry: StockEntry): void {
    // The ledger keeps its entries in `items`.
    const item = entry as Item;
    if (this.#engine.isDurable) this.#unsaved.add(item);
    if (this.#followers.size > 0) this.#followers.get(item)?.(item);
    if (availableUnits(item) > 0 === item.isShownInStock) return;
    for (const listener of this.#listeners) listener(item);
  }
}

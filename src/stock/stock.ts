import type { Actor } from 'xstate';
import {
  type Allocation,
  INVENTORY,
  type InventoryEvent,
  inventoryMachine,
  StockLedger,
} from '../../machines/index.ts';
import type { Engine } from '../runtime/engine.ts';
import type { Part } from '../runtime/part.ts';
import { stockRecord } from '../schema/stock.ts';
import type { Store } from '../store/store.ts';
import { prepareMachine } from '../xstate/host/prepareMachine.ts';

export interface StockOptions {
  readonly engine: Engine;
  readonly store: Store;
  readonly allocation: Allocation;
}

/** The stock of a shop: the inventory actor, its ledger, and the records of the ledger. */
export class Stock implements Part {
  readonly ledger: StockLedger;
  readonly #engine: Engine;
  readonly #allocation: Allocation;
  readonly #changedSkus = new Set<string>();
  readonly #listeners: ((sku: string) => void)[] = [];
  #inventory: Actor<typeof inventoryMachine> | undefined;

  constructor({ engine, store, allocation }: StockOptions) {
    this.#engine = engine;
    this.#allocation = allocation;
    this.ledger = new StockLedger({
      changed: (sku) => this.#changedSkus.add(sku),
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
    const input = { ledger: this.ledger, allocation: this.#allocation };
    this.#inventory = this.#engine.spawnService(INVENTORY, prepareMachine(inventoryMachine), input);
  }

  /**
   * Sends the inventory an event that it always accepts. To be called within a turn, after `start`.
   */
  send(event: InventoryEvent): void {
    if (this.#inventory === undefined) throw new Error('the inventory has not been started');
    this.#inventory.send(event);
  }

  /**
   * Calls `listener` with each SKU whose stock has changed, at the end of the turn or before a
   * search.
   */
  onChange(listener: (sku: string) => void): void {
    this.#listeners.push(listener);
  }

  /** Calls the listeners with all SKUs that have changed in the current turn so far. */
  announceChanges(): void {
    for (const sku of this.#changedSkus) for (const listener of this.#listeners) listener(sku);
  }

  beforeCommit(): void {
    if (this.#changedSkus.size === 0) return;
    this.announceChanges();
    if (this.#engine.isDurable) {
      for (const sku of this.#changedSkus) {
        this.#engine.stage(stockRecord.put(stockRecord.key(sku), this.ledger.balances(sku)));
      }
    }
    this.#changedSkus.clear();
  }
}

import type { StockEntries } from '../../machines/index.ts';
import { ShardedMap } from '../base/shardedMap.ts';
import { Item } from './item.ts';

/** Most shops have fewer products; see {@link ShardedMap}. */
const UNSHARDED_ITEMS = 2 ** 17;

/** Comparing with more texts would take longer than a look-up. */
const MAX_EXPECTED = 4;
const NO_ITEMS: readonly undefined[] = [];

/** The items of a shop by SKU, for its ledger and its catalogue. */
export class Items implements StockEntries {
  readonly #bySku = new ShardedMap<Item>(UNSHARDED_ITEMS);
  readonly #list: Item[] = [];
  #expected: readonly (Item | undefined)[] = NO_ITEMS;

  get size(): number {
    return this.#list.length;
  }

  get(sku: string): Item | undefined {
    const expected = this.#expected;
    for (let index = 0; index < expected.length; index++) {
      const item = expected[index];
      if (item !== undefined && item.sku === sku) return item;
    }
    return this.#bySku.get(sku);
  }

  /** Takes note of items that are about to be looked up again, which is a fetch from far for each. */
  expect(items: readonly (Item | undefined)[]): void {
    this.#expected = items.length <= MAX_EXPECTED ? items : NO_ITEMS;
  }

  /** The item with the given {@link Item.index}; undefined if there is none. */
  at(index: number): Item | undefined {
    return this.#list[index];
  }

  getOrCreate(sku: string): Item {
    let item = this.#bySku.get(sku);
    if (item === undefined) {
      item = new Item(sku, this.#list.length);
      this.#bySku.set(sku, item);
      this.#list.push(item);
    }
    return item;
  }

  /** In the order of their indexes. */
  values(): IterableIterator<Item> {
    return this.#list.values();
  }
}

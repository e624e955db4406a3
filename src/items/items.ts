import type { StockEntries } from '../../machines/index.ts';
import { ShardedMap } from '../base/shardedMap.ts';
import { Item } from './item.ts';

/** Most shops have fewer products; see {@link ShardedMap}. */
const UNSHARDED_ITEMS = 2 ** 17;

/** The items of a shop by SKU, for its ledger and its catalogue. */
export class Items implements StockEntries {
  readonly #bySku = new ShardedMap<Item>(UNSHARDED_ITEMS);
  readonly #list: Item[] = [];

  get size(): number {
    return this.#list.length;
  }

  get(sku: string): Item | undefined {
    return this.#bySku.get(sku);
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

import { grown } from './grown.ts';
import type { RowKey } from './rowKey.ts';
import { RowLists } from './rowLists.ts';
import type { SortIndex } from './sortIndex.ts';

/**
 * Rows by group, with the key of each row beside it. In the columns, the keys of a group are scattered:
 * reading them from there takes ten times as long as everything else that a search does with them.
 */
export class RowKeyLists {
  readonly #rows = new RowLists();
  /** By group and position in its list. */
  readonly #keys: Uint32Array<ArrayBuffer>[] = [];

  size(group: number): number {
    return this.#rows.size(group);
  }

  /** The rows of a group. Valid until the next change. */
  rows(group: number): Uint32Array {
    return this.#rows.rows(group);
  }

  /** The keys of {@link rows}, in the same order. Valid until the next change. */
  keys(group: number): Uint32Array {
    return (this.#keys[group] ?? EMPTY).subarray(0, this.size(group));
  }

  /**
   * A sort index that yields the rows of `groups`, group by group. The groups must be in the sort
   * order of their rows.
   */
  sortedBy(groups: readonly number[]): SortIndex {
    return {
      offerTo: (top, filter) => {
        for (const group of groups) {
          if (top.isFull) return;
          if (this.size(group) > 0) {
            top.offer(filter.filterKeyedRows({ rows: this.rows(group), keys: this.keys(group) }));
          }
        }
      },
    };
  }

  add(group: number, row: number, key: RowKey): void {
    const position = this.#rows.add(group, row);
    while (group >= this.#keys.length) this.#keys.push(EMPTY);
    let list = this.#keys[group] as Uint32Array<ArrayBuffer>;
    if (position >= list.length) {
      list = grown(list, new Uint32Array(this.#rows.room(group)));
      this.#keys[group] = list;
    }
    list[position] = key;
  }

  remove(group: number, row: number): void {
    const position = this.#rows.remove(group, row);
    const list = this.#keys[group] as Uint32Array;
    list[position] = list[this.size(group)] as RowKey;
  }

  /** Sets the key of a row that is in the group. */
  setKey(group: number, row: number, key: RowKey): void {
    (this.#keys[group] as Uint32Array)[this.#rows.positionOf(row)] = key;
  }

  move(row: number, { from, to, key }: { from: number; to: number; key: RowKey }): void {
    if (from === to) {
      this.setKey(from, row, key);
    } else {
      this.remove(from, row);
      this.add(to, row, key);
    }
  }
}

const EMPTY = new Uint32Array();

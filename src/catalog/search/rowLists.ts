import { grown } from './columns.ts';
import type { KeptOrder } from './topRows.ts';

/** A list's first room; it doubles. */
const FIRST_ROOM = 4;

/** Rows by group, in no order. A row is in one group at the most; going in and out takes O(1). */
export class RowLists {
  readonly #lists: Uint32Array<ArrayBuffer>[] = [];
  readonly #sizes: number[] = [];
  /** By row, its place in the list. */
  #places = new Uint32Array();

  size(group: number): number {
    return this.#sizes[group] ?? 0;
  }

  /** The rows of a group. To be read until the next change. */
  all(group: number): Uint32Array {
    return this.#room(group).subarray(0, this.size(group));
  }

  /**
   * Rows of the first of the groups first: of use when these are one behind the other in the order
   * that rows are sorted by.
   */
  inOrder(groups: readonly number[]): KeptOrder {
    return {
      offerTo: (top, passing) => {
        for (const group of groups) {
          if (top.isFull) return;
          if (this.size(group) > 0) top.offer(passing.among(this.all(group)));
        }
      },
    };
  }

  add(group: number, row: number): void {
    if (row >= this.#places.length) {
      this.#places = grown(this.#places, new Uint32Array(Math.max(1024, row * 2)));
    }
    while (group >= this.#lists.length) {
      this.#lists.push(NONE);
      this.#sizes.push(0);
    }
    const size = this.size(group);
    let list = this.#room(group);
    if (size === list.length) {
      list = grown(list, new Uint32Array(size * 2 || FIRST_ROOM));
      this.#lists[group] = list;
    }
    list[size] = row;
    this.#places[row] = size;
    this.#sizes[group] = size + 1;
  }

  /** The last one takes the place of the one that goes. */
  remove(group: number, row: number): void {
    const list = this.#room(group);
    const lastPlace = this.size(group) - 1;
    const last = list[lastPlace] as number;
    const place = this.#places[row] as number;
    list[place] = last;
    this.#places[last] = place;
    this.#sizes[group] = lastPlace;
  }

  #room(group: number): Uint32Array<ArrayBuffer> {
    return this.#lists[group] ?? NONE;
  }
}

const NONE = new Uint32Array();

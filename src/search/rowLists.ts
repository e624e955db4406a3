import { grown } from './columns.ts';

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

  /** How many rows the list of a group has room for. */
  room(group: number): number {
    return this.#list(group).length;
  }

  placeOf(row: number): number {
    return this.#places[row] as number;
  }

  /** The rows of a group. To be read until the next change. */
  all(group: number): Uint32Array {
    return this.#list(group).subarray(0, this.size(group));
  }

  /** @returns its place in the list. */
  add(group: number, row: number): number {
    if (row >= this.#places.length) {
      this.#places = grown(this.#places, new Uint32Array(Math.max(1024, row * 2)));
    }
    while (group >= this.#lists.length) {
      this.#lists.push(NONE);
      this.#sizes.push(0);
    }
    const size = this.size(group);
    let list = this.#list(group);
    if (size === list.length) {
      list = grown(list, new Uint32Array(size * 2 || FIRST_ROOM));
      this.#lists[group] = list;
    }
    list[size] = row;
    this.#places[row] = size;
    this.#sizes[group] = size + 1;
    return size;
  }

  /** @returns the place that has become free, which the last one takes. */
  remove(group: number, row: number): number {
    const list = this.#list(group);
    const lastPlace = this.size(group) - 1;
    const last = list[lastPlace] as number;
    const place = this.placeOf(row);
    list[place] = last;
    this.#places[last] = place;
    this.#sizes[group] = lastPlace;
    return place;
  }

  #list(group: number): Uint32Array<ArrayBuffer> {
    return this.#lists[group] ?? NONE;
  }
}

const NONE = new Uint32Array();

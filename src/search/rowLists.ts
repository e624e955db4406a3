import { grown } from './grown.ts';

/** Rows that a list first has room for; the room doubles. */
const FIRST_ROOM = 4;

/** Rows by group, unordered. A row is in at most one group; adding and removing take O(1). */
export class RowLists {
  readonly #lists: Uint32Array<ArrayBuffer>[] = [];
  readonly #sizes: number[] = [];
  /** By row, its position in its list. */
  #positions = new Uint32Array();

  size(group: number): number {
    return this.#sizes[group] ?? 0;
  }

  /** The number of rows that the list of a group has room for. */
  room(group: number): number {
    return this.#list(group).length;
  }

  positionOf(row: number): number {
    return this.#positions[row] as number;
  }

  /** The rows of a group. Valid until the next change. */
  rows(group: number): Uint32Array {
    return this.#list(group).subarray(0, this.size(group));
  }

  /** @returns the row's position in the list. */
  add(group: number, row: number): number {
    if (row >= this.#positions.length) {
      this.#positions = grown(this.#positions, new Uint32Array(Math.max(1024, row * 2)));
    }
    while (group >= this.#lists.length) {
      this.#lists.push(EMPTY);
      this.#sizes.push(0);
    }
    const size = this.size(group);
    let list = this.#list(group);
    if (size === list.length) {
      list = grown(list, new Uint32Array(size * 2 || FIRST_ROOM));
      this.#lists[group] = list;
    }
    list[size] = row;
    this.#positions[row] = size;
    this.#sizes[group] = size + 1;
    return size;
  }

  /** @returns the position of the removed row, to which the last row of the list has moved. */
  remove(group: number, row: number): number {
    const list = this.#list(group);
    const lastPosition = this.size(group) - 1;
    const last = list[lastPosition] as number;
    const position = this.positionOf(row);
    list[position] = last;
    this.#positions[last] = position;
    this.#sizes[group] = lastPosition;
    return position;
  }

  #list(group: number): Uint32Array<ArrayBuffer> {
    return this.#lists[group] ?? EMPTY;
  }
}

const EMPTY = new Uint32Array();

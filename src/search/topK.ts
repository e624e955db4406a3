import { compareRows, type Ranking, sortRows } from './ranking.ts';

/** Above this part of the result, sorting all of it costs less than keeping a heap of the first rows. */
const SORTED_PART = 1 / 4;

/** The first `count` of `rows`, in order. May change the order of `rows`. */
export function selectTopK(rows: Uint32Array, count: number, ranking: Ranking): Uint32Array {
  if (count > rows.length * SORTED_PART) return sortRows(rows, ranking).subarray(0, count);
  const top = new TopK(count, ranking);
  top.offer(rows);
  return top.inOrder();
}

/**
 * The first `count` of the rows that are offered: a heap whose root is the last of them, which a
 * better row replaces. Written by hand, since the heaps on npm order by one number or call back for
 * each row, and here mostly one comparison is enough.
 */
export class TopK {
  readonly #count: number;
  readonly #ranking: Ranking;
  readonly #heap: Uint32Array;
  #size = 0;

  constructor(count: number, ranking: Ranking) {
    this.#count = count;
    this.#ranking = ranking;
    this.#heap = new Uint32Array(count);
  }

  offer(rows: Uint32Array): void {
    const taken = Math.min(rows.length, this.#count - this.#size);
    if (taken > 0) this.#fill(rows.subarray(0, taken));
    if (taken === rows.length || this.#count === 0) return;
    const { key, isDescending, tie, breakTie } = this.#ranking;
    const heap = this.#heap;
    const sign = isDescending ? -1 : 1;
    let last = heap[0] as number;
    let lastKey = sign * (key[last] as number);
    for (let index = taken; index < rows.length; index++) {
      const row = rows[index] as number;
      const rowKey = sign * (key[row] as number);
      if (rowKey > lastKey) continue;
      if (rowKey === lastKey) {
        const difference = (tie[row] as number) - (tie[last] as number);
        if (difference > 0 || (difference === 0 && breakTie(row, last) > 0)) continue;
      }
      heap[0] = row;
      this.#siftDown(0);
      last = heap[0] as number;
      lastKey = sign * (key[last] as number);
    }
  }

  /** True when `count` rows have been offered. */
  get isFull(): boolean {
    return this.#size === this.#count;
  }

  /** True when no row with this key can be among the first any more. */
  excludes(key: number): boolean {
    if (!this.isFull) return false;
    const last = this.#ranking.key[this.#heap[0] as number] as number;
    return this.#ranking.isDescending ? key < last : key > last;
  }

  inOrder(): Uint32Array {
    return sortRows(this.#heap.slice(0, this.#size), this.#ranking);
  }

  #fill(rows: Uint32Array): void {
    this.#heap.set(rows, this.#size);
    this.#size += rows.length;
    if (!this.isFull) return;
    for (let at = (this.#size >>> 1) - 1; at >= 0; at--) this.#siftDown(at);
  }

  /** Moves a row down until both of its children are better. */
  #siftDown(from: number): void {
    const heap = this.#heap;
    const ranking = this.#ranking;
    const row = heap[from] as number;
    let at = from;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      const right = child + 1;
      const isRight =
        right < heap.length &&
        compareRows(heap[right] as number, heap[child] as number, ranking) > 0;
      if (isRight) child = right;
      if (compareRows(heap[child] as number, row, ranking) < 0) break;
      heap[at] = heap[child] as number;
      at = child;
    }
    heap[at] = row;
  }
}

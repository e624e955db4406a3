/** Something that falls due. */
export interface Due {
  /** Epoch milliseconds. */
  readonly dueAt: number;
  /** Breaks ties: of two that fall due together, the one with the smaller number is first. */
  readonly order: number;
  /** Where it stands in its heap, which keeps this; undefined while it stands in none. */
  position?: number | undefined;
}

/**
 * A binary min-heap that can drop any member in O(log n), because it knows where each one stands.
 *
 * Written by hand: nearly every timer here is cancelled long before it is due (a cart is bought
 * within its 24 hours, an order paid within its 30 minutes), and the heaps on npm find a member to
 * remove by scanning all of them, or keep the cancelled ones until they would have fallen due.
 */
export class TimerHeap<T extends Due> {
  readonly #heap: T[] = [];

  get size(): number {
    return this.#heap.length;
  }

  /** The member that falls due first. */
  peek(): T | undefined {
    return this.#heap[0];
  }

  push(timer: T): void {
    timer.position = this.#heap.push(timer) - 1;
    this.#up(timer.position);
  }

  pop(): T | undefined {
    const first = this.#heap[0];
    if (first !== undefined) this.delete(first);
    return first;
  }

  /** @returns false if `timer` is not a member. */
  delete(timer: T): boolean {
    const { position } = timer;
    if (position === undefined || this.#heap[position] !== timer) return false;
    timer.position = undefined;
    const last = this.#heap.pop() as T;
    if (last === timer) return true;
    this.#place(last, position);
    this.#up(position);
    this.#down(last.position as number);
    return true;
  }

  #up(from: number): void {
    let position = from;
    while (position > 0) {
      const parent = (position - 1) >> 1;
      if (this.#isSorted(parent, position)) return;
      this.#swap(parent, position);
      position = parent;
    }
  }

  #down(from: number): void {
    let position = from;
    for (;;) {
      const left = 2 * position + 1;
      if (left >= this.#heap.length) return;
      const right = left + 1;
      const child = right < this.#heap.length && this.#isSorted(right, left) ? right : left;
      if (this.#isSorted(position, child)) return;
      this.#swap(position, child);
      position = child;
    }
  }

  #isSorted(first: number, second: number): boolean {
    const a = this.#heap[first] as T;
    const b = this.#heap[second] as T;
    return a.dueAt === b.dueAt ? a.order < b.order : a.dueAt < b.dueAt;
  }

  #swap(one: number, other: number): void {
    const timer = this.#heap[one] as T;
    this.#place(this.#heap[other] as T, one);
    this.#place(timer, other);
  }

  #place(timer: T, position: number): void {
    this.#heap[position] = timer;
    timer.position = position;
  }
}

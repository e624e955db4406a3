/** A member of a {@link TimerHeap}. */
export interface Due {
  /** Epoch milliseconds. */
  readonly dueAt: number;
  /** Breaks ties: of two members due at the same time, the one with the smaller number is first. */
  readonly order: number;
  /** True when it is in a heap. Set by the heap. */
  isPending?: boolean;
}

/** Up to this many removed members are not worth a sweep. */
const SWEEP_THRESHOLD = 64;

/**
 * A binary min-heap in which removing any member is cheap: it is only marked. Marked members are
 * swept out together once they are half of the heap.
 *
 * Written by hand, since nearly every timer here is cancelled long before it is due (a cart is bought
 * within its 24 hours, an order paid within its 30 minutes). The heaps on npm find a member to remove
 * by scanning all of them, or retain cancelled ones until they would have fallen due. Removing a
 * member immediately would touch a path of members that lie far apart in memory.
 */
export class TimerHeap<T extends Due> {
  #heap: T[] = [];
  /** The number of members that are not marked as removed. */
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The number of members, the marked ones included. */
  get slotCount(): number {
    return this.#heap.length;
  }

  /** The member that is due first; undefined in an empty heap. */
  peek(): T | undefined {
    for (;;) {
      const first = this.#heap[0];
      if (first === undefined || first.isPending === true) return first;
      this.#dropFirst();
    }
  }

  /** Calls a function with every member, the marked ones included. It must not change their order. */
  forEach(call: (timer: T) => void): void {
    for (const timer of this.#heap) call(timer);
  }

  push(timer: T): void {
    timer.isPending = true;
    this.#size++;
    this.#up(this.#heap.push(timer) - 1);
  }

  /** Removes and returns the member that is due first. */
  pop(): T | undefined {
    const first = this.peek();
    if (first === undefined) return undefined;
    this.#markRemoved(first);
    this.#dropFirst();
    return first;
  }

  /** @returns false if `timer` is not a member. */
  delete(timer: T): boolean {
    if (timer.isPending !== true) return false;
    this.#markRemoved(timer);
    if (this.#heap.length > 2 * this.#size + SWEEP_THRESHOLD) this.#sweep();
    return true;
  }

  #markRemoved(timer: T): void {
    timer.isPending = false;
    this.#size--;
  }

  /** Drops the marked members. The others are sorted, and a sorted array is a heap. */
  #sweep(): void {
    this.#heap = this.#heap.filter(({ isPending }) => isPending).sort(compare);
  }

  #dropFirst(): void {
    const last = this.#heap.pop() as T;
    if (this.#heap.length === 0) return;
    this.#heap[0] = last;
    this.#down(0);
  }

  #up(from: number): void {
    const timer = this.#heap[from] as T;
    let position = from;
    while (position > 0) {
      const above = (position - 1) >> 1;
      const parent = this.#heap[above] as T;
      if (compare(parent, timer) < 0) break;
      this.#heap[position] = parent;
      position = above;
    }
    this.#heap[position] = timer;
  }

  #down(from: number): void {
    const timer = this.#heap[from] as T;
    let position = from;
    for (;;) {
      const left = 2 * position + 1;
      if (left >= this.#heap.length) break;
      const right = left + 1;
      const isRightFirst =
        right < this.#heap.length && compare(this.#heap[right] as T, this.#heap[left] as T) < 0;
      const below = isRightFirst ? right : left;
      const child = this.#heap[below] as T;
      if (compare(timer, child) < 0) break;
      this.#heap[position] = child;
      position = below;
    }
    this.#heap[position] = timer;
  }
}

function compare(a: Due, b: Due): number {
  return a.dueAt === b.dueAt ? a.order - b.order : a.dueAt - b.dueAt;
}

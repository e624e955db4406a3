/** Something that falls due. */
export interface Due {
  /** Epoch milliseconds. */
  readonly dueAt: number;
  /** Breaks ties: of two that fall due together, the one with the smaller number is first. */
  readonly order: number;
  /** Is it a member of a heap, which keeps this? */
  waits?: boolean;
}

/** So few cancelled timers are not worth a sweep. */
const FEW = 64;

/**
 * A binary min-heap in which taking out any member costs nothing to speak of: it is marked, and
 * swept out with the others once half of the heap is marked.
 *
 * Written by hand: nearly every timer here is cancelled long before it is due (a cart is bought
 * within its 24 hours, an order paid within its 30 minutes). The heaps on npm find a member to
 * remove by scanning all of them, or keep the cancelled ones until they would have fallen due; and
 * to close the gap at once would touch a path of members all over the memory.
 */
export class TimerHeap<T extends Due> {
  #heap: T[] = [];
  /** Members that have not been taken out. */
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The member that falls due first. */
  peek(): T | undefined {
    for (;;) {
      const first = this.#heap[0];
      if (first === undefined || first.waits === true) return first;
      this.#dropFirst();
    }
  }

  push(timer: T): void {
    timer.waits = true;
    this.#size++;
    this.#up(this.#heap.push(timer) - 1);
  }

  pop(): T | undefined {
    const first = this.peek();
    if (first === undefined) return undefined;
    this.#leave(first);
    this.#dropFirst();
    return first;
  }

  /** @returns false if `timer` is not a member. */
  delete(timer: T): boolean {
    if (timer.waits !== true) return false;
    this.#leave(timer);
    if (this.#heap.length > 2 * this.#size + FEW) this.#sweep();
    return true;
  }

  #leave(timer: T): void {
    timer.waits = false;
    this.#size--;
  }

  /** Keeps those that wait. In order they are a heap as they stand. */
  #sweep(): void {
    this.#heap = this.#heap.filter(({ waits }) => waits).sort(compare);
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

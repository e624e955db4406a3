import type { Due } from './timerHeap.ts';

/** A member of a {@link TimerRing}. */
export interface RingMember extends Due {
  /** Its place in the ring. Set by the ring. */
  slot: number;
}

/** Up to this many empty slots are not worth a sweep. */
const SWEEP_THRESHOLD = 64;

/**
 * The timers of one delay. They fall due in the order in which they were set, so that a queue
 * replaces a heap: setting and removing one takes constant time. A removed member leaves an empty
 * slot; the empty slots are swept out together once they are more than half of all slots.
 */
export class TimerRing<T extends RingMember> {
  readonly delayMs: number;
  /** In due order. */
  readonly #slots: (T | undefined)[] = [];
  /** All slots before this one are empty. */
  #head = 0;
  #size = 0;
  #lastDueAt = Number.NEGATIVE_INFINITY;

  constructor(delayMs: number) {
    this.delayMs = delayMs;
  }

  get size(): number {
    return this.#size;
  }

  /** The number of slots, the empty ones included. */
  get slotCount(): number {
    return this.#slots.length;
  }

  /** True when no member so far is due later. */
  accepts(dueAt: number): boolean {
    return dueAt >= this.#lastDueAt;
  }

  /**
   * Adds a member as the last one. {@link TimerRing.accepts} must be true for it, and its `order`
   * larger than that of every other member.
   */
  push(timer: T): void {
    timer.isPending = true;
    timer.slot = this.#slots.push(timer) - 1;
    this.#lastDueAt = timer.dueAt;
    this.#size++;
  }

  /** The member that is due first; undefined in an empty ring. */
  peek(): T | undefined {
    if (this.#size === 0) return undefined;
    let first = this.#slots[this.#head];
    while (first === undefined) first = this.#slots[++this.#head];
    return first;
  }

  /** Removes a member. */
  delete(timer: T): void {
    timer.isPending = false;
    this.#slots[timer.slot] = undefined;
    this.#size--;
    if (this.#slots.length > 2 * this.#size + SWEEP_THRESHOLD) this.#sweep();
  }

  #sweep(): void {
    const slots = this.#slots;
    let kept = 0;
    for (let slot = this.#head; slot < slots.length; slot++) {
      const timer = slots[slot];
      if (timer === undefined) continue;
      timer.slot = kept;
      slots[kept++] = timer;
    }
    slots.length = kept;
    this.#head = 0;
  }
}

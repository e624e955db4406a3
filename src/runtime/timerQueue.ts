import { TimerHeap } from './timerHeap.ts';
import { type RingMember, TimerRing } from './timerRing.ts';

/** A member of a {@link TimerQueue}. */
export interface QueueMember extends RingMember {
  /** The number of its ring; {@link IN_HEAP} if it is in the heap. Set by the queue. */
  ring: number;
}

export const IN_HEAP = -1;

/** A shop uses a few delays. Finding the first member looks at every ring, so that they are few. */
const MAX_RINGS = 16;

/**
 * Timers in due order; of those due at one time, the one with the smaller `order` is first. The
 * timers of each delay that is in use have a {@link TimerRing}. Those that fit into no ring are in a
 * {@link TimerHeap}: more delays than rings, and restored timers, which come in no order.
 */
export class TimerQueue<T extends QueueMember> {
  readonly #rings: TimerRing<T>[] = [];
  readonly #heap = new TimerHeap<T>();
  #size = 0;
  #nextDueAt = Number.POSITIVE_INFINITY;

  get size(): number {
    return this.#size;
  }

  /** No member is due earlier. The first one may be due later, if others have been removed. */
  get nextDueAt(): number {
    return this.#nextDueAt;
  }

  /** The number of slots of the rings and the heap, those of removed members included. */
  get slotCount(): number {
    return this.#rings.reduce((sum, { slotCount }) => sum + slotCount, this.#heap.slotCount);
  }

  /**
   * Adds a member, whose `order` must be larger than that of all members before.
   *
   * @param delayMs the time until it is due; undefined when it was set at another time than now.
   */
  push(timer: T, delayMs?: number): void {
    const number = delayMs === undefined ? IN_HEAP : this.#ringFor(delayMs, timer.dueAt);
    timer.ring = number;
    if (number === IN_HEAP) this.#heap.push(timer);
    else (this.#rings[number] as TimerRing<T>).push(timer);
    this.#size++;
    if (timer.dueAt < this.#nextDueAt) this.#nextDueAt = timer.dueAt;
  }

  /** @returns false if `timer` is not a member. */
  delete(timer: T): boolean {
    if (timer.isPending !== true) return false;
    if (timer.ring === IN_HEAP) this.#heap.delete(timer);
    else (this.#rings[timer.ring] as TimerRing<T>).delete(timer);
    this.#size--;
    return true;
  }

  /** The member that is due first; undefined in an empty queue. */
  peek(): T | undefined {
    let first = this.#heap.peek();
    for (const ring of this.#rings) {
      const timer = ring.peek();
      if (timer !== undefined && (first === undefined || isBefore(timer, first))) first = timer;
    }
    this.#nextDueAt = first === undefined ? Number.POSITIVE_INFINITY : first.dueAt;
    return first;
  }

  /** Removes and returns the first member if it is due at `now`; undefined if none is. */
  takeDue(now: number): T | undefined {
    // Nearly every question ends here.
    if (now < this.#nextDueAt) return undefined;
    const first = this.peek();
    if (first === undefined || first.dueAt > now) return undefined;
    this.delete(first);
    return first;
  }

  /** The number of the ring for a member; {@link IN_HEAP} if there is none. */
  #ringFor(delayMs: number, dueAt: number): number {
    let free = this.#rings.length < MAX_RINGS ? this.#rings.length : IN_HEAP;
    for (let number = 0; number < this.#rings.length; number++) {
      const ring = this.#rings[number] as TimerRing<T>;
      if (ring.delayMs === delayMs) return ring.accepts(dueAt) ? number : IN_HEAP;
      if (ring.size === 0) free = number;
    }
    if (free !== IN_HEAP) this.#rings[free] = new TimerRing(delayMs);
    return free;
  }
}

function isBefore(a: QueueMember, b: QueueMember): boolean {
  return a.dueAt === b.dueAt ? a.order < b.order : a.dueAt < b.dueAt;
}

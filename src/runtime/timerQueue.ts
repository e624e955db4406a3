import type { EventObject } from 'xstate';
import type { Timer } from './timer.ts';
import { TimerHeap } from './timerHeap.ts';
import { IN_NO_RING, MAX_RINGS, type RingHolder, ringNumberOf, TimerRing } from './timerRing.ts';

/** A timer that is to be set in a ring. */
export interface RingTimer {
  readonly id: string;
  readonly event: EventObject;
  /** The time until it is due, from now on. */
  readonly delayMs: number;
  readonly dueAt: number;
  /** Larger than that of all timers before. */
  readonly order: number;
}

/**
 * Timers in due order; of those due at one time, the one with the smaller `order` is first. The
 * timers of each delayed transition that is in use have a {@link TimerRing}, if their holders have no
 * others. All others are in a {@link TimerHeap}: further ones of a holder, those of more transitions
 * than there are rings, and restored timers, which come in no order.
 */
export class TimerQueue {
  readonly #rings: TimerRing[] = [];
  readonly #heap = new TimerHeap<Timer>();
  #size = 0;
  #nextDueAt = Number.POSITIVE_INFINITY;

  get size(): number {
    return this.#size;
  }

  /** No timer is due earlier. The first one may be due later, if others have been removed. */
  get nextDueAt(): number {
    return this.#nextDueAt;
  }

  /** The number of slots of the rings and the heap, those of removed timers included. */
  get slotCount(): number {
    return this.#rings.reduce((sum, { slotCount }) => sum + slotCount, this.#heap.slotCount);
  }

  /** Adds a timer to the heap. Its `order` may be any but that of another timer. */
  push(timer: Timer): void {
    this.#heap.push(timer);
    this.#added(timer.dueAt);
  }

  /** Sets the only timer of a holder in a ring. @returns false, and does nothing, if no ring takes it. */
  pushToRing(holder: RingHolder, timer: RingTimer): boolean {
    const ring = this.#ringFor(timer);
    if (ring === undefined) return false;
    ring.push(holder, timer.dueAt, timer.order);
    this.#added(timer.dueAt);
    return true;
  }

  /** @returns false if `timer` is not in the heap. */
  delete(timer: Timer): boolean {
    if (!this.#heap.delete(timer)) return false;
    this.#size--;
    return true;
  }

  /** The ring that has the timer of a holder; undefined if none has. */
  ringOf(holder: RingHolder): TimerRing | undefined {
    return holder.ringSlot === IN_NO_RING ? undefined : this.#rings[ringNumberOf(holder)];
  }

  /** Removes the timer of a holder that has one in a ring. */
  deleteFromRing(holder: RingHolder): void {
    this.ringOf(holder)?.delete(holder);
    this.#size--;
  }

  /** Moves the timer that a holder has in a ring to the heap. @returns it; undefined if there is none. */
  moveToHeap(holder: RingHolder): Timer | undefined {
    const timer = this.ringOf(holder)?.take(holder);
    if (timer !== undefined) this.#heap.push(timer);
    return timer;
  }

  /** When the first timer is due; infinite in an empty queue. */
  firstDueAt(): number {
    const ring = this.#firstRing();
    const holder = ring?.first;
    if (ring !== undefined && holder !== undefined) this.#nextDueAt = ring.dueAtOf(holder);
    else this.#nextDueAt = this.#heap.peek()?.dueAt ?? Number.POSITIVE_INFINITY;
    return this.#nextDueAt;
  }

  /** Removes and returns the first timer if it is due at `now`; undefined if none is. */
  takeDue(now: number): Timer | undefined {
    // Nearly every question ends here.
    if (now < this.#nextDueAt) return undefined;
    if (this.#size === 0 || this.firstDueAt() > now) return undefined;
    this.#size--;
    const ring = this.#firstRing();
    const holder = ring?.first;
    return holder === undefined ? this.#heap.pop() : ring?.take(holder);
  }

  /** Moves all due times by as many milliseconds, which leaves their order as it is. */
  rebase(byMs: number): void {
    this.#heap.forEach((timer) => {
      timer.dueAt += byMs;
      if (timer.since !== undefined) timer.since += byMs;
    });
    for (const ring of this.#rings) ring.rebase(byMs);
    this.#nextDueAt += byMs;
  }

  #added(dueAt: number): void {
    this.#size++;
    if (dueAt < this.#nextDueAt) this.#nextDueAt = dueAt;
  }

  /** The ring of the first timer; undefined if that is in the heap. */
  #firstRing(): TimerRing | undefined {
    const top = this.#heap.peek();
    let first: TimerRing | undefined;
    let dueAt = top?.dueAt ?? Number.POSITIVE_INFINITY;
    let order = top?.order ?? Number.POSITIVE_INFINITY;
    for (const ring of this.#rings) {
      const holder = ring.first;
      if (holder === undefined) continue;
      const ringDueAt = ring.dueAtOf(holder);
      const ringOrder = ring.orderOf(holder);
      if (ringDueAt > dueAt || (ringDueAt === dueAt && ringOrder > order)) continue;
      first = ring;
      dueAt = ringDueAt;
      order = ringOrder;
    }
    return first;
  }

  /**
   * The ring for a timer, a new one if necessary; undefined if none can take it. A shorter delay than that
   * of a ring of the same transition is what is left of a deadline: each is another one, and gets no ring.
   */
  #ringFor({ delayMs, id, event, dueAt }: RingTimer): TimerRing | undefined {
    const rings = this.#rings;
    let free = rings.length;
    let isRest = false;
    for (let index = 0; index < rings.length; index++) {
      const ring = rings[index] as TimerRing;
      if (ring.event === event && ring.id === id) {
        if (ring.delayMs === delayMs) return ring.accepts(dueAt) ? ring : undefined;
        if (ring.delayMs > delayMs) isRest = true;
      }
      if (ring.size === 0) free = index;
    }
    if (isRest || free === MAX_RINGS) return undefined;
    const ring = new TimerRing(free, { delayMs, id, event });
    rings[free] = ring;
    return ring;
  }
}

import type { EventObject } from 'xstate';
import { Timer, type TimerHolder } from './timer.ts';

/** An actor in memory, whose timer may be in a ring as long as it is its only one. */
export interface RingHolder extends TimerHolder {
  /** The ring of its timer; undefined if it has none there. Set by the ring. */
  ring: TimerRing | undefined;
  /** The place of its timer in the ring. Set by the ring. */
  slot: number;
}

/** Up to this many empty slots are not worth a sweep. */
const SWEEP_THRESHOLD = 64;

/**
 * The timers of one delayed transition: all have the same delay, id and event. They fall due in the order
 * in which they were set, so that a queue replaces a heap: setting and removing one takes constant time.
 * A timer is no object, but a slot with its holder and numbers. A removed timer leaves an empty slot; the
 * empty slots are swept out together once they are more than half of all slots.
 */
export class TimerRing {
  readonly delayMs: number;
  readonly id: string;
  readonly event: EventObject;
  /** In due order, as the two other lists; undefined in an empty slot. */
  readonly #holders: (RingHolder | undefined)[] = [];
  readonly #dueTimes: number[] = [];
  readonly #orders: number[] = [];
  /** All slots before this one are empty. */
  #head = 0;
  #size = 0;
  #lastDueAt = Number.NEGATIVE_INFINITY;

  constructor(delayMs: number, id: string, event: EventObject) {
    this.delayMs = delayMs;
    this.id = id;
    this.event = event;
  }

  get size(): number {
    return this.#size;
  }

  /** The number of slots, the empty ones included. */
  get slotCount(): number {
    return this.#holders.length;
  }

  /** True when no timer so far is due later. */
  accepts(dueAt: number): boolean {
    return dueAt >= this.#lastDueAt;
  }

  /**
   * Adds a timer as the last one. {@link TimerRing.accepts} must be true for it, its `order` larger
   * than that of every other one, and its holder in no ring.
   */
  push(holder: RingHolder, dueAt: number, order: number): void {
    holder.ring = this;
    holder.slot = this.#holders.push(holder) - 1;
    this.#dueTimes.push(dueAt);
    this.#orders.push(order);
    this.#lastDueAt = dueAt;
    this.#size++;
  }

  /** The holder of the timer that is due first; undefined in an empty ring. */
  get first(): RingHolder | undefined {
    if (this.#size === 0) return undefined;
    let first = this.#holders[this.#head];
    while (first === undefined) first = this.#holders[++this.#head];
    return first;
  }

  dueAtOf({ slot }: RingHolder): number {
    return this.#dueTimes[slot] as number;
  }

  orderOf({ slot }: RingHolder): number {
    return this.#orders[slot] as number;
  }

  /** Removes the timer of a holder. */
  delete(holder: RingHolder): void {
    this.#holders[holder.slot] = undefined;
    holder.ring = undefined;
    this.#size--;
    if (this.#holders.length > 2 * this.#size + SWEEP_THRESHOLD) this.#sweep();
  }

  /** Removes the timer of a holder. @returns it as an object. */
  take(holder: RingHolder): Timer {
    const timer = new Timer(holder, this.id, this.event, this.dueAtOf(holder));
    timer.order = this.orderOf(holder);
    this.delete(holder);
    return timer;
  }

  #sweep(): void {
    const holders = this.#holders;
    let kept = 0;
    for (let slot = this.#head; slot < holders.length; slot++) {
      const holder = holders[slot];
      if (holder === undefined) continue;
      holder.slot = kept;
      holders[kept] = holder;
      this.#dueTimes[kept] = this.#dueTimes[slot] as number;
      this.#orders[kept++] = this.#orders[slot] as number;
    }
    for (const list of [holders, this.#dueTimes, this.#orders]) list.length = kept;
    this.#head = 0;
  }
}

import type { EventObject } from 'xstate';
import type { StoredTimer } from '../schema/storedActor.ts';
import { Timer, type TimerHolder } from './timer.ts';

/** An actor in memory, whose timer may be in a ring as long as it is its only one. */
export interface RingHolder extends TimerHolder {
  /**
   * Where its timer is: the number of the ring, plus {@link MAX_RINGS} times the number of the slot there;
   * {@link IN_NO_RING} without one. One number, since there may be a million holders. Set by the ring.
   */
  ringSlot: number;
}

export const IN_NO_RING = -1;

/** A shop has a few delayed transitions. Finding the first timer looks at every ring, so that they are few. */
export const MAX_RINGS = 16;

/** Up to this many empty slots are not worth a sweep. */
const SWEEP_THRESHOLD = 64;
/** Of all slots at most one in so many has a timer when the empty ones are swept out. */
const SWEPT_AT = 4;
/** With at most one timer in so many slots, a sweep moves the timers. */
const MOVED_AT = 3;
/** Numbers of slots stay small integers, which a holder has no object for. */
const MAX_FIRST_SLOT = 2 ** 26;

/**
 * The timers of one delayed transition: all have the same delay, id and event. They fall due in the order
 * in which they were set, so that a queue replaces a heap: setting and removing one takes constant time.
 * A timer is no object, but a slot with its holder and numbers. A removed timer leaves an empty slot; the
 * empty slots are swept out together once they are three quarters of all slots. A sweep drops those before the
 * first timer. Only if that is not enough does it move timers, since it then has to tell each holder.
 */
export class TimerRing {
  /** From 0 to below {@link MAX_RINGS}. */
  readonly number: number;
  readonly delayMs: number;
  readonly id: string;
  readonly event: EventObject;
  /** In due order, as the two other lists; undefined in an empty slot. */
  readonly #holders: (RingHolder | undefined)[] = [];
  readonly #dueTimes: number[] = [];
  readonly #orders: number[] = [];
  /** The number of the first slot of the lists. */
  #firstSlot = 0;
  /** All slots of the lists before this one are empty. */
  #head = 0;
  #size = 0;
  #lastDueAt = Number.NEGATIVE_INFINITY;

  constructor(number: number, { delayMs, id, event }: Pick<TimerRing, 'delayMs' | 'id' | 'event'>) {
    this.number = number;
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
    this.#setIndex(holder, this.#holders.push(holder) - 1);
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

  dueAtOf(holder: RingHolder): number {
    return this.#dueTimes[this.#indexOf(holder)] as number;
  }

  /** The timer of a holder as it is stored. */
  storedTimerOf(holder: RingHolder): StoredTimer {
    const { id, event, delayMs } = this;
    const dueAt = this.dueAtOf(holder);
    return { id, event, dueAt, since: dueAt - delayMs };
  }

  orderOf(holder: RingHolder): number {
    return this.#orders[this.#indexOf(holder)] as number;
  }

  /** Moves all due times by as many milliseconds. */
  rebase(byMs: number): void {
    const dueTimes = this.#dueTimes;
    for (let index = 0; index < dueTimes.length; index++) {
      dueTimes[index] = (dueTimes[index] as number) + byMs;
    }
    this.#lastDueAt += byMs;
  }

  /** Removes the timer of a holder. */
  delete(holder: RingHolder): void {
    this.#holders[this.#indexOf(holder)] = undefined;
    holder.ringSlot = IN_NO_RING;
    this.#size--;
    if (this.#holders.length > SWEPT_AT * this.#size + SWEEP_THRESHOLD) this.#sweep();
  }

  /** Removes the timer of a holder. @returns it as an object. */
  take(holder: RingHolder): Timer {
    const timer = new Timer(holder, this.id, this.event, this.dueAtOf(holder));
    timer.since = timer.dueAt - this.delayMs;
    timer.order = this.orderOf(holder);
    this.delete(holder);
    return timer;
  }

  #indexOf({ ringSlot }: RingHolder): number {
    return Math.floor(ringSlot / MAX_RINGS) - this.#firstSlot;
  }

  #setIndex(holder: RingHolder, index: number): void {
    holder.ringSlot = (this.#firstSlot + index) * MAX_RINGS + this.number;
  }

  #sweep(): void {
    const lists = [this.#holders, this.#dueTimes, this.#orders];
    const { length } = this.#holders;
    while (this.#head < length && this.#holders[this.#head] === undefined) this.#head++;
    for (const list of lists) list.splice(0, this.#head);
    this.#firstSlot += this.#head;
    this.#head = 0;
    const isSparse = this.#holders.length > MOVED_AT * this.#size + SWEEP_THRESHOLD / 2;
    if (isSparse || this.#firstSlot > MAX_FIRST_SLOT) this.#moveTogether();
  }

  #moveTogether(): void {
    const holders = this.#holders;
    this.#firstSlot = 0;
    let kept = 0;
    for (let index = 0; index < holders.length; index++) {
      const holder = holders[index];
      if (holder === undefined) continue;
      this.#setIndex(holder, kept);
      holders[kept] = holder;
      this.#dueTimes[kept] = this.#dueTimes[index] as number;
      this.#orders[kept++] = this.#orders[index] as number;
    }
    for (const list of [holders, this.#dueTimes, this.#orders]) list.length = kept;
  }
}

/** The number of the ring that has the timer of a holder. */
export function ringNumberOf({ ringSlot }: RingHolder): number {
  return ringSlot % MAX_RINGS;
}

import type { AnyActorRef, EventObject } from 'xstate';
import type { StoredTimer } from '../schema/actorRecord.ts';
import type { Clock } from './clock.ts';
import { type Due, TimerHeap } from './timerHeap.ts';

/** A delayed event of an actor. */
export interface Timer extends Due {
  readonly owner: Owner;
  readonly id: string;
  readonly event: EventObject;
  /** The receiver of the event: nearly always the owner. */
  readonly target: Owner;
}

/**
 * The name by which an actor is found after it has been passivated: its address, its address as a
 * child, or its `systemId`. The actor itself if it has no such name.
 */
export type Owner = string | AnyActorRef;

/**
 * Longer delays overflow the timers of Node.js, which then fire at once. A longer wait takes
 * several timers.
 */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

export interface SchedulerOptions {
  readonly clock: Clock;
  /** The time of the current turn, epoch milliseconds: all delays of a turn start at one moment. */
  readonly now: () => number;
  readonly ownerOf: (actor: AnyActorRef) => Owner;
  /** Called when a timer may have fallen due, to call {@link Scheduler.takeDue}. */
  readonly onDue: () => void;
}

/**
 * The scheduler of the actor system. It replaces XState's own, which scans every timer of the
 * system whenever an actor ends, and loses pending timers when an actor is restored
 * (statelyai/xstate#5331). Timers are indexed by their owner, fall due in order from one heap, and
 * remain when their owner is passivated. One timer of the clock runs at a time.
 */
export class Scheduler {
  readonly #options: SchedulerOptions;
  readonly #heap = new TimerHeap<Timer>();
  /** The timers of each owner; nearly always there is one. */
  readonly #byOwner = new Map<Owner, Timer[]>();
  #order = 0;
  #armed: { readonly dueAt: number; readonly timer: unknown } | undefined;

  constructor(options: SchedulerOptions) {
    this.#options = options;
  }

  /**
   * Called by XState for `after`, and for `raise` and `sendTo` with a delay.
   *
   * @throws RangeError if the delay is NaN.
   */
  schedule(
    source: AnyActorRef,
    target: AnyActorRef,
    event: EventObject,
    delayMs: number,
    id = `timer-${this.#order}`,
  ): void {
    const { now, ownerOf } = this.#options;
    // Due times are whole milliseconds, rounded up so that no timer fires early.
    const dueAt = Math.ceil(now() + Math.max(0, delayMs));
    if (Number.isNaN(dueAt)) throw new RangeError(`${source.id}: the delay of ${id} is NaN`);
    this.#add({ owner: ownerOf(source), id, event, target: ownerOf(target), dueAt });
  }

  cancel(source: AnyActorRef, id: string): void {
    const timer = this.#find(this.#options.ownerOf(source), id);
    if (timer !== undefined) this.#remove(timer);
  }

  cancelAll(source: AnyActorRef): void {
    const timers = this.#byOwner.get(this.#options.ownerOf(source));
    for (const timer of timers === undefined ? [] : [...timers]) this.#remove(timer);
  }

  /** The timers of an owner, to be stored with it, except those whose target has no name. */
  timersOf(owner: string): StoredTimer[] {
    const stored: StoredTimer[] = [];
    for (const { id, event, dueAt, target } of this.#byOwner.get(owner) ?? []) {
      if (target === owner) stored.push({ id, event, dueAt });
      else if (typeof target === 'string') stored.push({ id, event, dueAt, target });
    }
    return stored;
  }

  /** Adds the timers that were stored with their owner. */
  restore(address: string, timers: readonly StoredTimer[]): void {
    for (const { id, event, dueAt, owner = address, target = owner } of timers) {
      this.#add({ owner, id, event, target, dueAt });
    }
  }

  /** The number of pending timers. */
  get size(): number {
    return this.#heap.size;
  }

  /** Removes and returns the earliest timer that is due at `now`; undefined if none is. */
  takeDue(now: number): Timer | undefined {
    const next = this.#heap.peek();
    if (next === undefined || next.dueAt > now) return undefined;
    this.#remove(next);
    return next;
  }

  /**
   * Makes sure that the clock's timer fires at the earliest due time at the latest. It may fire
   * earlier, since most timers are cancelled: firing once in vain is cheaper than resetting it for
   * every cancelled timer.
   */
  arm(): void {
    const { clock, onDue } = this.#options;
    const next = this.#heap.peek();
    if (next === undefined || (this.#armed !== undefined && this.#armed.dueAt <= next.dueAt))
      return;
    this.disarm();
    const delayMs = Math.min(Math.max(0, next.dueAt - clock.now()), LONGEST_TIMEOUT_MS);
    const timer = clock.setTimeout(() => {
      this.#armed = undefined;
      onDue();
    }, delayMs);
    this.#armed = { dueAt: next.dueAt, timer };
  }

  disarm(): void {
    if (this.#armed !== undefined) this.#options.clock.clearTimeout(this.#armed.timer);
    this.#armed = undefined;
  }

  #add({ owner, id, event, target, dueAt }: Omit<Timer, 'order' | 'isPending'>): void {
    const previous = this.#find(owner, id);
    if (previous !== undefined) this.#remove(previous);
    const order = this.#order++;
    const timer: Timer = { owner, id, event, target, dueAt, order, isPending: false };
    const timers = this.#byOwner.get(owner);
    if (timers === undefined) this.#byOwner.set(owner, [timer]);
    else timers.push(timer);
    this.#heap.push(timer);
  }

  #find(owner: Owner, id: string): Timer | undefined {
    return this.#byOwner.get(owner)?.find((timer) => timer.id === id);
  }

  #remove(timer: Timer): void {
    this.#heap.delete(timer);
    const timers = this.#byOwner.get(timer.owner);
    if (timers === undefined) return;
    if (timers.length > 1) timers.splice(timers.indexOf(timer), 1);
    else this.#byOwner.delete(timer.owner);
  }
}

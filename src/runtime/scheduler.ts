import type { AnyActorRef, EventObject } from 'xstate';
import type { StoredTimer } from '../schema/storedActor.ts';
import type { SchedulerOptions } from './schedulerOptions.ts';
import {
  appendTimer,
  findTimer,
  firstDue,
  moveTimers,
  NamedHolder,
  NO_HOLDER,
  type Owner,
  Timer,
  unlinkTimer,
} from './timer.ts';
import { type RingTimer, TimerQueue } from './timerQueue.ts';
import { IN_NO_RING, type RingHolder } from './timerRing.ts';

/**
 * Longer delays overflow the timers of Node.js, which then fire at once. A longer wait takes
 * several timers.
 */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/** An actor that holds its own timers while it is in memory. */
export interface AddressedHolder extends RingHolder {
  /** Its address. */
  readonly id: string;
}

/**
 * The scheduler of the actor system. It replaces XState's own, which scans every timer of the
 * system whenever an actor ends, and loses pending timers when an actor is restored
 * (statelyai/xstate#5331). An actor in memory holds its own timers. They fall due in order from one
 * queue, and remain under the actor's address when it is passivated. One timer of the clock runs at
 * a time.
 */
export class Scheduler {
  readonly #options: SchedulerOptions;
  readonly #queue = new TimerQueue();
  /** The holders of timers whose owners do not hold them; each has at least one timer. */
  readonly #named = new Map<Owner, NamedHolder>();
  #order = 0;
  /** True when a timer may be due before the clock's timer fires. */
  #mayBeUnarmed = true;
  /** The clock's timer, and the time for which it is set. */
  #armed: { dueAt: number; firesAt: number; readonly timer: unknown } | undefined;

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
    id = this.#newId(),
  ): void {
    const { holderOf, ownerOf, turns } = this.#options;
    const now = turns.now();
    // Due times are safe integers, rounded up so that no timer fires early.
    const dueAt = Math.min(Math.ceil(now + Math.max(0, delayMs)), Number.MAX_SAFE_INTEGER);
    if (Number.isNaN(dueAt)) throw new RangeError(`${source.id}: the delay of ${id} is NaN`);
    const own = holderOf(source);
    if (own !== undefined) {
      if (this.#queue.ringOf(own)?.id === id) this.#queue.deleteFromRing(own);
      const timer = { id, event, delayMs: dueAt - now, dueAt, order: this.#order };
      if (target === source && this.#setInRing(own, timer)) return;
      this.#leaveRing(own);
    }
    const holder = own ?? this.#heldUnder(ownerOf(source));
    const timer = new Timer(holder, id, event, dueAt);
    timer.since = now;
    if (target !== source) timer.target = ownerOf(target);
    this.#add(timer);
  }

  cancel(source: AnyActorRef, id: string): void {
    const own = this.#options.holderOf(source);
    if (own !== undefined && own.ringSlot !== IN_NO_RING) {
      if (this.#queue.ringOf(own)?.id === id) this.#queue.deleteFromRing(own);
      return;
    }
    const holder = own ?? this.#findNamed(source);
    const timer = holder && findTimer(holder, id);
    if (timer !== undefined) this.#cancel(timer);
  }

  cancelAll(source: AnyActorRef): void {
    const own = this.#options.holderOf(source);
    if (own !== undefined && own.ringSlot !== IN_NO_RING) this.#queue.deleteFromRing(own);
    const holder = own ?? this.#findNamed(source);
    while (holder?.timers !== undefined) this.#cancel(holder.timers);
  }

  /** The timers of an owner, to be stored with it, except those whose target has no name. */
  timersOf(owner: AddressedHolder | string): StoredTimer[] {
    const isNamed = typeof owner === 'string';
    const holder = isNamed ? this.#named.get(owner) : owner;
    const ring = isNamed ? undefined : this.#queue.ringOf(owner);
    // Literals: an empty array that grows reserves room for seventeen.
    const stored = isNamed || ring === undefined ? [] : [ring.storedTimerOf(owner)];
    for (let timer = holder?.timers; timer !== undefined; timer = timer.next) {
      const { id, event, dueAt, since, target } = timer;
      const isOwn = target === undefined || target === (isNamed ? owner : owner.id);
      if (isOwn) stored.push({ id, event, dueAt, since });
      else if (typeof target === 'string') stored.push({ id, event, dueAt, since, target });
    }
    return stored;
  }

  /** Adds the timers that were stored with their owner, which must not be in memory yet. */
  restore(address: string, timers: readonly StoredTimer[]): void {
    for (const { id, event, dueAt, since, owner = address, target } of timers) {
      const timer = new Timer(this.#heldUnder(owner), id, event, dueAt);
      timer.since = since;
      timer.target = target;
      this.#add(timer);
    }
  }

  /** Hands the timers that are held under its address to an actor that has come into memory. */
  adopt(actor: AddressedHolder): void {
    if (this.#named.size === 0) return;
    const { id } = actor;
    const held = this.#named.get(id);
    if (held === undefined) return;
    moveTimers(held, actor);
    this.#named.delete(id);
  }

  /** Holds the timers of an actor that is passivated under its address. */
  release(actor: AddressedHolder): void {
    this.#leaveRing(actor);
    if (actor.timers !== undefined) moveTimers(actor, this.#heldUnder(actor.id));
  }

  /** The number of pending timers. */
  get size(): number {
    return this.#queue.size;
  }

  /** No timer is due earlier; infinite if there is none. */
  get nextDueAt(): number {
    return this.#queue.nextDueAt;
  }

  /** Removes and returns the earliest timer that is due at `now`; undefined if none is. */
  takeDue(now: number): Timer | undefined {
    const timer = this.#queue.takeDue(now);
    if (timer !== undefined) {
      this.#unlink(timer);
      this.#mayBeUnarmed = true;
    }
    return timer;
  }

  /** Removes and returns a timer of the owner that is due at `now`; undefined if none is. */
  takeDueOf(owner: AddressedHolder | string, now: number): Timer | undefined {
    const isOwn = typeof owner !== 'string';
    const ring = isOwn ? this.#queue.ringOf(owner) : undefined;
    if (isOwn && ring !== undefined && ring.dueAtOf(owner) <= now) this.#leaveRing(owner);
    const timer = firstDue(typeof owner === 'string' ? this.#named.get(owner) : owner, now);
    if (timer === undefined) return undefined;
    this.#queue.delete(timer);
    this.#unlink(timer);
    return timer;
  }

  /** Moves all due times. @param byMs how far the wall clock has jumped, in milliseconds. */
  rebase(byMs: number): void {
    this.#queue.rebase(byMs);
    if (this.#armed === undefined) return;
    this.#armed.dueAt += byMs;
    this.#armed.firesAt += byMs;
  }

  /**
   * Makes sure that the clock's timer fires at the earliest due time at the latest. It may fire
   * earlier, since most timers are cancelled: firing once in vain is cheaper than resetting it for
   * every cancelled timer.
   */
  arm(): void {
    if (this.#mayBeUnarmed) this.#arm();
  }

  #arm(): void {
    const { clock, turns, onDue } = this.#options;
    this.#mayBeUnarmed = false;
    if (this.#isArmedFor(this.#queue.nextDueAt)) return;
    const dueAt = this.#queue.firstDueAt();
    if (dueAt === Number.POSITIVE_INFINITY || this.#isArmedFor(dueAt)) return;
    this.disarm();
    this.#mayBeUnarmed = false;
    // Not the time of the clock, which may have jumped since it was read.
    const now = turns.now();
    const delayMs = Math.min(Math.max(0, dueAt - now), LONGEST_TIMEOUT_MS);
    const timer = clock.setTimeout(() => {
      const firedAt = this.#armed?.firesAt ?? 0;
      this.#armed = undefined;
      this.#mayBeUnarmed = true;
      onDue(firedAt);
    }, delayMs);
    this.#armed = { dueAt, firesAt: now + delayMs, timer };
  }

  disarm(): void {
    this.#mayBeUnarmed = true;
    if (this.#armed !== undefined) this.#options.clock.clearTimeout(this.#armed.timer);
    this.#armed = undefined;
  }

  /** Ends the clock's timer. An error of the clock has no effect any more: no further turn runs. */
  stop(): void {
    try {
      this.disarm();
    } catch {}
  }

  /**
   * An id that no other timer of the store has: those of the process count from 0 again, those of turns
   * rise over the lifetime of a store.
   */
  #newId(): string {
    return `timer-${this.#options.turns.open?.number ?? 0}-${this.#order}`;
  }

  #isArmedFor(dueAt: number): boolean {
    return this.#armed !== undefined && this.#armed.dueAt <= dueAt;
  }

  /** The holder of the timers of an actor that does not hold them itself; undefined if it has none. */
  #findNamed(actor: AnyActorRef): NamedHolder | undefined {
    return this.#named.size === 0 ? undefined : this.#named.get(this.#options.ownerOf(actor));
  }

  /** The holder of this name, to add a timer to it. */
  #heldUnder(owner: Owner): NamedHolder {
    const known = this.#named.get(owner);
    if (known !== undefined) return known;
    const holder = new NamedHolder(owner);
    this.#named.set(owner, holder);
    return holder;
  }

  /** Sets the only timer of a holder. @returns false if it has others, or no ring takes the timer. */
  #setInRing(holder: RingHolder, timer: RingTimer): boolean {
    if (holder.timers !== undefined || holder.ringSlot !== IN_NO_RING) return false;
    if (!this.#queue.pushToRing(holder, timer)) return false;
    this.#order++;
    this.#mayBeUnarmed = true;
    return true;
  }

  /** Makes the timer that the holder has in a ring, if there is one, an object. */
  #leaveRing(holder: RingHolder): void {
    const timer = this.#queue.moveToHeap(holder);
    if (timer !== undefined) appendTimer(holder, timer);
  }

  #add(timer: Timer): void {
    const { holder } = timer;
    const previous = findTimer(holder, timer.id);
    appendTimer(holder, timer);
    if (previous !== undefined) this.#cancel(previous);
    timer.order = this.#order++;
    this.#mayBeUnarmed = true;
    this.#queue.push(timer);
  }

  #cancel(timer: Timer): void {
    this.#queue.delete(timer);
    this.#unlink(timer);
    timer.holder = NO_HOLDER;
  }

  #unlink(timer: Timer): void {
    const { holder } = timer;
    unlinkTimer(timer);
    if (holder.timers === undefined && holder instanceof NamedHolder) {
      this.#named.delete(holder.owner);
    }
  }
}

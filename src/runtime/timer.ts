import type { AnyActorRef, EventObject } from 'xstate';
import type { Due } from './timerHeap.ts';

/**
 * The name by which an actor is found after it has been passivated: its address, its address as a
 * child, or its `systemId`. The actor itself if it has no such name.
 */
export type Owner = string | AnyActorRef;

/** What the timers of one actor hang on. An actor in memory is the holder of its own timers. */
export interface TimerHolder {
  /** The timer that was set first, linked to the later ones; undefined if there is none, or one in a ring. */
  timers: Timer | undefined;
}

/** Holds the timers of an actor that does not hold them itself. */
export class NamedHolder implements TimerHolder {
  readonly owner: Owner;
  timers: Timer | undefined = undefined;

  constructor(owner: Owner) {
    this.owner = owner;
  }
}

/**
 * The holder of every cancelled timer. The queue keeps some cancelled timers for a while, which must
 * not retain their actors.
 */
export const NO_HOLDER: TimerHolder = new NamedHolder('');

/** A delayed event of an actor. */
export class Timer implements Due {
  holder: TimerHolder;
  readonly id: string;
  readonly event: EventObject;
  /** The receiver of the event; undefined when it is the actor that has set the timer. */
  target: Owner | undefined = undefined;
  dueAt: number;
  /** When it was set, epoch milliseconds; undefined if an earlier version has stored it. */
  since: number | undefined = undefined;
  order = 0;
  isPending = false;
  /** The next timer of the same holder. */
  next: Timer | undefined = undefined;

  constructor(holder: TimerHolder, id: string, event: EventObject, dueAt: number) {
    this.holder = holder;
    this.id = id;
    this.event = event;
    this.dueAt = dueAt;
  }
}

export function findTimer({ timers }: TimerHolder, id: string): Timer | undefined {
  let timer = timers;
  while (timer !== undefined && timer.id !== id) timer = timer.next;
  return timer;
}

/** The timer of the holder that is due first, if it is due at `now`. */
export function firstDue(holder: TimerHolder | undefined, now: number): Timer | undefined {
  let first: Timer | undefined;
  for (let timer = holder?.timers; timer !== undefined; timer = timer.next) {
    if (timer.dueAt > now || timer.dueAt > (first?.dueAt ?? now)) continue;
    if (first === undefined || timer.dueAt < first.dueAt || timer.order < first.order)
      first = timer;
  }
  return first;
}

/** Makes a timer, or a chain of timers, the last of its holder. */
export function appendTimer(holder: TimerHolder, timer: Timer): void {
  let last = holder.timers;
  if (last === undefined) {
    holder.timers = timer;
    return;
  }
  while (last.next !== undefined) last = last.next;
  last.next = timer;
}

/** Takes a timer off its holder. */
export function unlinkTimer(timer: Timer): void {
  const { holder, next } = timer;
  timer.next = undefined;
  if (holder.timers === timer) {
    holder.timers = next;
    return;
  }
  let previous = holder.timers;
  while (previous !== undefined && previous.next !== timer) previous = previous.next;
  if (previous !== undefined) previous.next = next;
}

/** Hands all timers of one holder to another. */
export function moveTimers(from: TimerHolder, to: TimerHolder): void {
  const { timers } = from;
  if (timers === undefined) return;
  from.timers = undefined;
  for (let timer: Timer | undefined = timers; timer !== undefined; timer = timer.next) {
    timer.holder = to;
  }
  appendTimer(to, timers);
}

import type { AnyActorRef } from 'xstate';
import type { Clock } from './clock.ts';
import type { Owner } from './timer.ts';
import type { RingHolder } from './timerRing.ts';

export interface SchedulerOptions {
  readonly clock: Clock;
  /** All delays of a turn start at its time. */
  readonly turns: SchedulerTurns;
  /** The actor if it holds its own timers; undefined if they are held under its name. */
  readonly holderOf: (actor: AnyActorRef) => RingHolder | undefined;
  readonly ownerOf: (actor: AnyActorRef) => Owner;
  /** Called when a timer may have fallen due. @param firedAt the time for which the clock's timer was set. */
  readonly onDue: (firedAt: number) => void;
}

/** What a scheduler has to know of turns. */
export interface SchedulerTurns {
  /** The turn that is under way; undefined between turns. */
  readonly open: { readonly number: number } | undefined;
  /** The time of the current turn, between turns that of the clock, epoch milliseconds. */
  now(): number;
}

import type { AnyChange } from '../store/store.ts';
import type { ActorSystem } from './actorSystem.ts';
import { addressOf } from './address.ts';
import type { ClockJumps } from './clockJumps.ts';
import type { Observers } from './observer.ts';
import type { Timer } from './timer.ts';
import type { TimeSlice } from './timeSlice.ts';
import type { Turn } from './turn.ts';
import type { TurnSequence } from './turnSequence.ts';

/** The members of the engine that its timekeeper uses. */
interface TimedEngine {
  readonly stopped: unknown;
  readonly observers: Observers;
  readonly jumps: ClockJumps;
  emit(fact: { readonly type: string }): void;
  stageIfDurable(change: () => AnyChange): void;
}

export interface TimekeeperOptions {
  readonly engine: TimedEngine;
  readonly turns: TurnSequence;
  readonly system: ActorSystem;
  /** Runs a turn at the time of the last reading of the clock. An error stops the engine. */
  readonly run: <Argument>(
    work: (turn: Turn, argument: Argument) => void,
    argument: Argument,
  ) => void;
  /** Called between turns when the clock has jumped, for all due times outside of actors. */
  readonly onJump: (byMs: number) => void;
  /** How long due timers are fired at a time. */
  readonly slice: TimeSlice;
}

/** An actor that a command is for. */
export interface Addressee {
  /** The name of its kind. */
  readonly kind: string;
  readonly name: string;
}

/** Takes an engine to the time of its clock: fires due timers, and notices when the clock jumps. */
export class Timekeeper {
  readonly #options: TimekeeperOptions;
  readonly #turns: TurnSequence;
  #isBehind = false;

  constructor(options: TimekeeperOptions) {
    this.#options = options;
    this.#turns = options.turns;
  }

  /**
   * Reads the clock. If the wall clock has jumped, all due times move by as much, so that whatever waits
   * goes on waiting as long as it would have; a turn of its own emits the fact `clock.jumped`. To
   * be called between turns.
   *
   * @param firedAt the time for which the clock's timer was set, if that has just fired.
   */
  readClock(firedAt?: number): void {
    const byMs = this.#turns.readClock(firedAt);
    if (byMs === 0) return;
    const { system, run, onJump } = this.#options;
    system.rebase(byMs);
    onJump(byMs);
    run(this.#emitJump, byMs);
  }

  /** True when timers are due that wait until the sockets and timers of the process have had their turn. */
  get isBehind(): boolean {
    return this.#isBehind;
  }

  /**
   * Fires the timers that are due, each in a turn of its own, in due order. When that takes longer than a time
   * slice, the others follow in the next turns of the event loop.
   *
   * @param firedAt the time for which the clock's timer was set, if that has just fired.
   */
  runDueTimers(firedAt?: number): void {
    if (this.#isBehind) return;
    const { engine, run, slice, system } = this.#options;
    const { scheduler } = system;
    for (;;) {
      this.readClock(firedAt);
      if (engine.stopped !== undefined) return;
      const now = this.#turns.lastTime;
      const timer = now < scheduler.nextDueAt ? undefined : scheduler.takeDue(now);
      if (timer === undefined) break;
      // The timer has been removed from the scheduler: the engine stops rather than lose its event.
      run(this.#fire, timer);
      if (engine.stopped !== undefined) return;
      if (slice.isOver()) {
        this.#isBehind = true;
        setImmediate(this.#catchUp).unref();
        return;
      }
    }
    scheduler.arm();
  }

  /** Fires the due timers of one actor, while those of others wait. */
  runDueTimersOf({ kind, name }: Addressee): void {
    const { engine, run, system } = this.#options;
    this.readClock();
    while (engine.stopped === undefined) {
      const timer = system.takeDueTimerOf(addressOf(kind, name), this.#turns.lastTime);
      if (timer === undefined) return;
      run(this.#fire, timer);
    }
  }

  /** Fires all timers that are due, however long it takes: nobody has been answered yet. */
  catchUp(): void {
    do this.#catchUp();
    while (this.#isBehind);
  }

  readonly #catchUp = (): void => {
    this.#isBehind = false;
    if (this.#options.engine.stopped === undefined) this.runDueTimers();
  };

  readonly #fire = (turn: Turn, timer: Timer): void => {
    const { engine, system } = this.#options;
    if (engine.observers.isWatched) engine.observers.notify('timerFired', timer, turn.at);
    turn.messages++;
    system.fire(timer);
  };

  readonly #emitJump = (turn: Turn, byMs: number): void => {
    const { engine } = this.#options;
    engine.emit({ type: 'clock.jumped', byMs, from: turn.at - byMs, to: turn.at } as {
      readonly type: string;
    });
    const change = engine.jumps.add({ seq: turn.lastSeq, byMs });
    engine.stageIfDurable(() => change);
  };
}

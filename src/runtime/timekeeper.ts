import type { AnyChange } from '../store/store.ts';
import type { ActorSystem } from './actorSystem.ts';
import type { ClockJumps } from './clockJumps.ts';
import type { Observers } from './observer.ts';
import type { Timer } from './timer.ts';
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
}

/** Takes an engine to the time of its clock: fires due timers, and notices when the clock jumps. */
export class Timekeeper {
  readonly #options: TimekeeperOptions;
  readonly #turns: TurnSequence;

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

  /**
   * Fires every timer that is due, each in a turn of its own, in due order.
   *
   * @param firedAt the time for which the clock's timer was set, if that has just fired.
   */
  runDueTimers(firedAt?: number): void {
    const { engine, run } = this.#options;
    const { scheduler } = this.#options.system;
    for (;;) {
      this.readClock(firedAt);
      if (engine.stopped !== undefined) return;
      const now = this.#turns.lastTime;
      const timer = now < scheduler.nextDueAt ? undefined : scheduler.takeDue(now);
      if (timer === undefined) break;
      // The timer has been removed from the scheduler: the engine stops rather than lose its event.
      run(this.#fire, timer);
      if (engine.stopped !== undefined) return;
    }
    scheduler.arm();
  }

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

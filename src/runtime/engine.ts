import type { Actor, AnyActorLogic } from 'xstate';
import { toError } from '../base/toError.ts';
import { turnRecord } from '../schema/turn.ts';
import type { Change, Store } from '../store/store.ts';
import type { Relay } from '../xstate/internals.ts';
import { ActorSystem, type Inspector } from './actorSystem.ts';
import type { Clock } from './clock.ts';
import { CommitQueue } from './commitQueue.ts';
import type { Directory } from './directory.ts';
import { Observers } from './observer.ts';
import { openParts } from './openParts.ts';
import { type Part, PartList } from './part.ts';
import type { Timer } from './timer.ts';
import { Turn } from './turn.ts';

export interface EngineOptions {
  readonly clock: Clock;
  readonly store: Store;
  /** True when the store is opened again later: every record is then written. False when left out. */
  readonly isDurable?: boolean;
  readonly inspect?: Inspector | undefined;
}

/**
 * Runs actors in turns. A turn is one message from outside the actor system (a command, a due timer,
 * the result of an invoked promise) and every message that it causes, run until none is left, then
 * committed to the store as one batch. Its facts are published when the batch is durable. Two turns
 * never overlap, so code in a turn needs no lock. The engine knows no commerce: its parts do.
 */
export class Engine {
  readonly directory: Directory;
  readonly observers = new Observers();
  readonly isDurable: boolean;
  readonly #clock: Clock;
  readonly #store: Store;
  readonly #system: ActorSystem;
  readonly #commits: CommitQueue;
  #parts = new PartList([]);
  #turn: Turn | undefined;
  #turns = 0;
  #now = 0;
  #seq = 0;
  #stopped: { readonly cause: Error | undefined } | undefined;

  constructor({ clock, store, inspect, isDurable = false }: EngineOptions) {
    this.#clock = clock;
    this.#store = store;
    this.isDurable = isDurable;
    this.#commits = new CommitQueue(store, (cause) => this.#stop(cause));
    this.#system = new ActorSystem({
      clock,
      store,
      isDurable,
      inspect,
      now: () => this.now(),
      onMessage: (source, target, event) => this.#relay(source, target, event),
      onActivate: (actor) => this.#current().activate(actor),
      onEmit: (event) => this.#current().recordEmitted(event),
      onError: (error) => this.#current().fail(error),
      onDue: () => this.runDueTimers(),
    });
    this.directory = this.#system.directory;
    const last = turnRecord.get(store, turnRecord.key());
    if (last !== undefined) {
      this.#turns = last.number;
      this.#seq = last.seq;
      this.#now = last.at;
    }
  }

  /**
   * Opens the engine with its parts, in the phases described at {@link openParts}. To be called once.
   *
   * @throws an error of a part, or the cause if the engine stops meanwhile.
   */
  async open(parts: readonly Part[]): Promise<void> {
    this.#parts = new PartList(parts);
    await openParts(this, { system: this.#system, parts: this.#parts });
  }

  /** Why the engine has stopped, without a cause if it was closed; undefined while it runs. */
  get stopped(): { readonly cause: Error | undefined } | undefined {
    return this.#stopped;
  }

  /** The number of the current turn; rises over the lifetime of a store. */
  get turnNumber(): number {
    return this.#current().number;
  }

  /** The number of the last fact, those of the current turn included. */
  get lastSeq(): number {
    return this.#turn?.lastSeq ?? this.#seq;
  }

  /** The number of pending timers of all actors. */
  get timerCount(): number {
    return this.#system.scheduler.size;
  }

  /** The time of the current turn, between turns that of the clock; never decreases. */
  now(): number {
    if (this.#turn !== undefined) return this.#now;
    const time = Math.floor(this.#clock.now());
    // An invalid time is ignored, since it would be stored in records for good.
    if (Number.isSafeInteger(time) && time > this.#now) this.#now = time;
    return this.#now;
  }

  /** Starts an actor that lives as long as the engine: it has a `systemId` and no record. */
  spawnService<Logic extends AnyActorLogic>(
    systemId: string,
    logic: Logic,
    input: object,
  ): Actor<Logic> {
    return this.#system.spawnService(systemId, logic, input);
  }

  /**
   * Runs `work` as one turn.
   *
   * @returns its result if all changes of the turn are durable already; otherwise a promise of the
   * result, which resolves when they are.
   * @throws what `work` throws, if the turn has changed nothing by then. A failed actor, an error
   * after a change, and a failed commit stop the engine; this throws or rejects with the cause.
   */
  turn<Result>(work: (turn: Turn) => Result): Result | Promise<Result> {
    let result: Result | undefined;
    const committed = this.#run((turn) => {
      result = work(turn);
    });
    return committed === undefined ? (result as Result) : committed.then(() => result as Result);
  }

  /**
   * Fires every timer that is due, each in a turn of its own, in due order. Called when the clock's
   * timer fires, and before each command, so that no command sees an overdue state.
   */
  runDueTimers(): void {
    if (this.#stopped !== undefined || this.#turn !== undefined) return;
    const { scheduler } = this.#system;
    for (;;) {
      const timer = scheduler.takeDue(this.now());
      if (timer === undefined) break;
      try {
        this.#run((turn) => this.#fire(timer, turn))?.catch(() => {});
      } catch (error) {
        // The timer has been removed from the scheduler: going on would lose its event.
        this.#stop(error);
      }
      if (this.#stopped !== undefined) return;
    }
    scheduler.arm();
  }

  /** Adds a change to the batch of the current turn. */
  stage(change: Change): void {
    this.#current().changes.push(change);
  }

  /** Stages a change to a record that is read only when the store is opened again. */
  stageIfDurable(change: () => Change): void {
    if (this.isDurable) this.stage(change());
  }

  /** Records a fact that is not emitted by an actor, in the current turn. */
  emit<Fact extends { readonly type: string }>(fact: Fact): void {
    this.#current().record(fact);
  }

  /** The problems that the parts find, one sentence each; empty if there are none. */
  audit(): string[] {
    return this.#parts.audit();
  }

  /** Resolves when all turns so far are durable. @throws the cause if the engine has failed. */
  async flushed(): Promise<void> {
    await this.#commits.flushed();
    if (this.#stopped?.cause !== undefined) throw this.#stopped.cause;
  }

  /** Takes no more turns; resolves when all turns so far are durable and the store is closed. */
  async close(): Promise<void> {
    this.#end(undefined);
    await this.#commits.flushed();
    // This turn is not committed: facts that actors emit while they stop are discarded.
    this.#turn = new Turn(++this.#turns, this.#now, this.#seq);
    this.directory.stopParents();
    this.#turn = undefined;
    await this.#store.close();
  }

  /** @returns undefined if the turn is durable already. */
  #run(work: (turn: Turn) => void): Promise<void> | undefined {
    if (this.#stopped !== undefined) throw stoppedError(this.#stopped);
    if (this.#turn !== undefined) throw new Error('a turn is under way');
    const turn = new Turn(++this.#turns, this.now(), this.#seq);
    this.#turn = turn;
    try {
      if (this.observers.isWatched) this.observers.notify('turnStarted', turn);
      work(turn);
      if (turn.failure !== undefined) throw turn.failure.error;
      this.directory.passivateAll(turn);
      this.#parts.beforeCommit(turn);
      if (turn.changes.length > 0) this.stageIfDurable(() => this.#lastTurn(turn));
      if (this.observers.isWatched) this.observers.notify('turnEnded', turn);
    } catch (error) {
      // The failure of an actor is the cause of all later errors in the turn.
      const cause = turn.failure === undefined ? error : turn.failure.error;
      if (turn.failure === undefined && turn.isUnchanged) this.#releaseUntouched(turn);
      else this.#stop(cause);
      throw cause;
    } finally {
      this.#turn = undefined;
      this.#seq = turn.lastSeq;
    }
    return this.#commit(turn);
  }

  #lastTurn({ number, lastSeq, at }: Turn): Change {
    return turnRecord.put(turnRecord.key(), { number, seq: lastSeq, at });
  }

  /** Passivates the actors that were activated but received no message; their state is unchanged. */
  #releaseUntouched(turn: Turn): void {
    this.directory.passivateAll(turn);
    this.#commit(turn)?.catch(() => {});
  }

  #commit(turn: Turn): Promise<void> | undefined {
    try {
      if (this.#stopped === undefined) this.#system.scheduler.arm();
      return this.#commits.commit(turn.changes, () => this.#committed(turn));
    } catch (error) {
      this.#stop(error);
      throw error;
    }
  }

  #committed(turn: Turn): void {
    const { facts, passivating } = turn;
    if (passivating.length > 0) this.directory.confirmPassivated(passivating);
    if (facts.length > 0) this.#parts.afterCommit(facts);
    if (this.observers.isWatched) this.observers.notify('committed', turn);
  }

  #fire(timer: Timer, turn: Turn): void {
    if (this.observers.isWatched) this.observers.notify('timerFired', timer, turn.at);
    turn.messages++;
    this.#system.fire(timer);
  }

  #current(): Turn {
    if (this.#turn === undefined) throw new Error('no turn is under way');
    return this.#turn;
  }

  /** Handles a message of the actor system: within the current turn, or in a new one. */
  #relay(...[source, target, event]: Parameters<Relay>): void {
    if (this.#turn !== undefined) {
      this.#turn.messages++;
      this.#system.relay(source, target, event);
      return;
    }
    this.runDueTimers();
    if (this.#stopped !== undefined) return;
    try {
      this.#run(() => this.#relay(source, target, event))?.catch(() => {});
    } catch {
      // #run has stopped the engine with this cause.
    }
  }

  #stop(cause: unknown): void {
    this.#end(toError(cause));
  }

  #end(cause: Error | undefined): void {
    if (this.#stopped !== undefined) return;
    this.#stopped = { cause };
    try {
      this.#system.scheduler.disarm();
    } catch {
      // An error of the clock has no effect any more: no further turn runs.
    }
    this.#parts.stop();
    if (this.observers.isWatched) this.observers.notify('stopped', cause);
  }
}

function stoppedError({ cause }: { readonly cause: Error | undefined }): Error {
  if (cause === undefined) return new Error('the engine has stopped');
  return new Error(`the engine has stopped: ${cause.message}`, { cause });
}

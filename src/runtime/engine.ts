import type { Actor, AnyActorLogic, AnyActorRef, EventObject } from 'xstate';
import { toError } from '../base/toError.ts';
import type { AnyChange, Store } from '../store/store.ts';
import type { Relay } from '../xstate/internals.ts';
import { ActorSystem } from './actorSystem.ts';
import { auditWaits } from './auditWaits.ts';
import { ClockJumps } from './clockJumps.ts';
import { CommitQueue } from './commitQueue.ts';
import type { Directory } from './directory.ts';
import { after, ignoreRejection } from './durability.ts';
import type { EngineOptions } from './engineOptions.ts';
import type { FactHistory } from './factHistory.ts';
import type { LiveActor } from './liveActor.ts';
import { monotonicTime } from './monotonicTime.ts';
import { Observers } from './observer.ts';
import { type OpeningOptions, openParts } from './openParts.ts';
import { type Part, PartList } from './part.ts';
import { type Stopped, stoppedError } from './stopped.ts';
import { Timekeeper } from './timekeeper.ts';
import { TimeSlice } from './timeSlice.ts';
import type { Turn } from './turn.ts';
import { TurnCommits } from './turnCommits.ts';
import { lastTurnChange, TurnSequence } from './turnSequence.ts';

/**
 * Runs actors in turns. A turn is one message from outside the actor system (a command, a due timer, the result of
 * an invoked promise) and every message that it causes, then committed to the store as one batch. Its facts are
 * published when the batch is durable. Two turns never overlap, so code in a turn needs no lock. The engine knows
 * no commerce: its parts do.
 */
export class Engine {
  readonly directory: Directory;
  readonly observers = new Observers();
  readonly isDurable: boolean;
  readonly jumps: ClockJumps;
  readonly commits: CommitQueue;
  /** See {@link monotonicTime}. */
  readonly monotonicNow: () => number;
  readonly timekeeper: Timekeeper;
  readonly #turns: TurnSequence;
  readonly #store: Store;
  readonly #system: ActorSystem;
  readonly #turnCommits: TurnCommits;
  #parts = new PartList([]);
  #stopped: Stopped | undefined;
  #isClosing = false;
  #draining: Promise<unknown> | undefined;

  constructor({
    clock,
    store,
    inspect,
    isDurable = false,
    sliceMs = Number.POSITIVE_INFINITY,
  }: EngineOptions) {
    this.#store = store;
    this.isDurable = isDurable;
    this.jumps = new ClockJumps(store);
    this.#turns = new TurnSequence(clock, store);
    this.monotonicNow = monotonicTime(clock);
    this.commits = new CommitQueue(store, this.monotonicNow, (why) => this.#end(toError(why)));
    this.#system = new ActorSystem({
      clock,
      store,
      jumps: this.jumps,
      isDurable,
      inspect,
      turns: this.#turns,
      onMessage: (source, target, event) => this.#relay(source, target, event),
      onEmit: (event, history) => this.#record(event, history),
      onDue: (firedAt) => this.runDueTimers(firedAt),
    });
    this.directory = this.#system.directory;
    this.#turnCommits = new TurnCommits({
      engine: this,
      turns: this.#turns,
      system: this.#system,
      parts: () => this.#parts,
      onFailure: (cause) => this.#end(toError(cause)),
    });
    this.timekeeper = new Timekeeper({
      engine: this,
      turns: this.#turns,
      system: this.#system,
      run: (work, argument) => this.#run(work, argument),
      onJump: (byMs) => this.#parts.rebase(byMs),
      slice: new TimeSlice(this.monotonicNow, sliceMs),
    });
  }

  /** Opens the engine, once: see {@link openParts}. @throws an error of a part, or why the engine stops meanwhile. */
  async open(parts: readonly Part[], quarantine?: OpeningOptions['quarantine']): Promise<void> {
    this.#parts = new PartList(parts);
    const [system, list] = [this.#system, this.#parts];
    const catchUp = () => this.timekeeper.catchUp();
    await openParts(this, { system, parts: list, catchUp, quarantine });
  }

  /** Why the engine has stopped, without a cause if it was closed; undefined while it runs. */
  get stopped(): Stopped | undefined {
    return this.#stopped;
  }

  /** The number of the current turn; rises over the lifetime of a store. */
  get turnNumber(): number {
    return this.#turns.current.number;
  }

  /** The number of the last fact, those of the current turn included. */
  get lastSeq(): number {
    return this.#turns.lastSeq;
  }

  /** The number of pending timers of all actors. */
  get timerCount(): number {
    return this.#system.scheduler.size;
  }

  /** True while a turn is under way. */
  get isInTurn(): boolean {
    return this.#turns.open !== undefined;
  }

  /** The time of the current turn, between turns that of the clock; decreases only when that jumps. */
  now(): number {
    return this.#turns.now();
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
   * @param argument passed on to `work`, so that one function can serve all turns.
   * @param isTimeKnown true right after {@link Engine.runDueTimers}, which has read the clock.
   * @returns its result if all changes of the turn are durable already; otherwise a promise of it.
   * @throws what `work` throws, if the turn has changed nothing by then. A failed actor, an error
   * after a change, and a failed commit stop the engine; this throws or rejects with the cause.
   */
  turn<Result, Argument = undefined>(
    work: (turn: Turn, argument: Argument) => Result,
    argument?: Argument,
    isTimeKnown = false,
  ): Result | Promise<Result> {
    if (this.#stopped !== undefined) throw stoppedError(this.#stopped);
    if (!isTimeKnown && this.#turns.open === undefined) this.timekeeper.readClock();
    const turn = this.#turns.begin();
    let result: Result;
    try {
      if (this.observers.isWatched) this.observers.notify('turnStarted', turn);
      result = work(turn, argument as Argument);
      this.#complete(turn);
    } catch (error) {
      throw this.#discard(turn, error);
    } finally {
      this.#turns.end();
    }
    const committed = this.#turnCommits.commit(turn);
    return committed === undefined ? result : after(committed, result);
  }

  /**
   * Fires due timers: see {@link Timekeeper.runDueTimers}. Called when the clock's timer fires, and before each
   * command, so that none sees an overdue state.
   */
  runDueTimers(firedAt?: number): void {
    if (this.#stopped !== undefined || this.#turns.open !== undefined) return;
    if (firedAt !== undefined) this.observers.refresh();
    this.timekeeper.runDueTimers(firedAt);
  }

  /** Adds a change to the batch of the current turn. */
  stage(change: AnyChange): void {
    this.#turns.current.changes.push(change);
  }

  /** Stages a change to a record that is read only when a store is opened again. */
  stageIfDurable(change: () => AnyChange): void {
    if (this.isDurable) this.stage(change());
  }

  /** Records a fact that is not emitted by an actor, in the current turn. */
  emit<Fact extends { readonly type: string }>(fact: Fact): void {
    this.#turns.current.record(fact, this.#isWanted(fact.type), undefined);
  }

  /** The problems of actors that wait in vain, and those that the parts find, one sentence each. */
  audit(): string[] {
    return [...auditWaits(this.directory, this.#system.scheduler), ...this.#parts.audit()];
  }

  /** Resolves when all turns so far are durable. @throws the cause if the engine has failed. */
  async flushed(): Promise<void> {
    await this.commits.flushed();
    if (this.#stopped?.cause !== undefined) throw this.#stopped.cause;
  }

  /** True once the engine is being closed: it takes no more commands. */
  get isClosing(): boolean {
    return this.#isClosing;
  }

  /** Takes no more commands; resolves when all turns so far are durable and the store is closed. */
  async close(): Promise<void> {
    this.#isClosing = true;
    if (this.#stopped === undefined) this.#draining ??= this.#parts.drain();
    if (this.#draining !== undefined) await this.#draining;
    this.#end(undefined);
    await this.commits.flushed();
    this.abandon();
    await this.#store.close();
  }

  /** Takes no more turns, and stops actors that would go on running. The store stays open. */
  abandon(): void {
    this.#end(undefined);
    // This turn is not committed: facts that actors emit while they stop are discarded.
    this.#turns.begin();
    this.directory.stopParents();
    this.#turns.end();
  }

  /** Collects the changes of a turn that has run. @throws the error of an actor that has failed. */
  #complete(turn: Turn): void {
    if (turn.failure !== undefined) throw turn.failure.error;
    this.directory.passivateAll(turn);
    this.#parts.beforeCommit(turn);
    if (this.isDurable && turn.changes.length > 0) turn.changes.push(lastTurnChange(turn));
    if (this.observers.isWatched) this.observers.notify('turnEnded', turn);
  }

  /** Ends a turn that has thrown. @returns the error to report. */
  #discard(turn: Turn, error: unknown): unknown {
    // The failure of an actor is the cause of all later errors in the turn.
    const cause = turn.failure === undefined ? error : turn.failure.error;
    if (turn.failure !== undefined || !turn.isUnchanged) {
      this.#end(toError(cause), turn.failure?.actor);
      return cause;
    }
    // Actors that were activated but received no message are passivated as they were.
    this.directory.passivateAll(turn);
    ignoreRejection(this.#turnCommits.commit(turn));
    return cause;
  }

  /** Runs a turn that nobody waits for, right after the clock has been read. */
  #run<Argument>(work: (turn: Turn, argument: Argument) => void, argument: Argument): void {
    try {
      ignoreRejection(this.turn(work, argument, true));
    } catch (error) {
      this.#end(toError(error));
    }
  }

  /** Records an event that an actor has emitted: if it cannot be recorded, the turn fails. */
  #record(event: EventObject, history: FactHistory | undefined): void {
    const turn = this.#turns.current;
    try {
      turn.record(event, this.#isWanted(event.type), history);
    } catch (error) {
      turn.fail(error);
    }
  }

  #isWanted(type: string): boolean {
    return this.observers.isWatched || this.#parts.wantsFact(type);
  }

  /** Handles a message of the actor system: within the current turn, or in a new one. */
  #relay(source: AnyActorRef | undefined, target: AnyActorRef, event: EventObject): void {
    const turn = this.#turns.open;
    if (turn !== undefined) {
      turn.messages++;
      this.#system.relay(source, target, event);
    } else this.#relayInTurn(source, target, event);
  }

  #relayInTurn(...message: Parameters<Relay>): void {
    this.runDueTimers();
    if (this.#stopped === undefined) this.#run(() => this.#relay(...message), undefined);
  }

  #end(cause: Error | undefined, failed?: LiveActor): void {
    if (this.#stopped !== undefined) return;
    const actor = cause && failed && { kind: failed.kind.name, name: failed.name, cause };
    this.#stopped = { cause, actor };
    this.#system.scheduler.stop();
    this.#parts.stop();
    if (this.observers.refresh()) this.observers.notify('stopped', cause);
  }
}

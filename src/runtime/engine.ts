import {
  type Actor,
  type AnyActor,
  type AnyActorLogic,
  type AnyActorRef,
  createActor,
  type EventObject,
  fromTransition,
  type InspectionEvent,
  type Observer,
} from 'xstate';
import { toError } from '../base/toError.ts';
import type { RecordedFact } from '../schema/recordedFact.ts';
import { turnRecord } from '../schema/turn.ts';
import type { Change, Store } from '../store/store.ts';
import type { Host } from '../xstate/host/hostedActor.ts';
import { patchSystem } from '../xstate/host/patchSystem.ts';
import { type Deliver, parentOf } from '../xstate/internals.ts';
import type { ActorKind } from './actorKind.ts';
import { addressOf, childAddress } from './address.ts';
import type { Clock } from './clock.ts';
import { CommitQueue } from './commitQueue.ts';
import { Directory, type Resumed } from './directory.ts';
import { LiveActor } from './liveActor.ts';
import { type Owner, Scheduler, type Timer } from './scheduler.ts';
import { newTurn, type Turn, type TurnReply } from './turn.ts';

export interface EngineOptions {
  readonly clock: Clock;
  readonly store: Store;
  readonly kinds: readonly ActorKind[];
  /** Is the store opened again after this engine? Then it gets everything that this takes. */
  readonly isDurable?: boolean;
  /** Called at the end of each turn, to {@link Engine.stage} what it has changed outside of actors. */
  readonly conclude?: (turn: Turn) => void;
  /** Called when no more turns are taken. */
  readonly ended?: () => void;
  /** Gets the facts of each turn once it is committed, in order. Must not throw. */
  readonly publish: (facts: readonly RecordedFact[]) => void;
  readonly inspect?: Observer<InspectionEvent> | ((event: InspectionEvent) => void) | undefined;
}

/**
 * Runs actors in turns. A turn is one message from outside and every message that it causes, run
 * to quiescence, then committed to the store as one batch, then told to the world. Two turns never
 * overlap, so nothing in a turn needs a lock. Knows no commerce.
 *
 * All actors are children of one root in one XState system. Whatever enters that system from
 * outside (a command, a due timer, the promise of an invoked actor) opens a turn.
 */
export class Engine {
  readonly directory: Directory;
  readonly #clock: Clock;
  readonly #store: Store;
  readonly #commits: CommitQueue;
  readonly #publish: EngineOptions['publish'];
  readonly #conclude: NonNullable<EngineOptions['conclude']>;
  readonly #ended: () => void;
  readonly #isDurable: boolean;
  readonly #root: Actor<AnyActorLogic>;
  readonly #scheduler: Scheduler;
  /** XState's own way to deliver a message. */
  readonly #deliver: Deliver;
  #turn: Turn | undefined;
  #turns = 0;
  #now = 0;
  #seq = 0;
  #stopped: { readonly cause: Error | undefined } | undefined;

  constructor(options: EngineOptions) {
    const { clock, store, kinds, publish, inspect, isDurable = false } = options;
    this.#clock = clock;
    this.#store = store;
    this.#commits = new CommitQueue(store, (cause) => this.#stop(cause));
    this.#publish = publish;
    this.#conclude = options.conclude ?? (() => {});
    this.#ended = options.ended ?? (() => {});
    this.#isDurable = isDurable;
    const root = createActor(
      fromTransition((state) => state, null),
      { id: 'shop', ...(inspect !== undefined && { inspect }) },
    );
    this.#root = root;
    this.#scheduler = new Scheduler({
      clock,
      now: () => this.now(),
      ownerOf: (actor) => this.#ownerOf(actor),
      reactivate: () => this.runDueTimers(),
    });
    this.directory = new Directory({
      store,
      kinds,
      host: this.#hostOf(root),
      timersOf: (address) => this.#scheduler.timersOf(address),
      isDurable,
    });
    this.#deliver = patchSystem(root.system, {
      scheduler: this.#scheduler,
      directory: this.directory,
      relay: (source, target, event) => this.#relay(source, target, event),
    });
    root.start();
    const last = turnRecord.get(store, turnRecord.key());
    if (last !== undefined) {
      this.#turns = last.number;
      this.#seq = last.seq;
      this.#now = last.at;
    }
  }

  /**
   * Takes up the timers that an earlier engine has left in the store, and tells `found` about
   * every actor that is at work. Those that are due run with {@link Engine.runDueTimers}.
   *
   * @returns those whose own actors were at work, for {@link Engine.wake}.
   */
  resume(found: (resumed: Resumed) => void): Resumed[] {
    const migrated: Change[] = [];
    const parents: Resumed[] = [];
    for (const resumed of this.directory.resume()) {
      const { kind, name, record, changes, isParent } = resumed;
      this.#scheduler.restore(addressOf(kind.name, name), record.timers);
      migrated.push(...changes);
      if (isParent) parents.push(resumed);
      found(resumed);
    }
    if (migrated.length > 0) {
      this.#run(({ changes }) => void changes.push(...migrated))?.catch(() => {});
    }
    return parents;
  }

  /** Brings actors back to memory: what their own actors do, nobody else would begin again. */
  wake(parents: readonly Pick<Resumed, 'kind' | 'name'>[]): void {
    for (const { kind, name } of parents) {
      this.#run(() => this.directory.find(kind, name))?.catch(() => {});
    }
  }

  /** Why the engine takes no more turns, or undefined while it does. */
  get stopped(): { readonly cause: Error | undefined } | undefined {
    return this.#stopped;
  }

  /** The number of the turn under way: rises over the whole life of a store. */
  get turnNumber(): number {
    return this.#current().number;
  }

  /** The number of the last fact. */
  get lastSeq(): number {
    return this.#seq;
  }

  /** Timers that wait, over all actors. */
  get timerCount(): number {
    return this.#scheduler.size;
  }

  /** The time of the turn under way, or that of the clock. Never goes back. */
  now(): number {
    if (this.#turn !== undefined) return this.#now;
    const time = Math.floor(this.#clock.now());
    // What is no time at all is passed over, or it would stand in records for ever.
    if (Number.isSafeInteger(time) && time > this.#now) this.#now = time;
    return this.#now;
  }

  /** Starts an actor that is there as long as the engine: it has a `systemId` and no record. */
  spawnService<Logic extends AnyActorLogic>(
    systemId: string,
    logic: Logic,
    input: object,
  ): Actor<Logic> {
    const actor = createActor(logic, {
      id: systemId,
      systemId,
      input,
      parent: this.#root,
    } as never) as Actor<Logic>;
    actor.on('*', (event) => this.#emitted(event));
    // Without an error observer, XState would throw in a timer of its own and end the process.
    actor.subscribe({ error: (error) => this.#failed(error) });
    return actor.start();
  }

  /**
   * Runs `work` as one turn.
   *
   * @returns its result if everything that it changed is durable already; otherwise a promise of
   * the result that resolves when it is.
   * @throws what `work` throws, if nothing had changed by then. An actor that fails, a throw after
   * a change and a failed commit stop the engine: it throws or rejects with the cause.
   */
  turn<Result>(work: (turn: Turn) => Result): Result | Promise<Result> {
    let result: Result | undefined;
    const committed = this.#run((turn) => {
      result = work(turn);
    });
    return committed === undefined ? (result as Result) : committed.then(() => result as Result);
  }

  /**
   * Runs every timer that is due by now, each as a turn of its own, in due order. Called when the
   * clock rings, and before a command, which therefore never sees a state that is overdue.
   */
  runDueTimers(): void {
    if (this.#stopped !== undefined || this.#turn !== undefined) return;
    for (;;) {
      const timer = this.#scheduler.takeDue(this.now());
      if (timer === undefined) break;
      try {
        this.#run(() => this.#fire(timer))?.catch(() => {});
      } catch (error) {
        // The timer has been taken: going on without it would be a wrong answer.
        this.#stop(error);
      }
      if (this.#stopped !== undefined) return;
    }
    this.#scheduler.arm();
  }

  /** Adds a change to the batch of the turn under way. */
  stage(change: Change): void {
    this.#current().changes.push(change);
  }

  /** The same for what only an engine reads that opens the store again. */
  stageIfDurable(change: () => Change): void {
    if (this.#isDurable) this.stage(change());
  }

  /** Tells a fact that no actor has emitted, as part of the turn under way. */
  emit<Fact extends { readonly type: string }>(fact: Fact): void {
    this.#recordFact(fact);
  }

  /** Resolves when all turns so far are durable. @throws why the engine has stopped, if it has. */
  async flushed(): Promise<void> {
    await this.#commits.flushed();
    if (this.#stopped?.cause !== undefined) throw this.#stopped.cause;
  }

  /** Takes no more turns; resolves when all turns so far are durable and the store is closed. */
  async close(): Promise<void> {
    this.#end(undefined);
    await this.#commits.flushed();
    this.#turn = newTurn(++this.#turns, this.#now); // Nobody hears what actors tell while they are stopped.
    this.directory.stopParents();
    this.#turn = undefined;
    await this.#store.close();
  }

  /** @returns nothing if the turn is durable already. */
  #run(work: (turn: Turn) => void): Promise<void> | undefined {
    if (this.#stopped !== undefined) throw stoppedError(this.#stopped);
    if (this.#turn !== undefined) throw new Error('a turn is under way');
    const turn = newTurn(++this.#turns, this.now());
    this.#turn = turn;
    try {
      work(turn);
      if (turn.failure !== undefined) throw turn.failure.error;
      this.#passivateActivated(turn);
      this.#conclude(turn);
      if (turn.changes.length > 0) this.stageIfDurable(() => this.#lastTurn(turn));
    } catch (error) {
      // What an actor failed with is the cause of whatever went wrong after it.
      const cause = turn.failure === undefined ? error : turn.failure.error;
      const unchanged = turn.messages === 0 && turn.changes.length === 0 && turn.facts.length === 0;
      if (turn.failure === undefined && unchanged) this.#releaseUntouched(turn);
      else this.#stop(cause);
      throw cause;
    } finally {
      this.#turn = undefined;
    }
    return this.#commit(turn);
  }

  #passivateActivated({ activated, changes, passivating }: Turn): void {
    for (const actor of activated) {
      const settled = this.directory.passivate(actor);
      changes.push(...settled.changes);
      if (settled.hasLeft && settled.changes.length > 0) passivating.push(actor);
    }
  }

  #lastTurn({ number, at }: Turn): Change {
    return turnRecord.put(turnRecord.key(), { number, seq: this.#seq, at });
  }

  /** Nothing has been said to the actors that were brought to memory: they leave as they came. */
  #releaseUntouched(turn: Turn): void {
    this.#passivateActivated(turn);
    this.#commit(turn)?.catch(() => {});
  }

  #commit({ changes, facts, passivating }: Turn): Promise<void> | undefined {
    try {
      if (this.#stopped === undefined) this.#scheduler.arm();
      return this.#commits.commit(changes, () => {
        if (passivating.length > 0) this.directory.confirmPassivated(passivating);
        if (facts.length > 0) this.#publish(facts);
      });
    } catch (error) {
      return this.#fail(error);
    }
  }

  #fire({ owner, event, target }: Timer): void {
    const [from, to] = [this.#actorOf(owner), this.#actorOf(target)];
    if (to === undefined) return;
    this.#current().messages++;
    this.#deliver(from, to, event);
  }

  #actorOf(owner: Owner): AnyActorRef | undefined {
    if (typeof owner !== 'string') return owner;
    return this.directory.byAddress(owner) ?? this.#root.system.get(owner);
  }

  /** What actors tell their host; they never live outside a turn. */
  #hostOf(root: Actor<AnyActorLogic>): Host {
    return {
      root,
      onReceive: (actor) => this.#activated(actor as LiveActor),
      onEmit: (actor, event) => {
        const told = this.#emitted(event);
        if (told !== undefined) (actor as LiveActor).recordFact(told);
      },
      onError: (_actor, error) => this.#failed(error),
    };
  }

  #activated(actor: LiveActor): void {
    const turn = this.#current();
    if (actor.turn === turn.number) return;
    actor.turn = turn.number;
    turn.activated.push(actor);
  }

  #emitted(event: EventObject): RecordedFact | undefined {
    try {
      return this.#recordFact(event);
    } catch (error) {
      this.#failed(error);
      return undefined;
    }
  }

  #failed(error: unknown): void {
    this.#current().failure ??= { error };
  }

  #recordFact(event: EventObject): RecordedFact | undefined {
    const turn = this.#current();
    if (event.type === 'reply') {
      turn.reply = event as TurnReply;
      return undefined;
    }
    // A spread would take V8 a microsecond for each member.
    const told = Object.assign({ type: event.type, seq: 0, at: 0 }, event);
    told.seq = ++this.#seq;
    told.at = turn.at;
    turn.facts.push(told);
    return told;
  }

  #current(): Turn {
    if (this.#turn === undefined) throw new Error('no turn is under way');
    return this.#turn;
  }

  /** A message within the system: part of the turn under way, or what opens one. */
  #relay(...[source, target, event]: Parameters<Deliver>): void {
    if (this.#turn !== undefined) {
      this.#turn.messages++;
      this.#deliver(source, target, event);
      return;
    }
    this.runDueTimers();
    if (this.#stopped !== undefined) return;
    try {
      this.#run(() => this.#relay(source, target, event))?.catch(() => {});
    } catch {
      // #run has stopped the engine and kept the cause.
    }
  }

  #ownerOf(actor: AnyActorRef): Owner {
    if (actor instanceof LiveActor) return actor.isPassivated ? actor : actor.id;
    const parent = parentOf(actor);
    const { systemId } = actor as AnyActor;
    if (parent === undefined || parent === this.#root) return systemId ?? actor;
    const owner = this.#ownerOf(parent);
    return typeof owner === 'string' ? childAddress(owner, actor.id) : actor;
  }

  #fail(cause: unknown): never {
    this.#stop(cause);
    throw cause;
  }

  #stop(cause: unknown): void {
    this.#end(toError(cause));
  }

  #end(cause: Error | undefined): void {
    if (this.#stopped !== undefined) return;
    this.#stopped = { cause };
    this.#disarm();
    this.#ended();
  }

  #disarm(): void {
    try {
      this.#scheduler.disarm();
    } catch {
      // A clock that fails now can do no more harm: no turn is run any more.
    }
  }
}

function stoppedError({ cause }: { readonly cause: Error | undefined }): Error {
  if (cause === undefined) return new Error('the engine has stopped');
  return new Error(`the engine has stopped: ${cause.message}`, { cause });
}

import {
  type Actor,
  type AnyActorLogic,
  type AnyActorRef,
  createActor,
  type EventObject,
  fromTransition,
  type InspectionEvent,
  type Observer,
} from 'xstate';
import type { Change, Store } from '../store/store.ts';
import type { Clock } from './clock.ts';
import { CommitQueue } from './commitQueue.ts';
import { type ActorKind, Directory, type LiveActor } from './directory.ts';
import { freeze } from './freeze.ts';
import { type Owner, Scheduler, type Timer } from './scheduler.ts';
import { toError } from './toError.ts';
import type { Told } from './told.ts';
import { newTurn, type Turn, type TurnReply } from './turn.ts';

export interface EngineOptions {
  readonly clock: Clock;
  readonly store: Store;
  readonly kinds: readonly ActorKind[];
  /** Gets the facts of each turn once it is committed, in order. Must not throw. */
  readonly publish: (facts: readonly Told[]) => void;
  readonly inspect?: Observer<InspectionEvent> | ((event: InspectionEvent) => void) | undefined;
}

/** Members of the actor system that XState keeps to itself and that the engine replaces. */
interface SystemInternals {
  scheduler: Scheduler;
  _relay(source: AnyActorRef | undefined, target: AnyActorRef, event: EventObject): void;
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
  readonly #kinds: ReadonlyMap<string, ActorKind>;
  readonly #root: Actor<AnyActorLogic>;
  readonly #scheduler: Scheduler;
  #turn: Turn | undefined;
  #now = 0;
  #seq = 0;
  #stopped: { readonly cause: Error | undefined } | undefined;
  /** Whose timers stay while XState, which cancels those of an actor that stops, stops it. */
  #keptTimers: string | undefined;

  constructor({ clock, store, kinds, publish, inspect }: EngineOptions) {
    this.#clock = clock;
    this.#store = store;
    this.#commits = new CommitQueue(store);
    this.#publish = publish;
    this.#kinds = new Map(kinds.map((kind) => [kind.name, kind]));
    const root = createActor(
      fromTransition((state) => state, null),
      { id: 'shop', ...(inspect !== undefined && { inspect }) },
    );
    this.#root = root;
    this.#scheduler = new Scheduler({
      clock,
      now: () => this.now(),
      ownerOf: (actor) => this.#ownerOf(actor),
      wake: () => this.runDueTimers(),
    });
    this.#takeOver(root.system as unknown as SystemInternals);
    this.directory = new Directory({
      store,
      parent: root,
      attach: (actor) => this.#attach(actor),
      timersOf: (address) => this.#scheduler.timersOf(address),
      keepTimers: (address, stop) => {
        this.#keptTimers = address;
        stop();
        this.#keptTimers = undefined;
      },
    });
    root.start();
  }

  /** Why the engine takes no more turns, or undefined while it does. */
  get stopped(): { readonly cause: Error | undefined } | undefined {
    return this.#stopped;
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
  hire<Logic extends AnyActorLogic>(systemId: string, logic: Logic, input: object): Actor<Logic> {
    const actor = createActor(logic, {
      id: systemId,
      systemId,
      input,
      parent: this.#root,
    } as never) as Actor<Logic>;
    this.#listen(actor, { onEmit: (event) => this.#told(event) });
    return actor.start();
  }

  /**
   * Runs `work` as one turn and resolves with its result when everything it changed is durable.
   *
   * @throws what `work` throws, if nothing had changed by then. An actor that fails, a throw after
   * a change and a failed commit stop the engine: the promise rejects with the cause.
   */
  turn<Result>(work: (turn: Turn) => Result): Promise<Result> {
    let result: Result | undefined;
    const committed = this.#run((turn) => {
      result = work(turn);
    });
    return committed === undefined
      ? Promise.resolve(result as Result)
      : committed.then(() => result as Result);
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
  put(change: Change): void {
    this.#current().changes.push(change);
  }

  /** Tells a fact that no actor has emitted, as part of the turn under way. */
  tell<Fact extends { readonly type: string }>(fact: Fact): void {
    this.#told(fact);
  }

  /** Takes no more turns; resolves when all turns so far are durable and the store is closed. */
  async close(): Promise<void> {
    this.#stopped ??= { cause: undefined };
    this.#disarm();
    await this.#commits.settled();
    this.#turn = newTurn(this.#now); // Nobody hears what actors tell while they are stopped.
    this.directory.stopParents();
    this.#turn = undefined;
    await this.#store.close();
  }

  /** @returns nothing if the turn is durable already. */
  #run(work: (turn: Turn) => void): Promise<void> | undefined {
    if (this.#stopped !== undefined) throw new Error('the engine has stopped');
    if (this.#turn !== undefined) throw new Error('a turn is under way');
    const turn = newTurn(this.now());
    this.#turn = turn;
    try {
      work(turn);
      if (turn.failure !== undefined) throw turn.failure.error;
      this.#dismissSettled(turn);
    } catch (error) {
      // What an actor failed with is the cause of whatever went wrong after it.
      const cause = turn.failure === undefined ? error : turn.failure.error;
      const unchanged = turn.messages === 0 && turn.changes.length === 0 && turn.facts.length === 0;
      if (turn.failure === undefined && unchanged) this.#putBack(turn);
      else this.#stop(cause);
      throw cause;
    } finally {
      this.#turn = undefined;
    }
    return this.#commit(turn);
  }

  #dismissSettled({ touched, changes, leaving }: Turn): void {
    for (const actor of touched) {
      const change = this.directory.dismiss(actor);
      if (change === undefined) continue;
      changes.push(change);
      leaving.push(actor);
    }
  }

  /** Nothing has been said to the actors that were brought to memory: they leave as they came. */
  #putBack(turn: Turn): void {
    this.#dismissSettled(turn);
    this.#commit(turn)?.catch(() => {});
  }

  #commit({ changes, facts, leaving }: Turn): Promise<void> | undefined {
    try {
      if (this.#stopped === undefined) this.#scheduler.arm();
      const committed = this.#commits.commit(changes, () => {
        this.directory.forget(leaving);
        if (facts.length > 0) this.#publish(facts);
      });
      return committed?.catch((error) => this.#fail(error));
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
    return typeof owner === 'string' ? this.directory.byAddress(this.#kinds, owner)?.ref : owner;
  }

  #attach(actor: LiveActor): void {
    const { ref, kind, history } = actor;
    this.#listen(ref, {
      onEmit: (event) => {
        const told = this.#told(event);
        if (told !== undefined && kind.keepsHistory) history.push(told);
      },
      onChange: () => this.#current().touched.add(actor),
    });
  }

  #listen(
    actor: Actor<AnyActorLogic>,
    { onEmit, onChange }: { onEmit: (event: EventObject) => void; onChange?: () => void },
  ): void {
    actor.on('*', (event) => {
      try {
        onEmit(event);
      } catch (error) {
        this.#current().failure ??= { error };
      }
    });
    actor.subscribe({
      ...(onChange !== undefined && { next: onChange }),
      // Without an error observer, XState would throw in a timer of its own and end the process.
      error: (error) => {
        this.#current().failure ??= { error };
      },
    });
  }

  #told(event: EventObject): Told | undefined {
    const turn = this.#current();
    if (event.type === 'reply') {
      turn.reply = event as TurnReply;
      return undefined;
    }
    const told: Told = freeze({ ...event, seq: ++this.#seq, at: turn.at });
    turn.facts.push(told);
    return told;
  }

  #current(): Turn {
    if (this.#turn === undefined) throw new Error('no turn is under way');
    return this.#turn;
  }

  /** XState's own way to deliver a message; known once the system is taken over. */
  #deliver: SystemInternals['_relay'] = () => {};

  /** Puts the engine's scheduler in place, and a turn around every message from outside. */
  #takeOver(system: SystemInternals): void {
    this.#deliver = system._relay;
    system.scheduler = this.#scheduler;
    system._relay = (source, target, event) => {
      if (this.#turn !== undefined) {
        this.#turn.messages++;
        this.#deliver(source, target, event);
        return;
      }
      this.runDueTimers();
      if (this.#stopped !== undefined) return;
      try {
        this.#run(() => system._relay(source, target, event))?.catch(() => {});
      } catch {
        // #run has stopped the engine and kept the cause.
      }
    };
  }

  #ownerOf(actor: AnyActorRef): Owner {
    const { id } = actor;
    if (id === this.#keptTimers) return actor;
    return this.directory.isLive(id, actor) ? id : actor;
  }

  #fail(cause: unknown): never {
    this.#stop(cause);
    throw cause;
  }

  #stop(cause: unknown): void {
    this.#stopped ??= { cause: toError(cause) };
    this.#disarm();
  }

  #disarm(): void {
    try {
      this.#scheduler.disarm();
    } catch {
      // A clock that fails now can do no more harm: no turn is run any more.
    }
  }
}

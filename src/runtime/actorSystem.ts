import {
  type Actor,
  type AnyActor,
  type AnyActorLogic,
  type AnyActorRef,
  createActor,
  type EventObject,
  fromTransition,
  type InspectionEvent,
  type Observer as XStateObserver,
} from 'xstate';
import { commitChanges } from '../store/commitChanges.ts';
import type { Store } from '../store/store.ts';
import { hostedAbove, startHeldChildren } from '../xstate/host/heldChildren.ts';
import type { Host } from '../xstate/host/host.ts';
import type { HostedActor } from '../xstate/host/hostedActor.ts';
import { patchSystem } from '../xstate/host/patchSystem.ts';
import { ServiceActor } from '../xstate/host/serviceActor.ts';
import { parentOf, type Relay } from '../xstate/internals.ts';
import { ActorWatches } from './actorWatches.ts';
import { addressOf, childAddress } from './address.ts';
import { chartFault } from './chartFault.ts';
import { eventOfSource } from './childEvent.ts';
import type { Clock } from './clock.ts';
import type { ClockJumps } from './clockJumps.ts';
import { Directory } from './directory.ts';
import type { FactHistory } from './factHistory.ts';
import { LiveActor } from './liveActor.ts';
import type { Resumed, Resumption } from './passiveActors.ts';
import { Scheduler } from './scheduler.ts';
import type { FailedActor } from './stopped.ts';
import { NamedHolder, type Owner, type Timer, type TimerHolder } from './timer.ts';
import type { TurnSequence } from './turnSequence.ts';

/** Receives XState's inspection events: the Stately inspector, or a function. */
export type Inspector = XStateObserver<InspectionEvent> | ((event: InspectionEvent) => void);

export interface ActorSystemOptions {
  readonly clock: Clock;
  readonly store: Store;
  readonly jumps: ClockJumps;
  readonly isDurable: boolean;
  readonly inspect: Inspector | undefined;
  /** The current turn learns which actors start, receive messages, and fail: they may have changed when it ends. */
  readonly turns: TurnSequence;
  /** Called for every message of the system, in place of its delivery. */
  readonly onMessage: Relay;
  /**
   * Called when an actor has emitted an event.
   *
   * @param history that of the actor, to which the fact is to be added.
   */
  readonly onEmit: (event: EventObject, history: FactHistory | undefined) => void;
  /** Called when a timer may have fallen due. @param firedAt the time for which the clock's timer was set. */
  readonly onDue: (firedAt: number) => void;
}

export interface Restored extends Resumption {
  /** Actors that had active children. */
  readonly parents: readonly Resumed[];
}

/**
 * The XState system of an engine. All actors are children of one root. Scheduler and directory
 * replace XState's own, and every message passes through the engine.
 */
export class ActorSystem {
  readonly directory: Directory;
  readonly scheduler: Scheduler;
  readonly #store: Store;
  readonly #now: () => number;
  readonly #root: Actor<AnyActorLogic>;
  readonly #host: Host;
  /** The actor in memory that got the last message: nearly always the one that is looked up next. */
  #lastReceiver: LiveActor | undefined = undefined;
  /** XState's original delivery of a message. */
  readonly #relay: Relay;

  constructor(options: ActorSystemOptions) {
    const { clock, store, jumps, isDurable, inspect, turns } = options;
    const root = createActor(
      fromTransition((state) => state, null),
      { id: 'shop', ...(inspect !== undefined && { inspect }) },
    );
    this.#root = root;
    this.#now = () => turns.now();
    this.#store = store;
    this.scheduler = new Scheduler({
      clock,
      turns,
      holderOf: (actor) => (actor instanceof LiveActor ? actor : undefined),
      ownerOf: (actor) => this.#ownerOf(actor),
      onDue: options.onDue,
    });
    this.#host = {
      root,
      isInspected: inspect !== undefined,
      holdsChildren: false,
      running: undefined,
      onStep: undefined,
      tally: undefined,
      onReceive: (actor, event) => {
        const { watches } = this.directory;
        if (watches.isWatched) watches.received(actor, event);
        if (!(actor instanceof LiveActor)) return;
        this.#lastReceiver = actor;
        turns.current.receive(actor);
      },
      onEmit: (actor, event) => {
        const history = actor instanceof LiveActor ? actor.history : undefined;
        options.onEmit(event, history);
      },
      onError: (actor, error) => {
        // A service is no actor of a kind.
        if (actor instanceof LiveActor) turns.current.fail(chartFault(actor, error), actor);
        else turns.current.fail(error);
      },
    };
    this.directory = new Directory({
      store,
      jumps,
      isDurable,
      scheduler: this.scheduler,
      host: this.#host,
      watches: new ActorWatches(this.#host),
      onStart: (actor) => turns.current.activate(actor),
    });
    this.#relay = patchSystem(root.system, {
      host: this.#host,
      scheduler: this.scheduler,
      now: () => turns.now(),
      directory: { live: () => this.directory.live(), liveAt: (address) => this.#liveAt(address) },
      relay: (source, target, event) =>
        options.onMessage(source, target, eventOfSource(source, event)),
    });
    root.start();
  }

  /** Starts an actor that lives as long as the engine: it has a `systemId` and no record. */
  spawnService<Logic extends AnyActorLogic>(
    systemId: string,
    logic: Logic,
    input: object,
  ): Actor<Logic> {
    const actor = new ServiceActor(systemId, logic, { input, host: this.#host });
    this.directory.services.push(actor);
    return actor.start() as Actor<Logic>;
  }

  /** Delivers a message to its receiver. */
  relay(source: AnyActorRef | undefined, target: AnyActorRef, event: EventObject): void {
    const { watches } = this.directory;
    if (watches.isWatched) watches.sending(source, target);
    this.#relay(source, target, event);
  }

  /** Delivers a timer's event; drops it if the receiver no longer exists. */
  fire({ holder, event, target }: Timer): void {
    const from = this.#heldBy(holder);
    const to = target === undefined ? from : this.#actorOf(target);
    if (to === undefined) return;
    // A child that has timers of its own goes on before its parent's timers run.
    if (this.#host.holdsChildren && !(to instanceof LiveActor)) this.startChildren(hostedAbove(to));
    this.relay(from, to, event);
  }

  /** Removes and returns a timer of the actor at the address that is due at `now`; undefined if none is. */
  takeDueTimerOf(address: string, now: number): Timer | undefined {
    return this.scheduler.takeDueOf(this.directory.liveAt(address) ?? address, now);
  }

  /**
   * Restores the timers of the actors that were active when the store was last closed, and calls
   * `onActor` for each.
   *
   * @param failed see {@link ResumeOptions.failed}.
   */
  restore(onActor: (actor: Resumed) => void, failed: readonly FailedActor[]): Restored {
    const parents: Resumed[] = [];
    const resumed = (actor: Resumed) => {
      this.scheduler.restore(addressOf(actor.kind.name, actor.name), actor.record.timers);
      if (actor.isParent) parents.push(actor);
      onActor(actor);
    };
    const resumption = this.directory.resume({ now: this.#now, onActor: resumed, failed });
    return { ...resumption, parents };
  }

  /** Stores the outlines of the charts. No turn has changed anything by that. */
  async storeOutlines({ outlines }: Resumption): Promise<void> {
    if (outlines.length > 0) await commitChanges(this.#store, outlines);
  }

  /** Moves all due times, since the wall clock has jumped. @param byMs how far, in milliseconds. */
  rebase(byMs: number): void {
    this.scheduler.rebase(byMs);
    this.directory.rebase(byMs);
  }

  /** Runs `work`, during which actors that come into memory do not start their children. */
  holdChildren(work: () => void): void {
    this.#host.holdsChildren = true;
    try {
      work();
    } finally {
      this.#host.holdsChildren = false;
    }
  }

  /** Starts the children that {@link ActorSystem.holdChildren} has held back. */
  startChildren(actor: HostedActor | undefined): void {
    if (actor === undefined) return;
    const { holdsChildren } = this.#host;
    this.#host.holdsChildren = false;
    startHeldChildren(actor);
    this.#host.holdsChildren = holdsChildren;
  }

  #liveAt(address: string): LiveActor | undefined {
    const last = this.#lastReceiver;
    if (last !== undefined && last.id === address && !last.isPassivated) return last;
    return this.directory.liveAt(address);
  }

  #heldBy(holder: TimerHolder): AnyActorRef | undefined {
    return holder instanceof NamedHolder ? this.#actorOf(holder.owner) : (holder as LiveActor).ref;
  }

  #actorOf(owner: Owner): AnyActorRef | undefined {
    if (typeof owner !== 'string') return owner;
    return this.directory.byAddress(owner) ?? this.#root.system.get(owner);
  }

  #ownerOf(actor: AnyActorRef): Owner {
    if (actor instanceof LiveActor) return actor.isPassivated ? actor : actor.id;
    const parent = parentOf(actor);
    const { systemId } = actor as AnyActor;
    if (parent === undefined || parent === this.#root) return systemId ?? actor;
    const owner = this.#ownerOf(parent);
    return typeof owner === 'string' ? childAddress(owner, actor.id) : actor;
  }
}

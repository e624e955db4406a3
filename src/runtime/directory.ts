import type { AnyActorRef, AnyMachineSnapshot } from 'xstate';
import type { RecordedFact } from '../schema/recordedFact.ts';
import type { AnyChange, Store } from '../store/store.ts';
import type { Host } from '../xstate/host/host.ts';
import type { Origin } from '../xstate/host/hostedActor.ts';
import type { ServiceActor } from '../xstate/host/serviceActor.ts';
import type { ActorKind } from './actorKind.ts';
import type { StoredActor } from './actorRecords.ts';
import type { ActorTally } from './actorTally.ts';
import type { ActorWatches } from './actorWatches.ts';
import { addressOf, parseAddress } from './address.ts';
import { ArchivedActors } from './archivedActors.ts';
import type { ClockJumps } from './clockJumps.ts';
import { LiveActor } from './liveActor.ts';
import {
  hasChildren,
  isUnreadable,
  type Located,
  snapshotOf,
  type WithChildren,
} from './located.ts';
import type { MigratedState } from './migration.ts';
import type { PassiveActors, Released, ResumeOptions, Resumption } from './passiveActors.ts';
import { Residents } from './residents.ts';
import type { Unmatched } from './resume/matchActor.ts';
import type { Quarantine, QuarantinedActor } from './resume/quarantine.ts';
import { type ScannedActor, scannedLive, scannedRecord } from './scannedActor.ts';
import type { Scheduler } from './scheduler.ts';
import { StoredActors } from './storedActors.ts';
import type { Turn } from './turn.ts';

export interface DirectoryOptions {
  readonly store: Store;
  readonly jumps: ClockJumps;
  readonly host: Host;
  readonly scheduler: Scheduler;
  readonly watches: ActorWatches;
  /** True when actors in memory have a record too, because the store is opened again later. */
  readonly isDurable: boolean;
  /** Called before an actor starts. */
  readonly onStart: (actor: LiveActor) => void;
}

/**
 * Finds every actor by kind and name. Actors that may be passivated leave only a compact record, and are
 * activated again when a message is sent to them.
 */
export class Directory {
  /** The actors that live as long as the engine, in the order in which they were started. */
  readonly services: ServiceActor[] = [];
  readonly watches: ActorWatches;
  readonly #options: DirectoryOptions;
  readonly #residents = new Residents();
  readonly #passive: PassiveActors;
  #tally: ActorTally | undefined = undefined;
  #hasOwnCharts = false;

  constructor(options: DirectoryOptions) {
    const { isDurable, store, jumps, scheduler, watches } = options;
    this.#options = options;
    this.watches = watches;
    const residents = this.#residents;
    const onDisposed = (actor: LiveActor) => this.#tally?.disposed(actor);
    this.#passive = isDurable
      ? new StoredActors({ store, jumps, scheduler, residents, onDisposed })
      : new ArchivedActors({ scheduler, jumps, residents, onDisposed });
  }

  /** Adds kinds of actors. To be called before all other members. */
  register(kinds: readonly ActorKind[]): void {
    for (const kind of kinds) this.#residents.add(kind);
    this.#hasOwnCharts ||= kinds.some(({ ownChart }) => ownChart !== undefined);
  }

  /** True when a chart is the user's: what it emits may be more than JSON can hold. */
  get hasOwnCharts(): boolean {
    return this.#hasOwnCharts;
  }

  /** The number of actors in memory. */
  get liveCount(): number {
    return [...this.#residents.allLive()].length;
  }

  /** The number of actors of the kind that are in memory. */
  inMemory(kind: ActorKind): number {
    return this.#residents.of(kind).liveCount;
  }

  /** The number of actors of the kind that are active: in memory, or in a store and not at an end. */
  activeCount(kind: ActorKind): number {
    return this.inMemory(kind) + this.#passive.activeCount(kind);
  }

  /** All actors in memory, with their addresses. */
  *live(): Generator<readonly [string, LiveActor]> {
    for (const actor of this.#residents.allLive()) yield [actor.id, actor];
  }

  /** What counts what the actors do; undefined while nothing does. */
  get tally(): ActorTally | undefined {
    return this.#tally;
  }

  set tally(tally: ActorTally | undefined) {
    this.#tally = tally;
    this.#options.host.tally = tally;
  }

  /**
   * The actors of a kind, as they are when they are reached: the iteration may pause between two of them while the shop
   * goes on. Those that start meanwhile may be left out, or come twice.
   *
   * @param withArchived false for those only that work or wait for a timer.
   */
  *scan(kind: ActorKind, withArchived: boolean): Generator<ScannedActor> {
    for (const resident of this.#residents.of(kind).values()) {
      if (typeof resident === 'object') {
        yield this.#scannedLive(resident as LiveActor);
      } else if (withArchived) yield this.#passive.scanHandle(kind, resident);
    }
    yield* this.#passive.scan(kind, withArchived);
  }

  /** The actor as a scan finds it; undefined if there is none, or if its record cannot be read. */
  scanned(kind: ActorKind, name: string): ScannedActor | undefined {
    const located = this.locate(kind, name);
    if (located instanceof LiveActor) return this.#scannedLive(located);
    const record = located?.stored?.record;
    return record && scannedRecord(kind, record, this.#options.jumps);
  }

  /** The kind of this name; undefined if there is none. */
  kindNamed(name: string): ActorKind | undefined {
    return this.#residents.kindNamed(name);
  }

  /** Starts a new actor. @throws Error if the kind already has an actor of this name. */
  create(kind: ActorKind, name: string, input: object): LiveActor {
    if (this.exists(kind, name)) throw new Error(`${kind.name} ${name} already exists`);
    return this.#start(kind, name, { input });
  }

  exists(kind: ActorKind, name: string): boolean {
    return this.#residents.of(kind).get(name) !== undefined || this.#passive.has(kind, name);
  }

  /** Looks an actor up in memory and in its records, without activating it. */
  locate(kind: ActorKind, name: string): Located | undefined {
    const resident = this.#residents.of(kind).get(name);
    if (typeof resident === 'object') return resident as LiveActor;
    return this.#passive.find(kind, name);
  }

  /** Brings a located actor into memory, unless it is there already. */
  activate(located: Located): LiveActor {
    if (located instanceof LiveActor) return located;
    const { kind, name } = located;
    const stored = located.stored ?? this.#passive.reread(kind, name);
    if (stored !== undefined) return this.#start(kind, name, stored.record, stored);
    // A disposable actor has no record and starts from its initial input.
    const initial = this.startInitial(kind, name);
    if (initial === undefined) throw new Error(`there is no record of ${kind.name} ${name}`);
    return initial;
  }

  /** Starts an actor from its initial input; undefined if its kind has none. */
  startInitial(kind: ActorKind, name: string): LiveActor | undefined {
    const input = kind.initialInput(name);
    return input === undefined ? undefined : this.#start(kind, name, { input });
  }

  /** The actor in memory, activated or started from its initial input if necessary. */
  find(kind: ActorKind, name: string): LiveActor | undefined {
    const located = this.locate(kind, name);
    return located === undefined ? this.startInitial(kind, name) : this.activate(located);
  }

  /** The actor or child at an address, activated if necessary; undefined if there is none. */
  byAddress(address: string): AnyActorRef | undefined {
    const addressed = parseAddress(address);
    if ('parent' in addressed) {
      const parent = this.byAddress(addressed.parent)?.getSnapshot() as WithChildren | undefined;
      return parent?.children?.[addressed.id];
    }
    const kind = this.#residents.kindNamed(addressed.kind);
    return kind === undefined ? undefined : this.find(kind, addressed.name)?.ref;
  }

  /** The actor at an address; undefined if it is not in memory. */
  liveAt(address: string): LiveActor | undefined {
    const addressed = parseAddress(address);
    if ('parent' in addressed) return undefined;
    const kind = this.#residents.kindNamed(addressed.kind);
    return kind && this.#residents.live(kind, addressed.name);
  }

  /** The snapshot of an actor, in memory or on record; undefined if there is none that can be read. */
  peek(kind: ActorKind, name: string): AnyMachineSnapshot | undefined {
    const located = this.locate(kind, name);
    return located && !isUnreadable(located) ? snapshotOf(located) : undefined;
  }

  /** All facts that the actor has emitted, oldest first; undefined if there is no such actor. */
  history(kind: ActorKind, name: string): readonly RecordedFact[] | undefined {
    const actor = this.#residents.live(kind, name);
    return actor === undefined ? this.#passive.history(kind, name) : [...actor.facts];
  }

  /** The snapshots of all actors of a kind: those in memory, then the others. */
  *all(kind: ActorKind): Generator<AnyMachineSnapshot> {
    for (const resident of this.#residents.of(kind).values()) {
      if (typeof resident === 'object') yield (resident as LiveActor).getSnapshot();
    }
    yield* this.#passive.all(kind);
  }

  /** Goes through the actors that were active when the store was last closed: see {@link PassiveActors.resume}. */
  resume(options: ResumeOptions): Resumption {
    return this.#passive.resume(options);
  }

  get quarantine(): Quarantine {
    return this.#passive.quarantine;
  }

  /**
   * Lets an actor go on that is in quarantine.
   *
   * @returns the changes that write it, or why it cannot go on with this state.
   */
  release(actor: QuarantinedActor, state: MigratedState, now: () => number): Released | Unmatched {
    const released = this.#passive.release(actor, state, now);
    if ('problem' in released) return released;
    const { record } = released;
    this.#tally?.released(actor.kind, actor.name, record.snapshot);
    const { scheduler } = this.#options;
    scheduler.restore(addressOf(actor.kind.name, actor.name), record.timers);
    return released;
  }

  /** Deletes an actor that is in quarantine. @returns the changes. */
  discard(actor: QuarantinedActor): readonly AnyChange[] {
    return this.#passive.discard(actor);
  }

  /** Moves the deadlines of all actors in memory. @param byMs how far the wall clock has jumped. */
  rebase(byMs: number): void {
    for (const actor of this.#residents.allLive()) actor.rebase(byMs);
    this.quarantine.rebase(byMs);
  }

  /** Passivates the actors that the turn has activated, as far as their kinds allow that. */
  passivateAll(turn: Turn): void {
    this.#passive.passivateAll(turn);
  }

  /** Drops the last snapshots of passivated actors. To be called when their records are durable. */
  confirmPassivated(actors: readonly LiveActor[]): void {
    this.#passive.confirm(actors);
  }

  /** Stops the actors that have children, which would otherwise go on running. */
  stopParents(): void {
    for (const actor of this.#residents.allLive()) {
      if (hasChildren(actor.getSnapshot())) actor.send({ type: 'xstate.stop' });
    }
  }

  #scannedLive(actor: LiveActor): ScannedActor {
    const { scheduler, jumps } = this.#options;
    return scannedLive(actor, scheduler.timersOf(actor), jumps);
  }

  #start(
    kind: ActorKind,
    name: string,
    origin: Origin & { readonly history?: readonly RecordedFact[] },
    stored?: StoredActor,
  ): LiveActor {
    const { host, scheduler, onStart } = this.#options;
    const actor = new LiveActor(kind, name, origin, host, stored);
    this.#passive.remove(actor);
    const residents = this.#residents.of(kind);
    residents.set(name, actor);
    scheduler.adopt(actor);
    if (this.#tally !== undefined && 'input' in origin) this.#tally.started(actor);
    onStart(actor);
    actor.start();
    if (this.watches.isWatched) this.watches.started(actor, 'input' in origin);
    if (actor.status === 'error') {
      // An actor that fails while starting is treated as never created.
      residents.delete(name);
      actor.isPassivated = true;
    }
    return actor;
  }
}

import type { AnyActorRef, AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import type { ActorRecord, StoredTimer } from '../schema/actorRecord.ts';
import type { RecordedFact } from '../schema/recordedFact.ts';
import type { Change, Store } from '../store/store.ts';
import type { Host } from '../xstate/host/host.ts';
import type { Origin } from '../xstate/host/hostedActor.ts';
import type { ActorKind } from './actorKind.ts';
import { ActorRecords, type StoredActor } from './actorRecords.ts';
import { addressOf, childAddress, parseAddress } from './address.ts';
import { LiveActor } from './liveActor.ts';
import { type Located, type PassivatedActor, snapshotOf } from './located.ts';
import type { Scheduler } from './scheduler.ts';
import type { Turn } from './turn.ts';

interface Passivating {
  readonly actor: LiveActor;
  /** The snapshot before the actor was stopped. */
  readonly snapshot: AnyMachineSnapshot;
}

export interface DirectoryOptions {
  readonly store: Store;
  readonly host: Host;
  readonly scheduler: Scheduler;
  /** True when actors in memory have a record too, because the store is opened again later. */
  readonly isDurable: boolean;
}

/** An actor that was active when the store was last closed. */
export interface Resumed {
  readonly kind: ActorKind;
  readonly name: string;
  readonly record: ActorRecord;
  /** The changes that write the actor if it has been migrated; otherwise empty. */
  readonly changes: readonly Change[];
  /** True when it had active children. */
  readonly isParent: boolean;
}

interface WithChildren {
  readonly children?: Readonly<Record<string, AnyActorRef | undefined>>;
}

/**
 * Finds every actor by kind and name. Actors that may be passivated are written to the store as
 * compact records, and activated again when a message is sent to them.
 */
export class Directory {
  readonly #options: DirectoryOptions;
  readonly #records: ActorRecords;
  readonly #kinds = new Map<string, ActorKind>();
  /** Actors in memory, by the name of their kind and their own name. */
  readonly #live = new Map<string, Map<string, LiveActor>>();
  /** The last snapshots of passivated actors whose records are not durable yet, by address. */
  readonly #passivating = new Map<string, Passivating>();

  constructor(options: DirectoryOptions) {
    this.#options = options;
    this.#records = new ActorRecords(options.store);
  }

  /** Adds kinds of actors. To be called before all other members. */
  register(kinds: readonly ActorKind[]): void {
    for (const kind of kinds) {
      this.#kinds.set(kind.name, kind);
      this.#live.set(kind.name, new Map());
    }
  }

  /** The number of actors in memory. */
  get liveCount(): number {
    return [...this.#live.values()].reduce((sum, { size }) => sum + size, 0);
  }

  /** All actors in memory, with their addresses. */
  *live(): Generator<readonly [string, LiveActor]> {
    for (const actors of this.#live.values()) {
      for (const actor of actors.values()) yield [actor.id, actor];
    }
  }

  /** Starts a new actor. @throws Error if the kind already has an actor of this name. */
  create(kind: ActorKind, name: string, input: object): LiveActor {
    if (this.exists(kind, name)) throw new Error(`${kind.name} ${name} already exists`);
    return this.#start(kind, name, { input });
  }

  exists(kind: ActorKind, name: string): boolean {
    return this.#liveOf(kind).has(name) || this.#records.has(kind, name);
  }

  /** Looks an actor up in memory and in the store, without activating it. */
  locate(kind: ActorKind, name: string): Located | undefined {
    return this.#liveOf(kind).get(name) ?? this.#findPassivated(kind, name);
  }

  /** Brings a located actor into memory, unless it is there already. */
  activate(located: Located): LiveActor {
    if (located instanceof LiveActor) return located;
    const { kind, name } = located;
    const stored = located.stored ?? this.#records.find(kind, name);
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
    const kind = this.#kinds.get(addressed.kind);
    return kind === undefined ? undefined : this.find(kind, addressed.name)?.ref;
  }

  /** The actor at an address; undefined if it is not in memory. */
  liveAt(address: string): LiveActor | undefined {
    const addressed = parseAddress(address);
    return 'parent' in addressed ? undefined : this.#live.get(addressed.kind)?.get(addressed.name);
  }

  /** The snapshot of an actor, in memory or stored; undefined if there is none. */
  peek(kind: ActorKind, name: string): AnyMachineSnapshot | undefined {
    const located = this.locate(kind, name);
    return located && snapshotOf(located);
  }

  /** All facts that the actor has emitted, oldest first; undefined if there is no such actor. */
  history(kind: ActorKind, name: string): readonly RecordedFact[] | undefined {
    const actor =
      this.#liveOf(kind).get(name) ?? this.#passivating.get(addressOf(kind.name, name))?.actor;
    return actor === undefined
      ? this.#records.find(kind, name)?.record.history
      : [...(actor.history ?? [])];
  }

  /** The snapshots of all actors of a kind: those in memory, then the stored ones. */
  *all(kind: ActorKind): Generator<AnyMachineSnapshot> {
    const live = this.#liveOf(kind);
    for (const actor of live.values()) yield actor.getSnapshot();
    for (const { actor, snapshot } of this.#passivating.values()) {
      if (actor.kind === kind) yield snapshot;
    }
    for (const { name, record } of this.#records.all(kind)) {
      const isInMemory = live.has(name) || this.#passivating.has(addressOf(kind.name, name));
      if (!isInMemory) yield storedSnapshot(kind, record);
    }
  }

  /** Yields the actors that were active when the store was last closed. Consume it fully first. */
  *resume(): Generator<Resumed> {
    for (const kind of this.#kinds.values()) {
      for (const stored of this.#records.resume(kind)) {
        const { name, record } = stored;
        const changes = stored.isMigrated ? this.#migrated(kind, stored) : [];
        yield { kind, name, record, changes, isParent: hasChildren(record.snapshot) };
      }
    }
  }

  /** Adds to the turn the changes that write every actor that it has activated. */
  passivateAll({ activated, changes, passivating }: Turn): void {
    for (const actor of activated) {
      const passivated = this.#passivate(actor);
      changes.push(...passivated.changes);
      if (passivated.isPassivated && passivated.changes.length > 0) passivating.push(actor);
    }
  }

  /**
   * Passivates the actor if its kind allows that; its last snapshot can be read until
   * {@link Directory.confirmPassivated}. @returns the changes that write the actor after the turn.
   */
  #passivate(actor: LiveActor): { changes: readonly Change[]; isPassivated: boolean } {
    const { kind, name, id: address, history = [] } = actor;
    const snapshot = actor.getSnapshot();
    // An actor with active children stays in memory until they end.
    const isBusy = snapshot.status === 'active' && hasChildren(snapshot);
    const staysInMemory = !kind.canPassivate(snapshot) || isBusy;
    if (staysInMemory && !this.#options.isDurable) return { changes: [], isPassivated: false };
    const timers = this.#options.scheduler.timersOf(actor);
    if (isBusy) timers.push(...this.#childTimers(address, snapshot));
    const placement = staysInMemory || timers.length > 0 ? 'active' : 'archived';
    const changes =
      placement === 'archived' && kind.isDisposable(snapshot)
        ? this.#records.erase(actor)
        : this.#records.write(actor, placement, { snapshot, history, timers });
    if (staysInMemory) return { changes, isPassivated: false };
    this.#liveOf(kind).delete(name);
    if (placement === 'active') this.#records.markPassivated(actor);
    if (changes.length > 0) this.#passivating.set(address, { actor, snapshot });
    this.#options.scheduler.release(actor);
    actor.isPassivated = true;
    if (snapshot.status === 'active') actor.stopNow();
    return { changes, isPassivated: true };
  }

  /** Drops the last snapshots of passivated actors. To be called when their records are durable. */
  confirmPassivated(actors: readonly LiveActor[]): void {
    for (const actor of actors) {
      // If it was activated and passivated again since, the entry belongs to a newer actor of this name.
      if (this.#passivating.get(actor.id)?.actor === actor) this.#passivating.delete(actor.id);
    }
  }

  /** Stops the actors that have children, which would otherwise go on running. */
  stopParents(): void {
    for (const [, actor] of this.live()) {
      if (hasChildren(actor.getSnapshot())) actor.send({ type: 'xstate.stop' });
    }
  }

  #migrated(kind: ActorKind, stored: StoredActor & { readonly activeId: number }): Change[] {
    const { record } = stored;
    const contents = { ...record, snapshot: storedSnapshot(kind, record) };
    return this.#records.write({ ...stored, kind }, stored.placement, contents);
  }

  /** The timers of the actor's children, and of their children. */
  *#childTimers(address: string, { children = {} }: WithChildren): Generator<StoredTimer> {
    for (const id in children) {
      const owner = childAddress(address, id);
      for (const timer of this.#options.scheduler.timersOf(owner)) yield { ...timer, owner };
      yield* this.#childTimers(owner, children[id]?.getSnapshot() as WithChildren);
    }
  }

  #start(
    kind: ActorKind,
    name: string,
    origin: Origin & { readonly history?: readonly RecordedFact[] },
    { placement, activeId = this.#records.nextActiveId() }: Partial<StoredActor> = {},
  ): LiveActor {
    const { host, scheduler } = this.#options;
    const { history = [] } = origin;
    const actor = new LiveActor({ kind, name, origin, history, placement, activeId, host });
    if (this.#passivating.size > 0) this.#passivating.delete(actor.id);
    if (placement === 'active') this.#records.markActive(actor);
    this.#liveOf(kind).set(name, actor);
    scheduler.adopt(actor);
    host.onReceive(actor);
    actor.start();
    if (actor.getSnapshot().status === 'error') {
      // An actor that fails while starting is treated as never created.
      this.#liveOf(kind).delete(name);
      actor.isPassivated = true;
    }
    return actor;
  }

  #findPassivated(kind: ActorKind, name: string): PassivatedActor | undefined {
    if (this.#passivating.size > 0) {
      const passivating = this.#passivating.get(addressOf(kind.name, name));
      if (passivating !== undefined) {
        return { kind, name, snapshot: passivating.snapshot, stored: undefined };
      }
    }
    const stored = this.#records.find(kind, name);
    if (stored === undefined) return undefined;
    return { kind, name, snapshot: storedSnapshot(kind, stored.record), stored };
  }

  #liveOf({ name }: ActorKind): Map<string, LiveActor> {
    return this.#live.get(name) as Map<string, LiveActor>;
  }
}

function hasChildren({ children }: { readonly children?: unknown }): boolean {
  for (const _ in children as object) return true;
  return false;
}

/** The snapshot that a record was written from, without children. */
function storedSnapshot({ machine }: ActorKind, { snapshot }: ActorRecord): AnyMachineSnapshot {
  type StateConfig = Parameters<AnyStateMachine['resolveState']>[0];
  return machine.resolveState({ ...snapshot, children: {} } as unknown as StateConfig);
}

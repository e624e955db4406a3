import type { AnyActorRef, AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import type { ActorRecord, StoredTimer } from '../schema/actorRecord.ts';
import type { RecordedFact } from '../schema/recordedFact.ts';
import type { Change, Store } from '../store/store.ts';
import type { Host, Origin } from '../xstate/host/hostedActor.ts';
import type { ActorKind } from './actorKind.ts';
import { ActorRecords, type Found } from './actorRecords.ts';
import { addressOf, childAddress, parseAddress } from './address.ts';
import { LiveActor } from './liveActor.ts';
import type { Turn } from './turn.ts';

/** An actor as it was found: in memory, or by its record. */
export interface Located {
  readonly kind: ActorKind;
  readonly name: string;
  readonly snapshot: AnyMachineSnapshot;
  /** Undefined while the actor is passivated. */
  readonly actor: LiveActor | undefined;
  /** The record of a passivated actor; undefined until its last state is durable. */
  readonly found: Found | undefined;
}

interface Passivating {
  readonly actor: LiveActor;
  /** As it was before the actor was stopped. */
  readonly snapshot: AnyMachineSnapshot;
}

export interface DirectoryOptions {
  readonly store: Store;
  readonly host: Host;
  readonly timersOf: (address: string) => StoredTimer[];
  /** Have the actors that stay in memory a record, too, for a store that is opened again? */
  readonly isDurable: boolean;
}

/** An actor that was active when the store was last closed. */
export interface Resumed {
  readonly kind: ActorKind;
  readonly name: string;
  readonly record: ActorRecord;
  /** What has to change in the store, if it has been migrated. */
  readonly changes: readonly Change[];
  /** Are there actors of its own at work? */
  readonly isParent: boolean;
}

interface WithChildren {
  readonly children?: Readonly<Record<string, AnyActorRef | undefined>>;
}

/**
 * Knows every actor by kind and name. The settled ones leave memory as compact records in the
 * store, and come back when somebody asks for them by name to send them something.
 */
export class Directory {
  readonly #options: DirectoryOptions;
  readonly #records: ActorRecords;
  readonly #kinds = new Map<string, ActorKind>();
  /** Actors in memory by the name of their kind and their own. */
  readonly #live = new Map<string, Map<string, LiveActor>>();
  /** By address, the last states of those that have left while their records are not durable yet. */
  readonly #passivating = new Map<string, Passivating>();

  constructor(options: DirectoryOptions) {
    this.#options = options;
    this.#records = new ActorRecords(options.store);
  }

  /** Adds kinds of actors. To be called before anything else. */
  register(kinds: readonly ActorKind[]): void {
    for (const kind of kinds) {
      this.#kinds.set(kind.name, kind);
      this.#live.set(kind.name, new Map());
    }
  }

  get liveCount(): number {
    return [...this.#live.values()].reduce((sum, { size }) => sum + size, 0);
  }

  /** All actors in memory by their addresses. */
  *live(): Generator<readonly [string, LiveActor]> {
    for (const actors of this.#live.values()) {
      for (const actor of actors.values()) yield [actor.id, actor];
    }
  }

  /** Starts an actor that has never been. @throws Error if there is one of this name. */
  create(kind: ActorKind, name: string, input: object): LiveActor {
    if (this.exists(kind, name)) throw new Error(`there is a ${kind.name} ${name} already`);
    return this.#start(kind, name, { input });
  }

  exists(kind: ActorKind, name: string): boolean {
    return this.#liveOf(kind).has(name) || this.#records.has(kind, name);
  }

  /** Looks an actor up, wherever it is, without activating it; undefined if there is none. */
  locate(kind: ActorKind, name: string): Located | undefined {
    const actor = this.#liveOf(kind).get(name);
    if (actor !== undefined) {
      return { kind, name, snapshot: actor.getSnapshot(), actor, found: undefined };
    }
    if (this.#passivating.size > 0) {
      const passivating = this.#passivating.get(addressOf(kind.name, name));
      if (passivating !== undefined) {
        return { kind, name, snapshot: passivating.snapshot, actor, found: undefined };
      }
    }
    const found = this.#records.find(kind, name);
    if (found === undefined) return undefined;
    return { kind, name, snapshot: stateOf(kind, found.record), actor, found };
  }

  /** The located actor in memory. */
  activate(located: Located): LiveActor {
    const { kind, name, actor } = located;
    if (actor !== undefined) return actor;
    const found = located.found ?? this.#records.find(kind, name);
    if (found !== undefined) return this.#start(kind, name, found.record, found);
    // A disposable actor, of which no record is kept, begins anew.
    const initial = this.startInitial(kind, name);
    if (initial === undefined) throw new Error(`there is no record of ${kind.name} ${name}`);
    return initial;
  }

  /** Starts the actor that is there as soon as it is asked for, if its kind has such actors. */
  startInitial(kind: ActorKind, name: string): LiveActor | undefined {
    const input = kind.initialInput(name);
    return input === undefined ? undefined : this.#start(kind, name, { input });
  }

  /** The actor itself, activated or newly made if need be. */
  find(kind: ActorKind, name: string): LiveActor | undefined {
    const located = this.locate(kind, name);
    return located === undefined ? this.startInitial(kind, name) : this.activate(located);
  }

  /** The actor of an address, or one of its own, brought back to memory if need be. */
  byAddress(address: string): AnyActorRef | undefined {
    const addressed = parseAddress(address);
    if ('parent' in addressed) {
      const parent = this.byAddress(addressed.parent)?.getSnapshot() as WithChildren | undefined;
      return parent?.children?.[addressed.id];
    }
    const kind = this.#kinds.get(addressed.kind);
    return kind === undefined ? undefined : this.find(kind, addressed.name)?.ref;
  }

  /** The actor of an address if it is in memory. */
  liveAt(address: string): LiveActor | undefined {
    const addressed = parseAddress(address);
    return 'parent' in addressed ? undefined : this.#live.get(addressed.kind)?.get(addressed.name);
  }

  /** The state of an actor, wherever it is; undefined if there is none. */
  peek(kind: ActorKind, name: string): AnyMachineSnapshot | undefined {
    return this.locate(kind, name)?.snapshot;
  }

  /** Everything the actor has told, oldest first; undefined if it never was. */
  history(kind: ActorKind, name: string): readonly RecordedFact[] | undefined {
    const actor =
      this.#liveOf(kind).get(name) ?? this.#passivating.get(addressOf(kind.name, name))?.actor;
    return actor === undefined
      ? this.#records.find(kind, name)?.record.history
      : [...(actor.history ?? [])];
  }

  /** The states of all actors of a kind: the live ones, then those on record. */
  *all(kind: ActorKind): Generator<AnyMachineSnapshot> {
    const live = this.#liveOf(kind);
    for (const actor of live.values()) yield actor.getSnapshot();
    for (const { actor, snapshot } of this.#passivating.values()) {
      if (actor.kind === kind) yield snapshot;
    }
    for (const { name, record } of this.#records.all(kind)) {
      const isInMemory = live.has(name) || this.#passivating.has(addressOf(kind.name, name));
      if (!isInMemory) yield stateOf(kind, record);
    }
  }

  /**
   * Yields the actors that were active when the store was last closed. Consume it fully before
   * calling anything else.
   */
  *resume(): Generator<Resumed> {
    for (const kind of this.#kinds.values()) {
      for (const found of this.#records.resume(kind)) {
        const { name, record } = found;
        const changes = found.isMigrated ? this.#migrated(kind, found) : [];
        yield { kind, name, record, changes, isParent: hasChildren(record.snapshot) };
      }
    }
  }

  /** Adds to the turn what has to change in the store for every actor that it has activated. */
  passivateAll({ activated, changes, passivating }: Turn): void {
    for (const actor of activated) {
      const passivated = this.passivate(actor);
      changes.push(...passivated.changes);
      if (passivated.isPassivated && passivated.changes.length > 0) passivating.push(actor);
    }
  }

  /**
   * What has to change in the store after a turn that reached the actor. It leaves memory if it
   * may; until {@link Directory.confirmPassivated} hears of it, its last state can still be read.
   */
  passivate(actor: LiveActor): { changes: readonly Change[]; isPassivated: boolean } {
    const { kind, name, id: address, history = [] } = actor;
    const snapshot = actor.getSnapshot();
    // An actor that has actors of its own waits for them.
    const isBusy = snapshot.status === 'active' && hasChildren(snapshot);
    const stays = !kind.canPassivate(snapshot) || isBusy;
    if (stays && !this.#options.isDurable) return { changes: [], isPassivated: false };
    const timers = this.#options.timersOf(address);
    if (isBusy) timers.push(...this.#childTimers(address, snapshot));
    const placement = stays || timers.length > 0 ? 'active' : 'archived';
    const changes =
      placement === 'archived' && kind.isDisposable(snapshot)
        ? this.#records.erase(actor)
        : this.#records.write(actor, placement, { snapshot, history, timers });
    if (stays) return { changes, isPassivated: false };
    this.#liveOf(kind).delete(name);
    if (placement === 'active') this.#records.markPassivated(actor);
    if (changes.length > 0) this.#passivating.set(address, { actor, snapshot });
    actor.isPassivated = true;
    if (snapshot.status === 'active') actor.send({ type: 'xstate.stop' });
    return { changes, isPassivated: true };
  }

  /** The records of these actors are durable: they have left for good. */
  confirmPassivated(actors: readonly LiveActor[]): void {
    for (const actor of actors) {
      // One that came back and left again since is another actor of this name.
      if (this.#passivating.get(actor.id)?.actor === actor) this.#passivating.delete(actor.id);
    }
  }

  /** Stops the actors that have actors of their own, which would otherwise run on. */
  stopParents(): void {
    for (const [, actor] of this.live()) {
      if (hasChildren(actor.getSnapshot())) actor.send({ type: 'xstate.stop' });
    }
  }

  #migrated(kind: ActorKind, found: Found & { readonly activeId: number }): Change[] {
    const { record } = found;
    const contents = { ...record, snapshot: stateOf(kind, record) };
    return this.#records.write({ ...found, kind }, found.placement, contents);
  }

  /** The timers of the actor's own actors, and of theirs. */
  *#childTimers(address: string, { children = {} }: WithChildren): Generator<StoredTimer> {
    for (const id in children) {
      const owner = childAddress(address, id);
      for (const timer of this.#options.timersOf(owner)) yield { ...timer, owner };
      yield* this.#childTimers(owner, children[id]?.getSnapshot() as WithChildren);
    }
  }

  #start(
    kind: ActorKind,
    name: string,
    origin: Origin & { readonly history?: readonly RecordedFact[] },
    { placement, activeId = this.#records.nextActiveId() }: Partial<Found> = {},
  ): LiveActor {
    const { host } = this.#options;
    const { history = [] } = origin;
    const actor = new LiveActor({ kind, name, origin, history, placement, activeId, host });
    if (this.#passivating.size > 0) this.#passivating.delete(actor.id);
    if (placement === 'active') this.#records.markActive(actor);
    this.#liveOf(kind).set(name, actor);
    host.onReceive(actor);
    actor.start();
    if (actor.getSnapshot().status === 'error') {
      // One that fails at its start never was.
      this.#liveOf(kind).delete(name);
      actor.isPassivated = true;
    }
    return actor;
  }

  #liveOf({ name }: ActorKind): Map<string, LiveActor> {
    return this.#live.get(name) as Map<string, LiveActor>;
  }
}

function hasChildren({ children }: { readonly children?: unknown }): boolean {
  for (const _ in children as object) return true;
  return false;
}

/** What an actor's snapshot was when it left memory. */
function stateOf({ machine }: ActorKind, { snapshot }: ActorRecord): AnyMachineSnapshot {
  type StateConfig = Parameters<AnyStateMachine['resolveState']>[0];
  return machine.resolveState({ ...snapshot, children: {} } as unknown as StateConfig);
}

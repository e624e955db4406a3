import {
  type AnyActor,
  type AnyActorRef,
  type AnyMachineSnapshot,
  type AnyStateMachine,
  createActor,
} from 'xstate';
import type { Change, Key, Store } from '../store/store.ts';
import type { StoredTimer } from './scheduler.ts';
import type { Told } from './told.ts';

/** What the runtime has to know of one kind of actor. */
export interface ActorKind {
  /** Stands in addresses and store keys; no colon. */
  readonly name: string;
  readonly machine: AnyStateMachine;
  /** Is what the actor tells kept with it, for as long as there is a record of it? */
  readonly keepsHistory: boolean;
  /**
   * May an actor in this state leave memory? Asked after each turn that touched it. Throws when
   * the state breaks an invariant, which stops the engine.
   */
  settled(snapshot: AnyMachineSnapshot): boolean;
  /** Is a settled actor as good as one that never was? Then no record of it is kept. */
  blank(snapshot: AnyMachineSnapshot): boolean;
  /** The input of an actor that nobody has a record of, or undefined if there is no such actor. */
  newcomer(id: string): object | undefined;
}

/** An actor that is in memory now. */
export interface LiveActor {
  readonly kind: ActorKind;
  readonly id: string;
  /** Unique in the shop: the `id` and the `systemId` of the actor. */
  readonly address: string;
  readonly ref: AnyActor;
  /** Everything it has told so far, also in earlier lives. */
  readonly history: Told[];
}

/** How a settled actor is kept: its persisted snapshot, its history, and timers if it has any. */
interface ActorRecord {
  readonly snapshot: Record<string, unknown>;
  readonly history: readonly Told[];
  readonly timers?: readonly StoredTimer[];
}

interface Leaving {
  readonly actor: LiveActor;
  /** As it was before the actor was stopped. */
  readonly snapshot: AnyMachineSnapshot;
}

export interface DirectoryOptions {
  readonly store: Store;
  readonly parent: AnyActorRef;
  /** Called once for each actor that comes to life, before it starts. */
  readonly attach: (actor: LiveActor) => void;
  readonly timersOf: (address: string) => StoredTimer[];
  /** Runs `stop` while the actor's timers stay in place. */
  readonly keepTimers: (address: string, stop: () => void) => void;
}

/**
 * Knows every actor by kind and id. The settled ones leave memory as compact records in the store,
 * and come back when somebody asks for them by name to send them something.
 */
export class Directory {
  readonly #options: DirectoryOptions;
  readonly #live = new Map<string, LiveActor>();
  /** The last states of those that have left memory while their records are not durable yet. */
  readonly #leaving = new Map<string, Leaving>();

  constructor(options: DirectoryOptions) {
    this.#options = options;
  }

  get liveCount(): number {
    return this.#live.size;
  }

  /** Starts an actor that has never been. @throws Error if there is one of this name. */
  create(kind: ActorKind, id: string, input: object): LiveActor {
    if (this.exists(kind, id)) throw new Error(`there is a ${kind.name} ${id} already`);
    return this.#start(kind, id, { input }, []);
  }

  exists({ name }: ActorKind, id: string): boolean {
    return (
      this.#live.has(addressOf(name, id)) ||
      this.#options.store.get(recordKey(name, id)) !== undefined
    );
  }

  /** The actor itself, brought back to memory or newly made if need be. */
  find(kind: ActorKind, id: string): LiveActor | undefined {
    const live = this.#live.get(addressOf(kind.name, id));
    if (live !== undefined) return live;
    const record = this.#record(kind, id);
    if (record !== undefined) {
      const { snapshot, history } = record;
      return this.#start(kind, id, { snapshot: unpack(snapshot) }, [...history]);
    }
    const input = kind.newcomer(id);
    return input === undefined ? undefined : this.#start(kind, id, { input }, []);
  }

  byAddress(kinds: ReadonlyMap<string, ActorKind>, address: string): LiveActor | undefined {
    const colon = address.indexOf(':');
    const kind = kinds.get(address.slice(0, colon));
    return kind === undefined ? undefined : this.find(kind, address.slice(colon + 1));
  }

  /** The state of an actor, wherever it is, without bringing it back; undefined if it never was. */
  peek(kind: ActorKind, id: string): AnyMachineSnapshot | undefined {
    const address = addressOf(kind.name, id);
    const snapshot = this.#live.get(address)?.ref.getSnapshot();
    if (snapshot !== undefined) return snapshot;
    const leaving = this.#leaving.get(address);
    if (leaving !== undefined) return leaving.snapshot;
    const record = this.#record(kind, id);
    return record === undefined ? undefined : stateOf(kind, record);
  }

  /** Everything the actor has told, oldest first; undefined if it never was. */
  history(kind: ActorKind, id: string): readonly Told[] | undefined {
    const address = addressOf(kind.name, id);
    const actor = this.#live.get(address) ?? this.#leaving.get(address)?.actor;
    return actor === undefined ? this.#record(kind, id)?.history : [...actor.history];
  }

  /** The states of all actors of a kind: the live ones, then those on record. */
  *all(kind: ActorKind): Generator<AnyMachineSnapshot> {
    for (const live of this.#live.values()) {
      if (live.kind === kind) yield live.ref.getSnapshot();
    }
    for (const { actor, snapshot } of this.#leaving.values()) {
      if (actor.kind === kind) yield snapshot;
    }
    for (const [[, id], value] of this.#options.store.range({ prefix: [kind.name] })) {
      const address = addressOf(kind.name, String(id));
      const isInMemory = this.#live.has(address) || this.#leaving.has(address);
      if (!isInMemory) yield stateOf(kind, decode(value));
    }
  }

  /**
   * Lets an actor leave memory if it may. Answers what has to change in the store for that; until
   * {@link Directory.forget} hears of it, the actor's last state can still be read.
   */
  dismiss(actor: LiveActor): Change | undefined {
    const { kind, id, address, ref, history } = actor;
    const snapshot = ref.getSnapshot() as AnyMachineSnapshot;
    if (!kind.settled(snapshot)) return undefined;
    // An actor that has actors of its own waits for them.
    if (snapshot.status === 'active' && Object.keys(snapshot.children).length > 0) return undefined;
    const key = recordKey(kind.name, id);
    const timers = this.#options.timersOf(address);
    const isBlank = timers.length === 0 && kind.blank(snapshot);
    const change = isBlank
      ? this.#deletionOf(key)
      : ({ op: 'put', key, value: encode({ kind, snapshot, history, timers }) } as const);
    this.#live.delete(address);
    if (change !== undefined) this.#leaving.set(address, { actor, snapshot });
    if (snapshot.status === 'active') {
      this.#options.keepTimers(address, () => ref.send({ type: 'xstate.stop' }));
    }
    return change;
  }

  /** The records of these actors are durable: they have left for good. */
  forget(actors: readonly LiveActor[]): void {
    for (const actor of actors) {
      const { address } = actor;
      // One that came back and left again since is another actor of this name.
      if (this.#leaving.get(address)?.actor === actor) this.#leaving.delete(address);
    }
  }

  isLive(address: string, ref: AnyActorRef): boolean {
    return this.#live.get(address)?.ref === ref;
  }

  /** Stops the actors that have actors of their own, which would otherwise run on. */
  stopParents(): void {
    for (const { ref } of this.#live.values()) {
      const { children } = ref.getSnapshot() as AnyMachineSnapshot;
      if (Object.keys(children).length > 0) ref.send({ type: 'xstate.stop' });
    }
  }

  /** Nothing to delete, nothing to wait for. */
  #deletionOf(key: Key): Change | undefined {
    return this.#options.store.get(key) === undefined ? undefined : { op: 'delete', key };
  }

  #start(
    kind: ActorKind,
    id: string,
    from: { readonly input: object } | { readonly snapshot: object },
    history: Told[],
  ): LiveActor {
    const address = addressOf(kind.name, id);
    const ref = createActor(kind.machine, {
      ...from,
      id: address,
      systemId: address,
      parent: this.#options.parent,
    } as Parameters<typeof createActor>[1]) as AnyActor;
    const actor: LiveActor = { kind, id, address, ref, history };
    this.#leaving.delete(address);
    this.#live.set(address, actor);
    this.#options.attach(actor);
    ref.start();
    // One that fails at its start never was.
    if (ref.getSnapshot().status === 'error') this.#live.delete(address);
    return actor;
  }

  #record({ name }: ActorKind, id: string): ActorRecord | undefined {
    const value = this.#options.store.get(recordKey(name, id));
    return value === undefined ? undefined : decode(value);
  }
}

function addressOf(kind: string, id: string): string {
  return `${kind}:${id}`;
}

function recordKey(kind: string, id: string): Key {
  return [kind, id];
}

function encode({
  kind,
  snapshot,
  history,
  timers,
}: {
  kind: ActorKind;
  snapshot: AnyMachineSnapshot;
  history: readonly Told[];
  timers: readonly StoredTimer[];
}): string {
  // Its children, if it had any, ended with it; XState would try to persist them.
  const childless = { ...snapshot, children: {} } as AnyMachineSnapshot;
  const persisted = kind.machine.getPersistedSnapshot(childless);
  const record: ActorRecord = {
    snapshot: pack(persisted as unknown as Record<string, unknown>),
    history,
    ...(timers.length > 0 && { timers }),
  };
  return JSON.stringify(record);
}

function decode(value: string): ActorRecord {
  return JSON.parse(value) as ActorRecord;
}

/** What an actor's snapshot was when it left memory. */
function stateOf({ machine }: ActorKind, { snapshot }: ActorRecord): AnyMachineSnapshot {
  type StateConfig = Parameters<AnyStateMachine['resolveState']>[0];
  return machine.resolveState(unpack(snapshot) as unknown as StateConfig);
}

/** Parts of a persisted snapshot that are nearly always empty objects: not worth their bytes. */
const OFTEN_EMPTY = ['children', 'historyValue'] as const;

function pack(snapshot: Record<string, unknown>): Record<string, unknown> {
  const packed = { ...snapshot };
  for (const part of OFTEN_EMPTY) {
    if (Object.keys(Object(packed[part])).length === 0) delete packed[part];
  }
  return packed;
}

function unpack(packed: Record<string, unknown>): Record<string, unknown> {
  return { children: {}, historyValue: {}, ...packed };
}

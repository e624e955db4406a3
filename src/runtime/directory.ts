import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import type { Change, Key, Store } from '../store/store.ts';
import {
  type ActorRecord,
  type Codec,
  decodeRecord,
  encodeRecord,
  withName,
  withoutName,
} from './actorRecord.ts';
import { type Host, HostedActor, type Origin } from './hostedActor.ts';
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
  /** How its records are written in few bytes; plain JSON when left out. */
  readonly codec?: Codec;
  /** The input of an actor that nobody has a record of, or undefined if there is no such actor. */
  newcomer(id: string): object | undefined;
}

const FEW_FACTS = 6;

/**
 * Open are the actors that are at work or wait for a timer: those to find when a store is opened.
 * Their records have numbers for keys, so that those that are changed together, the young ones,
 * lie together: a store on disk writes whole pages. Past ones are found by name.
 */
type Place = 'open' | 'past';

/** An actor that is in memory now. Its `id` is its address: the one name it has in the shop. */
export class LiveActor extends HostedActor {
  readonly kind: ActorKind;
  /** Which one of its kind. */
  readonly name: string;
  /** Everything it has told so far, also in earlier lives; undefined if that is not kept. */
  history: Told[] | undefined;
  /** The number of the last turn that reached it. */
  turn = 0;
  /** Set before it is stopped, so that its timers stay when it only leaves memory. */
  hasLeft = false;
  /** Where its record is, if it has one. */
  place: Place | undefined;
  /** Its number among the open ones. */
  readonly birth: number;

  constructor({
    kind,
    name,
    origin,
    history,
    place,
    birth,
    host,
  }: {
    kind: ActorKind;
    name: string;
    origin: Origin;
    history: readonly Told[];
    place: Place | undefined;
    birth: number;
    host: Host;
  }) {
    super(kind.machine, { id: addressOf(kind.name, name), origin, host });
    this.kind = kind;
    this.name = name;
    this.history = kind.keepsHistory ? [...history] : undefined;
    this.place = place;
    this.birth = birth;
  }

  remember(told: Told): void {
    if (this.history === undefined) return;
    // A list that grows keeps room for sixteen more; most actors never tell more than a few facts.
    if (this.history.length < FEW_FACTS) this.history = [...this.history, told];
    else this.history.push(told);
  }
}

interface Leaving {
  readonly actor: LiveActor;
  /** As it was before the actor was stopped. */
  readonly snapshot: AnyMachineSnapshot;
}

export interface DirectoryOptions {
  readonly store: Store;
  readonly kinds: readonly ActorKind[];
  readonly host: Host;
  readonly timersOf: (address: string) => StoredTimer[];
  /** Have the actors that stay in memory a record, too, for a store that is opened again? */
  readonly isDurable: boolean;
}

interface Named {
  readonly name: string;
  readonly record: ActorRecord;
}

/** An actor as it is found on record. */
interface Found {
  readonly record: ActorRecord;
  readonly place: Place;
  readonly birth?: number;
}

/**
 * Knows every actor by kind and name. The settled ones leave memory as compact records in the
 * store, and come back when somebody asks for them by name to send them something.
 */
export class Directory {
  readonly #options: DirectoryOptions;
  readonly #kinds: ReadonlyMap<string, ActorKind>;
  /** Actors in memory by the name of their kind and their own. */
  readonly #live: ReadonlyMap<string, Map<string, LiveActor>>;
  /** By address, the last states of those that have left while their records are not durable yet. */
  readonly #leaving = new Map<string, Leaving>();
  /** The numbers of those on record as open that are not in memory, by address. */
  readonly #waiting = new Map<string, number>();
  /** The largest number so far. */
  #births = 0;

  constructor(options: DirectoryOptions) {
    this.#options = options;
    this.#kinds = new Map(options.kinds.map((kind) => [kind.name, kind]));
    this.#live = new Map(options.kinds.map((kind) => [kind.name, new Map()]));
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
    const { store } = this.#options;
    return (
      this.#liveOf(kind).has(name) ||
      this.#waiting.has(addressOf(kind.name, name)) ||
      store.get(pastKey(kind, name)) !== undefined
    );
  }

  /** The actor itself, brought back to memory or newly made if need be. */
  find(kind: ActorKind, name: string): LiveActor | undefined {
    const live = this.#liveOf(kind).get(name);
    if (live !== undefined) return live;
    const found = this.#find(kind, name);
    if (found !== undefined) return this.#start(kind, name, found.record, found);
    const input = kind.newcomer(name);
    return input === undefined ? undefined : this.#start(kind, name, { input });
  }

  /** The actor of an address, brought back to memory if need be. */
  byAddress(address: string): LiveActor | undefined {
    const [kind, name] = this.#parse(address);
    return kind === undefined ? undefined : this.find(kind, name);
  }

  /** The actor of an address if it is in memory. */
  liveAt(address: string): LiveActor | undefined {
    const [kind, name] = this.#parse(address);
    return kind === undefined ? undefined : this.#liveOf(kind).get(name);
  }

  /** The state of an actor, wherever it is, without bringing it back; undefined if it never was. */
  peek(kind: ActorKind, name: string): AnyMachineSnapshot | undefined {
    const live = this.#liveOf(kind).get(name);
    if (live !== undefined) return live.getSnapshot();
    const leaving = this.#leaving.get(addressOf(kind.name, name));
    if (leaving !== undefined) return leaving.snapshot;
    const found = this.#find(kind, name);
    return found === undefined ? undefined : stateOf(kind, found.record);
  }

  /** Everything the actor has told, oldest first; undefined if it never was. */
  history(kind: ActorKind, name: string): readonly Told[] | undefined {
    const actor =
      this.#liveOf(kind).get(name) ?? this.#leaving.get(addressOf(kind.name, name))?.actor;
    return actor === undefined
      ? this.#find(kind, name)?.record.history
      : [...(actor.history ?? [])];
  }

  /** The states of all actors of a kind: the live ones, then those on record. */
  *all(kind: ActorKind): Generator<AnyMachineSnapshot> {
    const live = this.#liveOf(kind);
    for (const actor of live.values()) yield actor.getSnapshot();
    for (const { actor, snapshot } of this.#leaving.values()) {
      if (actor.kind === kind) yield snapshot;
    }
    for (const found of [this.#openRecords(kind), this.#pastRecords(kind)]) {
      for (const { name, record } of found) {
        const isInMemory = live.has(name) || this.#leaving.has(addressOf(kind.name, name));
        if (!isInMemory) yield stateOf(kind, record);
      }
    }
  }

  /** Finds the open actors of an earlier directory. To be gone through to the end, before all else. */
  *resume(): Generator<{ readonly kind: ActorKind } & Named> {
    for (const kind of this.#kinds.values()) {
      for (const { name, record, birth } of this.#openRecords(kind)) {
        this.#waiting.set(addressOf(kind.name, name), birth);
        this.#births = Math.max(this.#births, birth);
        yield { kind, name, record };
      }
    }
  }

  /**
   * What has to change in the store after a turn that reached the actor. It leaves memory if it
   * may; until {@link Directory.forget} hears of it, its last state can still be read.
   */
  settle(actor: LiveActor): { readonly changes: readonly Change[]; readonly hasLeft: boolean } {
    const { kind, name, id: address } = actor;
    const snapshot = actor.getSnapshot();
    // An actor that has actors of its own waits for them.
    const stays =
      !kind.settled(snapshot) || (snapshot.status === 'active' && hasChildren(snapshot));
    if (stays) {
      const changes = this.#options.isDurable ? this.#write(actor, 'open', snapshot) : [];
      return { changes, hasLeft: false };
    }
    const isWaiting = this.#options.timersOf(address).length > 0;
    const isBlank = !isWaiting && kind.blank(snapshot);
    const changes = isBlank
      ? this.#erase(actor)
      : this.#write(actor, isWaiting ? 'open' : 'past', snapshot);
    this.#liveOf(kind).delete(name);
    if (isWaiting) this.#waiting.set(address, actor.birth);
    if (changes.length > 0) this.#leaving.set(address, { actor, snapshot });
    actor.hasLeft = true;
    if (snapshot.status === 'active') actor.send({ type: 'xstate.stop' });
    return { changes, hasLeft: true };
  }

  /** The records of these actors are durable: they have left for good. */
  forget(actors: readonly LiveActor[]): void {
    for (const actor of actors) {
      // One that came back and left again since is another actor of this name.
      if (this.#leaving.get(actor.id)?.actor === actor) this.#leaving.delete(actor.id);
    }
  }

  /** Stops the actors that have actors of their own, which would otherwise run on. */
  stopParents(): void {
    for (const [, actor] of this.live()) {
      if (hasChildren(actor.getSnapshot())) actor.send({ type: 'xstate.stop' });
    }
  }

  #write(actor: LiveActor, place: Place, snapshot: AnyMachineSnapshot): Change[] {
    const { kind, name, id: address, history = [] } = actor;
    const timers = this.#options.timersOf(address);
    const record = encodeRecord(kind, { name, snapshot, history, timers });
    const changes: Change[] = actor.place === place ? [] : this.#erase(actor);
    const value = place === 'open' ? withName(name, record) : record;
    actor.place = place;
    changes.push({ op: 'put', key: keyOf(actor), value });
    return changes;
  }

  #erase(actor: LiveActor): Change[] {
    return actor.place === undefined ? [] : [{ op: 'delete', key: keyOf(actor) }];
  }

  #start(
    kind: ActorKind,
    name: string,
    origin: Origin & { readonly history?: readonly Told[] },
    { place, birth = ++this.#births }: Partial<Found> = {},
  ): LiveActor {
    const { host } = this.#options;
    const { history = [] } = origin;
    const actor = new LiveActor({ kind, name, origin, history, place, birth, host });
    if (this.#leaving.size > 0) this.#leaving.delete(actor.id);
    if (place === 'open') this.#waiting.delete(actor.id);
    this.#liveOf(kind).set(name, actor);
    host.reached(actor);
    actor.start();
    if (actor.getSnapshot().status === 'error') {
      // One that fails at its start never was.
      this.#liveOf(kind).delete(name);
      actor.hasLeft = true;
    }
    return actor;
  }

  #liveOf({ name }: ActorKind): Map<string, LiveActor> {
    return this.#live.get(name) as Map<string, LiveActor>;
  }

  #parse(address: string): readonly [ActorKind | undefined, string] {
    const colon = address.indexOf(':');
    return [this.#kinds.get(address.slice(0, colon)), address.slice(colon + 1)];
  }

  #find(kind: ActorKind, name: string): Found | undefined {
    const { store } = this.#options;
    const birth =
      this.#waiting.size === 0 ? undefined : this.#waiting.get(addressOf(kind.name, name));
    const value = store.get(birth === undefined ? pastKey(kind, name) : openKey(kind, birth));
    if (value === undefined) return undefined;
    if (birth === undefined) return { record: decodeRecord(kind, name, value), place: 'past' };
    return { record: decodeRecord(kind, name, withoutName(value)[1]), place: 'open', birth };
  }

  *#openRecords(kind: ActorKind): Generator<Named & { readonly birth: number }> {
    for (const [[, , birth], value] of this.#options.store.range({ prefix: openKey(kind) })) {
      const [name, text] = withoutName(value);
      yield { name, record: decodeRecord(kind, name, text), birth: birth as number };
    }
  }

  *#pastRecords(kind: ActorKind): Generator<Named> {
    for (const [[, id], value] of this.#options.store.range({ prefix: [kind.name] })) {
      const name = String(id);
      yield { name, record: decodeRecord(kind, name, value) };
    }
  }
}

function hasChildren({ children }: AnyMachineSnapshot): boolean {
  for (const _ in children) return true;
  return false;
}

/** The one name of an actor in the shop. */
export function addressOf(kind: string, id: string): string {
  return `${kind}:${id}`;
}

function keyOf({ place, kind, name, birth }: LiveActor): Key {
  return place === 'open' ? openKey(kind, birth) : pastKey(kind, name);
}

function openKey({ name: kind }: ActorKind, ...birth: [] | [number]): Key {
  return ['open', kind, ...birth];
}

function pastKey({ name: kind }: ActorKind, name: string): Key {
  return [kind, name];
}

/** What an actor's snapshot was when it left memory. */
function stateOf({ machine }: ActorKind, { snapshot }: ActorRecord): AnyMachineSnapshot {
  type StateConfig = Parameters<AnyStateMachine['resolveState']>[0];
  return machine.resolveState({ ...snapshot, children: {} } as unknown as StateConfig);
}

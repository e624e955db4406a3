import type { AnyMachineSnapshot, AnyStateMachine, StateValue } from 'xstate';
import {
  type ActorRecord,
  decodeRecord,
  encodeRecord,
  withName,
  withoutName,
} from '../schema/actorRecord.ts';
import type { Change, Key, Store } from '../store/store.ts';
import type { ActorKind, ActorState } from './actorKind.ts';
import { addressOf } from './address.ts';
import type { RecordedFact } from './recordedFact.ts';
import type { StoredTimer } from './scheduler.ts';
import { stateName } from './stateName.ts';

/**
 * Open are the actors that are at work or wait for a timer: those to find when a store is opened.
 * Their records have numbers for keys, so that those that are changed together, the young ones,
 * lie together: a store on disk writes whole pages. Past ones are found by name.
 */
export type Placement = 'open' | 'past';

/** Whose record it is, and where that is. */
export interface Recorded {
  readonly kind: ActorKind;
  readonly name: string;
  /** Its number among the open ones. */
  readonly activeId: number;
  /** Where its record is, if it has one. */
  placement: Placement | undefined;
}

/** An actor as it is found on record. */
export interface Found {
  readonly name: string;
  readonly record: ActorRecord;
  readonly placement: Placement;
  /** Only of open ones. */
  readonly activeId?: number;
  /** Has it been brought over from a state that its machine does not have any more? */
  readonly isMigrated: boolean;
}

/** The records of actors in the store: where they are, how they are written and read. */
export class ActorRecords {
  readonly #store: Store;
  /** The numbers of those on record as open that are not in memory, by address. */
  readonly #passivated = new Map<string, number>();
  /** Which states there are, by kind and state. */
  readonly #states = new Map<string, boolean>();
  /** The largest number of an open actor so far. */
  #lastActiveId = 0;

  constructor(store: Store) {
    this.#store = store;
  }

  /** A number for a new actor. */
  nextActiveId(): number {
    return ++this.#lastActiveId;
  }

  has(kind: ActorKind, name: string): boolean {
    return (
      this.#activeIdOf(kind, name) !== undefined ||
      this.#store.get(archivedKey(kind, name)) !== undefined
    );
  }

  find(kind: ActorKind, name: string): Found | undefined {
    const activeId = this.#activeIdOf(kind, name);
    const value = this.#store.get(
      activeId === undefined ? archivedKey(kind, name) : activeKey(kind, activeId),
    );
    if (value === undefined) return undefined;
    return activeId === undefined
      ? this.#readArchived(kind, name, value)
      : this.#readActive(kind, activeId, value);
  }

  *all(kind: ActorKind): Generator<Found> {
    yield* this.#active(kind);
    for (const [[, name], value] of this.#store.range({ prefix: [kind.name] })) {
      yield this.#readArchived(kind, String(name), value);
    }
  }

  /** The open ones of an earlier engine. To be gone through to the end, before all else. */
  *resume(kind: ActorKind): Generator<Found & { readonly activeId: number }> {
    for (const found of this.#active(kind)) {
      this.#passivated.set(addressOf(kind.name, found.name), found.activeId);
      this.#lastActiveId = Math.max(this.#lastActiveId, found.activeId);
      yield found;
    }
  }

  /** Changes that put the actor's record in its place, and away from another. */
  put(
    actor: Recorded,
    placement: Placement,
    {
      snapshot,
      history,
      timers,
    }: {
      readonly snapshot: AnyMachineSnapshot;
      readonly history: readonly RecordedFact[];
      readonly timers: readonly StoredTimer[];
    },
  ): Change[] {
    const { kind, name } = actor;
    const record = encodeRecord(kind, { name, snapshot, history, timers });
    const changes = actor.placement === placement ? [] : this.erase(actor);
    actor.placement = placement;
    const value = placement === 'open' ? withName(name, record) : record;
    changes.push({ op: 'put', key: keyOf(actor), value });
    return changes;
  }

  /** Changes that take the actor's record away, if there is one. */
  erase(actor: Recorded): Change[] {
    return actor.placement === undefined ? [] : [{ op: 'delete', key: keyOf(actor) }];
  }

  /** The actor has left memory with an open record. */
  markPassivated({ kind, name, activeId }: Recorded): void {
    this.#passivated.set(addressOf(kind.name, name), activeId);
  }

  /** The actor is in memory. */
  markActive({ kind, name }: Recorded): void {
    this.#passivated.delete(addressOf(kind.name, name));
  }

  #activeIdOf(kind: ActorKind, name: string): number | undefined {
    return this.#passivated.size === 0
      ? undefined
      : this.#passivated.get(addressOf(kind.name, name));
  }

  *#active(kind: ActorKind): Generator<Found & { readonly activeId: number }> {
    for (const [[, , activeId], value] of this.#store.range({ prefix: activeKey(kind) })) {
      yield this.#readActive(kind, activeId as number, value);
    }
  }

  #readActive(kind: ActorKind, activeId: number, value: string) {
    const [name, text] = withoutName(value);
    // A spread would take V8 as long as the reading.
    const { record, isMigrated } = this.#read(kind, name, text);
    return { name, record, placement: 'open', activeId, isMigrated } as const;
  }

  #readArchived(kind: ActorKind, name: string, value: string): Found {
    const { record, isMigrated } = this.#read(kind, name, value);
    return { name, record, placement: 'past', isMigrated };
  }

  /** The record of an actor, in a state that its machine has. */
  #read(kind: ActorKind, name: string, text: string): Pick<Found, 'record' | 'isMigrated'> {
    const record = decodeRecord(kind, name, text);
    const { value, context } = record.snapshot as unknown as ActorState;
    if (this.#hasState(kind, value)) return { record, isMigrated: false };
    const migrated = kind.migrate?.(name, { value, context });
    if (migrated !== undefined && this.#hasState(kind, migrated.value)) {
      const snapshot = { ...record.snapshot, value: migrated.value, context: migrated.context };
      return { record: { ...record, snapshot }, isMigrated: true };
    }
    const state = stateName(migrated?.value ?? value);
    throw new Error(
      `${kind.name} ${name} is in the state ${state}, which its chart does not have: the option migrate has to bring it over`,
    );
  }

  /** Asked once for each state: they are few. */
  #hasState(kind: ActorKind, value: StateValue): boolean {
    const name = `${kind.name}:${JSON.stringify(value)}`;
    const known = this.#states.get(name);
    if (known !== undefined) return known;
    const isThere = hasState(kind.machine, value);
    this.#states.set(name, isThere);
    return isThere;
  }
}

function hasState(machine: AnyStateMachine, value: StateValue): boolean {
  try {
    machine.resolveState({ value, context: {} } as Parameters<AnyStateMachine['resolveState']>[0]);
    return true;
  } catch {
    return false;
  }
}

function keyOf({ placement, kind, name, activeId }: Recorded): Key {
  return placement === 'open' ? activeKey(kind, activeId) : archivedKey(kind, name);
}

function activeKey({ name: kind }: ActorKind, ...activeId: [] | [number]): Key {
  return ['open', kind, ...activeId];
}

function archivedKey({ name: kind }: ActorKind, name: string): Key {
  return [kind, name];
}

import type { AnyStateMachine, StateValue } from 'xstate';
import {
  type ActorRecord,
  type ActorRecordKinds,
  actorRecords,
  type RecordedActor,
} from '../schema/actorRecord.ts';
import type { Change, Store } from '../store/store.ts';
import type { ActorKind, ActorState } from './actorKind.ts';
import { addressOf } from './address.ts';
import { stateName } from './stateName.ts';

/** Which of the two kinds of record an actor has: see {@link ActorRecordKinds}. */
export type Placement = 'active' | 'archived';

/** Whose record it is, and where that is. */
export interface Recorded {
  readonly kind: ActorKind;
  readonly name: string;
  /** Its number among the active ones. */
  readonly activeId: number;
  /** The kind of its record, if it has one. */
  placement: Placement | undefined;
}

/** An actor as it is found on record. */
export interface Found {
  readonly name: string;
  readonly record: ActorRecord;
  readonly placement: Placement;
  /** Of active ones only. */
  readonly activeId?: number;
  /** True when it was brought over from a state that its machine does not have any more. */
  readonly isMigrated: boolean;
}

/** The records of actors in the store: where they are, how they are written and read. */
export class ActorRecords {
  readonly #store: Store;
  /** The numbers of those on record as active that are not in memory, by address. */
  readonly #passivated = new Map<string, number>();
  /** Which states there are, by kind and state. */
  readonly #states = new Map<string, boolean>();
  /** The kinds of record of those kinds of actors that have none of their own. */
  readonly #plain = new Map<string, ActorRecordKinds>();
  /** The largest number of an active actor so far. */
  #lastActiveId = 0;

  constructor(store: Store) {
    this.#store = store;
  }

  /** A number for a new actor. */
  nextActiveId(): number {
    return ++this.#lastActiveId;
  }

  has(kind: ActorKind, name: string): boolean {
    if (this.#activeIdOf(kind, name) !== undefined) return true;
    const { archived } = this.#kindsOf(kind);
    return archived.has(this.#store, archived.key(name));
  }

  find(kind: ActorKind, name: string): Found | undefined {
    const { active, archived } = this.#kindsOf(kind);
    const activeId = this.#activeIdOf(kind, name);
    if (activeId === undefined) {
      const record = archived.get(this.#store, archived.key(name));
      return record && this.#foundArchived(kind, record);
    }
    const record = active.get(this.#store, active.key(activeId));
    return record && this.#foundActive(kind, activeId, record);
  }

  *all(kind: ActorKind): Generator<Found> {
    yield* this.#active(kind);
    for (const [, record] of this.#kindsOf(kind).archived.range(this.#store)) {
      yield this.#foundArchived(kind, record);
    }
  }

  /**
   * Yields the actors that were active when the store was last closed. Consume it fully before
   * calling anything else.
   */
  *resume(kind: ActorKind): Generator<Found & { readonly activeId: number }> {
    for (const found of this.#active(kind)) {
      this.#passivated.set(addressOf(kind.name, found.name), found.activeId);
      this.#lastActiveId = Math.max(this.#lastActiveId, found.activeId);
      yield found;
    }
  }

  /** Changes that write the actor's record, and take one of the other placement away. */
  write(
    actor: Recorded,
    placement: Placement,
    { snapshot, history, timers }: Pick<RecordedActor, 'snapshot' | 'history' | 'timers'>,
  ): Change[] {
    const { kind, name, activeId } = actor;
    const { active, archived } = this.#kindsOf(kind);
    const changes = actor.placement === placement ? [] : this.erase(actor);
    actor.placement = placement;
    const recorded = { machine: kind.machine, name, snapshot, history, timers };
    changes.push(
      placement === 'active'
        ? active.put(active.key(activeId), recorded)
        : archived.put(archived.key(name), recorded),
    );
    return changes;
  }

  /** Changes that take the actor's record away, if there is one. */
  erase({ kind, name, activeId, placement }: Recorded): Change[] {
    if (placement === undefined) return [];
    const { active, archived } = this.#kindsOf(kind);
    return [
      placement === 'active'
        ? active.delete(active.key(activeId))
        : archived.delete(archived.key(name)),
    ];
  }

  /** The actor has left memory with an active record. */
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

  #kindsOf({ records, name }: ActorKind): ActorRecordKinds {
    if (records !== undefined) return records;
    const known = this.#plain.get(name) ?? actorRecords(name);
    this.#plain.set(name, known);
    return known;
  }

  *#active(kind: ActorKind): Generator<Found & { readonly activeId: number }> {
    for (const [[, , activeId], record] of this.#kindsOf(kind).active.range(this.#store)) {
      yield this.#foundActive(kind, activeId, record);
    }
  }

  #foundActive(kind: ActorKind, activeId: number, given: ActorRecord) {
    const { record, isMigrated } = this.#migrate(kind, given);
    return { name: record.name, record, placement: 'active', activeId, isMigrated } as const;
  }

  #foundArchived(kind: ActorKind, given: ActorRecord): Found {
    const { record, isMigrated } = this.#migrate(kind, given);
    return { name: record.name, record, placement: 'archived', isMigrated };
  }

  /** The record of an actor, in a state that its machine has. */
  #migrate(kind: ActorKind, record: ActorRecord): Pick<Found, 'record' | 'isMigrated'> {
    const { name } = record;
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

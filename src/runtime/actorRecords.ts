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
import type { ClockJumps } from './clockJumps.ts';
import { rebasedRecord } from './rebase.ts';
import { stateName } from './stateName.ts';

/** Which of the two kinds of record an actor has: see {@link ActorRecordKinds}. */
export type Placement = 'active' | 'archived';

/** Where the record of an actor is. */
export interface RecordStatus {
  /** Undefined while it has no record. */
  placement: Placement | undefined;
  /** Its number in the keys of active records; 0 while it has none. */
  activeId: number;
}

/** The actor that a record belongs to, and where that record is. */
export interface RecordOwner {
  readonly kind: ActorKind;
  readonly name: string;
  readonly recordStatus: RecordStatus;
}

/** An actor as it is stored. */
export interface StoredActor {
  readonly name: string;
  readonly record: ActorRecord;
  readonly placement: Placement;
  /** Undefined for an archived actor. */
  readonly activeId?: number;
  /** True when the stored state is one that its machine no longer has, and has been migrated. */
  readonly isMigrated: boolean;
}

export function recordStatusOf({ placement, activeId = 0 }: StoredActor): RecordStatus {
  return { placement, activeId };
}

/** The records of actors in the store: where they are, how they are written and read. */
export class ActorRecords {
  readonly #store: Store;
  readonly #jumps: ClockJumps;
  /** The `activeId` of each actor with an active record that is not in memory, by address. */
  readonly #passivated = new Map<string, number>();
  /** Whether a machine has a state, by kind and state. */
  readonly #knownStates = new Map<string, boolean>();
  /** The kinds of record of actor kinds that do not define their own. */
  readonly #defaultKinds = new Map<string, ActorRecordKinds>();
  /** The largest `activeId` so far. */
  #lastActiveId = 0;

  constructor(store: Store, jumps: ClockJumps) {
    this.#store = store;
    this.#jumps = jumps;
  }

  /** The `activeId` of a new actor. */
  nextActiveId(): number {
    return ++this.#lastActiveId;
  }

  has(kind: ActorKind, name: string): boolean {
    if (this.#activeIdOf(kind, name) !== undefined) return true;
    const { archived } = this.#kindsOf(kind);
    return archived.has(this.#store, archived.key(name));
  }

  find(kind: ActorKind, name: string): StoredActor | undefined {
    const { active, archived } = this.#kindsOf(kind);
    const activeId = this.#activeIdOf(kind, name);
    if (activeId === undefined) {
      const record = archived.get(this.#store, archived.key(name));
      return record && this.#readArchived(kind, record);
    }
    const record = active.get(this.#store, active.key(activeId));
    return record && this.#readActive(kind, activeId, record);
  }

  *all(kind: ActorKind): Generator<StoredActor> {
    yield* this.#active(kind);
    for (const [, record] of this.#kindsOf(kind).archived.range(this.#store)) {
      yield this.#readArchived(kind, record);
    }
  }

  /**
   * Yields the actors that were active when the store was last closed. Consume it fully before
   * calling anything else.
   */
  *resume(kind: ActorKind): Generator<StoredActor & { readonly activeId: number }> {
    for (const stored of this.#active(kind)) {
      this.#passivated.set(addressOf(kind.name, stored.name), stored.activeId);
      this.#lastActiveId = Math.max(this.#lastActiveId, stored.activeId);
      yield stored;
    }
  }

  /** The changes that write the actor's record, and delete its record in the other placement. */
  write(
    owner: RecordOwner,
    placement: Placement,
    { snapshot, history, timers }: Pick<RecordedActor, 'snapshot' | 'history' | 'timers'>,
  ): Change[] {
    const { kind, name, recordStatus } = owner;
    const { active, archived } = this.#kindsOf(kind);
    const changes = recordStatus.placement === placement ? [] : this.erase(owner);
    recordStatus.placement = placement;
    const clockOffsetMs = placement === 'active' ? this.#jumps.offsetMs : 0;
    const recorded = { machine: kind.machine, name, snapshot, history, timers, clockOffsetMs };
    changes.push(
      placement === 'active'
        ? active.put(active.key(recordStatus.activeId), recorded)
        : archived.put(archived.key(name), recorded),
    );
    return changes;
  }

  /** The changes that delete the actor's record, if it has one. */
  erase({ kind, name, recordStatus: { placement, activeId } }: RecordOwner): Change[] {
    if (placement === undefined) return [];
    const { active, archived } = this.#kindsOf(kind);
    return [
      placement === 'active'
        ? active.delete(active.key(activeId))
        : archived.delete(archived.key(name)),
    ];
  }

  /** To be called when an actor with an active record is passivated. */
  markPassivated({ kind, name, recordStatus }: RecordOwner): void {
    this.#passivated.set(addressOf(kind.name, name), recordStatus.activeId);
  }

  /** To be called when an actor with an active record is activated. */
  markActive({ kind, name }: Omit<RecordOwner, 'recordStatus'>): void {
    this.#passivated.delete(addressOf(kind.name, name));
  }

  #activeIdOf(kind: ActorKind, name: string): number | undefined {
    return this.#passivated.size === 0
      ? undefined
      : this.#passivated.get(addressOf(kind.name, name));
  }

  #kindsOf({ records, name }: ActorKind): ActorRecordKinds {
    if (records !== undefined) return records;
    const known = this.#defaultKinds.get(name) ?? actorRecords(name);
    this.#defaultKinds.set(name, known);
    return known;
  }

  *#active(kind: ActorKind): Generator<StoredActor & { readonly activeId: number }> {
    for (const [[, , activeId], record] of this.#kindsOf(kind).active.range(this.#store)) {
      yield this.#readActive(kind, activeId, record);
    }
  }

  #readActive(kind: ActorKind, activeId: number, given: ActorRecord) {
    const rebased = rebasedRecord(kind, given, this.#jumps.offsetMs - given.clockOffsetMs);
    const { record, isMigrated } = this.#migrate(kind, rebased);
    return { name: record.name, record, placement: 'active', activeId, isMigrated } as const;
  }

  #readArchived(kind: ActorKind, given: ActorRecord): StoredActor {
    const { record, isMigrated } = this.#migrate(kind, given);
    return { name: record.name, record, placement: 'archived', isMigrated };
  }

  /**
   * @returns the record, in a state that its machine has.
   *
   * @throws Error if no migration leads to one.
   */
  #migrate(kind: ActorKind, record: ActorRecord): Pick<StoredActor, 'record' | 'isMigrated'> {
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

  /** Evaluates each state once: a machine has few of them. */
  #hasState(kind: ActorKind, value: StateValue): boolean {
    const name = `${kind.name}:${JSON.stringify(value)}`;
    const known = this.#knownStates.get(name);
    if (known !== undefined) return known;
    const exists = hasState(kind.machine, value);
    this.#knownStates.set(name, exists);
    return exists;
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

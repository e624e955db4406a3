import { withoutName } from '../schema/actorCodec.ts';
import { type ActorRecordKinds, actorRecords } from '../schema/actorRecord.ts';
import type { RecordKind, RecordSource } from '../schema/record.ts';
import type { ActorRecord, Recordable } from '../schema/storedActor.ts';
import type { AnyChange, Key } from '../store/store.ts';
import type { ActorKind } from './actorKind.ts';
import { ActorMap } from './actorMap.ts';
import type { ClockJumps } from './clockJumps.ts';
import { rebasedRecord } from './rebase.ts';
import type { TimedState } from './resume/stateTimes.ts';

/** Which of the two kinds of record an actor has: see {@link ActorRecordKinds}. */
export type Placement = 'active' | 'archived';

/** Where the record of an actor is. */
export interface RecordStatus {
  /** Undefined while it has no record. */
  placement: Placement | undefined;
  /** Its number in the keys of active records; 0 while it has none. */
  activeId: number;
  /** The state in its record, and since when it has been in it; undefined while it has no record. */
  state: TimedState | undefined;
  /** The context in its record; undefined until the record is written for the first time while the shop is open. */
  context: unknown;
  /** The sum of the due times of the timers in its record, in epoch milliseconds. */
  dueTimes: number;
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
}

/** A record that cannot be read. */
export interface UnreadableActor {
  /** Its number if even the name cannot be read. */
  readonly name: string;
  readonly activeId: number;
  readonly error: unknown;
}

/** Records that are read at once in a scan: some 0.1 ms of work. */
const SCAN_PAGE = 64;

/** The status of an actor without a record. */
export function withoutRecord(): RecordStatus {
  return {
    placement: undefined,
    activeId: 0,
    state: undefined,
    context: undefined,
    dueTimes: 0,
  };
}

export function recordStatusOf({ placement, record, activeId = 0 }: StoredActor): RecordStatus {
  const { value } = record.snapshot;
  const state = { value, since: record.since };
  return { placement, activeId, state, context: undefined, dueTimes: 0 };
}

/** The records of actors in the store: where they are, how they are written and read. */
export class ActorRecords {
  readonly #store: RecordSource;
  readonly #jumps: Pick<ClockJumps, 'offsetMs'>;
  /** The `activeId` of each actor with an active record that is not in memory. */
  readonly #passivated = new ActorMap<number>();
  /** The kinds of record of actor kinds that do not define their own. */
  readonly #defaultKinds = new Map<string, ActorRecordKinds>();
  /** The largest `activeId` so far. */
  #lastActiveId = 0;

  constructor(store: RecordSource, jumps: Pick<ClockJumps, 'offsetMs'>) {
    this.#store = store;
    this.#jumps = jumps;
  }

  /** The `activeId` of a new actor. */
  nextActiveId(): number {
    return ++this.#lastActiveId;
  }

  has(kind: ActorKind, name: string): boolean {
    if (this.#passivated.get({ kind, name }) !== undefined) return true;
    const { archived } = this.#kindsOf(kind);
    return archived.has(this.#store, archived.key(name));
  }

  find(kind: ActorKind, name: string): StoredActor | undefined {
    const { active, archived } = this.#kindsOf(kind);
    const activeId = this.#passivated.get({ kind, name });
    if (activeId === undefined) {
      const record = archived.get(this.#store, archived.key(name));
      return record && { name, record, placement: 'archived' };
    }
    const record = active.get(this.#store, active.key(activeId));
    return record && { name, record: this.rebased(kind, record), placement: 'active', activeId };
  }

  /** All actors, except those with the given keys of active records. */
  *all(kind: ActorKind, excepted: ReadonlySet<number>): Generator<StoredActor> {
    for (const stored of this.active(kind, excepted)) {
      if ('error' in stored) throw stored.error;
      yield stored;
    }
    yield* this.archived(kind);
  }

  /** The record of an active actor on the present wall clock. */
  rebased(kind: ActorKind, record: ActorRecord): ActorRecord {
    return rebasedRecord(kind, record, this.#jumps.offsetMs);
  }

  /** @throws Error if a member of the record is not as expected: reading trusts a record. */
  check({ kind, name }: Omit<RecordOwner, 'recordStatus'>, record: ActorRecord): void {
    const { archived } = this.#kindsOf(kind);
    archived.check(record, archived.key(name));
  }

  /** The active actors, in the order of their keys, except those with the given keys. */
  *active(
    kind: ActorKind,
    excepted: ReadonlySet<number> = new Set(),
  ): Generator<(StoredActor & { readonly activeId: number }) | UnreadableActor> {
    const { active } = this.#kindsOf(kind);
    for (const [given, text] of this.#store.range({ prefix: active.prefix })) {
      const key = given as ReturnType<typeof active.key>;
      const [, , activeId] = key;
      this.#lastActiveId = Math.max(this.#lastActiveId, activeId);
      if (excepted.has(activeId)) continue;
      let record: ActorRecord;
      try {
        record = this.rebased(kind, active.decode(text, key));
      } catch (error) {
        yield { name: nameIn(text) ?? `number ${activeId}`, activeId, error };
        continue;
      }
      yield { name: record.name, record, placement: 'active', activeId };
    }
  }

  *archived(kind: ActorKind): Generator<StoredActor> {
    for (const [, record] of this.#kindsOf(kind).archived.range(this.#store)) {
      yield { name: record.name, record, placement: 'archived' };
    }
  }

  /**
   * The records that can be read, some at a time, so that the iteration may pause while the store goes on. An actor whose
   * placement changes meanwhile may be left out, or come twice.
   *
   * @param excepted keys of active records that are left out.
   */
  *scan(
    kind: ActorKind,
    { excepted, withArchived }: { excepted: ReadonlySet<number>; withArchived: boolean },
  ): Generator<ActorRecord> {
    const { active, archived } = this.#kindsOf(kind);
    for (const records of withArchived ? [active, archived] : [active]) {
      let after: Key | undefined;
      for (;;) {
        const page: [Key, string][] = [];
        const range = { prefix: records.prefix, ...(after !== undefined && { after }) };
        for (const [key, text] of this.#store.range(range)) {
          page.push([key, text]);
          if (page.length === SCAN_PAGE) break;
        }
        for (const [key, text] of page) {
          if (records === active && excepted.has(key.at(-1) as number)) continue;
          const record = readable(() => records.decode(text, key as never));
          if (record === undefined) continue;
          yield records === active ? this.rebased(kind, record) : record;
        }
        if (page.length < SCAN_PAGE) break;
        after = (page.at(-1) as [Key, string])[0];
      }
    }
  }

  /**
   * Adds the changes that write the actor's record, and delete its record in the other placement.
   *
   * @param recorded has the {@link ActorRecords.clockOffsetMs} of the placement.
   * @param isWrittenNow as that of {@link RecordKind.put}.
   */
  write(
    changes: AnyChange[],
    owner: RecordOwner,
    placement: Placement,
    recorded: Recordable,
    isWrittenNow: boolean,
  ): void {
    const { kind, name, recordStatus } = owner;
    const { active, archived } = this.#kindsOf(kind);
    if (recordStatus.placement !== placement) this.erase(changes, owner);
    recordStatus.placement = placement;
    changes.push(
      placement === 'active'
        ? active.put(active.key(recordStatus.activeId), recorded, isWrittenNow)
        : archived.put(archived.key(name), recorded, isWrittenNow),
    );
  }

  /** How far the clock has jumped by now, for a record in this placement, in milliseconds. */
  clockOffsetMs(placement: Placement): number {
    return placement === 'active' ? this.#jumps.offsetMs : 0;
  }

  /** The changes that write an actor that was matched with its chart: as an active one, unless it has ended. */
  writeMatched(owner: RecordOwner, record: ActorRecord): AnyChange[] {
    const { recordStatus } = owner;
    const placement = record.snapshot.status === 'active' ? 'active' : 'archived';
    if (placement === 'active' && recordStatus.activeId === 0) {
      recordStatus.activeId = this.nextActiveId();
    }
    const changes: AnyChange[] = [];
    const recorded = { ...record, clockOffsetMs: this.clockOffsetMs(placement) };
    // A migration of the user's may have made what JSON cannot hold.
    this.write(changes, owner, placement, recorded, true);
    return changes;
  }

  /** Adds the change that deletes the actor's record, if it has one. */
  erase(changes: AnyChange[], { kind, name, recordStatus }: RecordOwner): void {
    const { placement, activeId } = recordStatus;
    if (placement === undefined) return;
    const { active, archived } = this.#kindsOf(kind);
    changes.push(
      placement === 'active'
        ? active.delete(active.key(activeId))
        : archived.delete(archived.key(name)),
    );
  }

  /** To be called when an actor with an active record is passivated. */
  markPassivated(owner: RecordOwner): void {
    this.#passivated.set(owner, owner.recordStatus.activeId);
  }

  /** To be called when an actor with an active record is activated. */
  markActive(owner: Omit<RecordOwner, 'recordStatus'>): void {
    this.#passivated.delete(owner);
  }

  /** The number of actors with an active record that are not in memory. */
  passivatedCount(kind: ActorKind): number {
    return this.#passivated.countOf(kind);
  }

  #kindsOf({ records, name }: ActorKind): ActorRecordKinds {
    if (records !== undefined) return records;
    const known = this.#defaultKinds.get(name) ?? actorRecords(name);
    this.#defaultKinds.set(name, known);
    return known;
  }
}

/** What `read` returns; undefined if it throws: an audit reports the record. */
function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** The name in front of an active record; undefined if it cannot be read. */
function nameIn(text: string): string | undefined {
  try {
    return withoutName(text)[0];
  } catch {
    return undefined;
  }
}

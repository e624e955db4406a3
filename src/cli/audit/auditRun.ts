import { withoutName } from '../../schema/actorCodec.ts';
import type { ActorRecordKinds } from '../../schema/actorRecord.ts';
import type { AnyRecordKind } from '../../schema/record.ts';
import { kindOf, type RecordTable } from '../../schema/table.ts';
import { userRecord } from '../../schema/user.ts';
import type { Key, Store } from '../../store/store.ts';

/** What an audit reads: a snapshot of a store, or a store that nothing else writes to. */
export type AuditedStore = Pick<Store, 'get' | 'range'>;

/** Takes one problem, a sentence. */
export type Report = (problem: string) => void;

/** An entry that could be read. */
export interface ReadEntry<Keys extends Key, Value> {
  readonly key: Keys;
  readonly value: Value;
}

/** What the checks of one audit share: the store, and where problems go. */
export class AuditRun {
  readonly snapshot: AuditedStore;
  readonly report: Report;
  readonly #records: RecordTable;
  /** The kinds whose entries a check has read. */
  readonly #audited = new Set<AnyRecordKind>();
  /** The keys of active actors by name, for each kind of actor that a check has asked for. */
  readonly #active = new Map<ActorRecordKinds, ReadonlyMap<string, Key>>();

  constructor(
    snapshot: AuditedStore,
    { records, report }: { readonly records: RecordTable; readonly report: Report },
  ) {
    this.snapshot = snapshot;
    this.report = report;
    this.#records = records;
  }

  /** Counts all entries and reports those that are of no kind. */
  countEntries(): number {
    let entries = 0;
    for (const [key] of this.snapshot.range({ prefix: [] })) {
      entries++;
      if (kindOf(key, this.#records) === undefined) {
        this.report(`the entry ${JSON.stringify(key)} is of no kind that a shop writes`);
      }
    }
    return entries;
  }

  /** Yields every entry of a kind that can be read, and reports the others. */
  *entries<Keys extends Key, Value>(
    kind: AnyRecordKind<Keys, Value>,
  ): Generator<ReadEntry<Keys, Value>> {
    this.#audited.add(kind);
    for (const [key, text] of this.snapshot.range({ prefix: kind.prefix })) {
      if (!kind.matches(key)) continue;
      let value: Value;
      try {
        value = kind.read(text, key);
      } catch (error) {
        this.report(`the entry ${JSON.stringify(key)} cannot be read: ${(error as Error).message}`);
        continue;
      }
      yield { key, value };
    }
  }

  /** The kinds of the table whose entries no check has read. */
  unaudited(): AnyRecordKind[] {
    return this.#records.filter((kind) => !this.#audited.has(kind));
  }

  has(key: Key): boolean {
    return this.snapshot.get(key) !== undefined;
  }

  isActive(kinds: ActorRecordKinds, name: string): boolean {
    return this.#activeKeys(kinds).has(name);
  }

  /** Where an actor's record is: the active one if it has two; undefined if there is no actor. */
  keyOf(kinds: ActorRecordKinds, name: string): Key | undefined {
    const archived = kinds.archived.key(name);
    return this.#activeKeys(kinds).get(name) ?? (this.has(archived) ? archived : undefined);
  }

  #activeKeys(kinds: ActorRecordKinds): ReadonlyMap<string, Key> {
    const known = this.#active.get(kinds);
    if (known !== undefined) return known;
    const keys = new Map<string, Key>();
    for (const [key, text] of this.snapshot.range({ prefix: kinds.active.prefix })) {
      try {
        keys.set(withoutName(text)[0], key);
      } catch {} // One that cannot be read is reported where it is read.
    }
    this.#active.set(kinds, keys);
    return keys;
  }

  /** Reports a user who has never been registered. */
  expectUser(userId: string, whose: string): void {
    if (!this.has(userRecord.key(userId))) {
      this.report(`${whose} is of the unknown user ${userId}`);
    }
  }
}

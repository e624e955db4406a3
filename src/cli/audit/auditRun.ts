import { withoutName } from '../../schema/actorRecord.ts';
import type { Snapshot } from '../../store/lmdb/openSnapshot.ts';
import type { Key } from '../../store/store.ts';
import { type ActorKindName, actorsIn } from '../storedActor.ts';
import { type EntryKind, kindOf, prefixOf } from './entryKinds.ts';

/** Says what is wrong. One sentence. */
export type Report = (problem: string) => void;

/** An entry that could be read. */
export interface ReadEntry<Value> {
  readonly key: Key;
  readonly value: Value;
}

/** What the checks of one audit share: the store, and where problems go. */
export class AuditRun {
  readonly snapshot: Snapshot;
  readonly report: Report;
  /** The keys of open actors by their names, of each kind that was asked for. */
  readonly #open = new Map<ActorKindName, ReadonlyMap<string, Key>>();

  constructor(snapshot: Snapshot, report: Report) {
    this.snapshot = snapshot;
    this.report = report;
  }

  /**
   * Every entry of a kind that can be read; each other one is reported.
   *
   * @param read throws if the text is not what it should be.
   */
  *entries<Value>(
    kind: EntryKind,
    read: (text: string, key: Key) => Value,
  ): Generator<ReadEntry<Value>> {
    for (const [key, text] of this.snapshot.range({ prefix: prefixOf(kind) })) {
      if (kindOf(key) !== kind) continue;
      let value: Value;
      try {
        value = read(text, key);
      } catch (error) {
        this.report(`the entry ${JSON.stringify(key)} cannot be read: ${(error as Error).message}`);
        continue;
      }
      yield { key, value };
    }
  }

  has(key: Key): boolean {
    return this.snapshot.get(key) !== undefined;
  }

  isOpen(kind: ActorKindName, name: string): boolean {
    return this.#openKeys(kind).has(name);
  }

  /** Where an actor's records are: none if there is no such actor, and one if all is well. */
  keysOf(kind: ActorKindName, name: string): Key[] {
    const open = this.#openKeys(kind).get(name);
    const past: Key = [kind, name];
    return [...(open === undefined ? [] : [open]), ...(this.has(past) ? [past] : [])];
  }

  #openKeys(kind: ActorKindName): ReadonlyMap<string, Key> {
    const known = this.#open.get(kind);
    if (known !== undefined) return known;
    const keys = new Map<string, Key>();
    for (const [key, text] of this.snapshot.range({ prefix: actorsIn('open', kind) })) {
      try {
        keys.set(withoutName(text)[0], key);
      } catch {} // One that cannot be read is told where it is read.
    }
    this.#open.set(kind, keys);
    return keys;
  }

  /** Reports a user that nobody has registered. */
  expectUser(userId: string, whose: string): void {
    if (!this.has(['user', userId])) this.report(`${whose} is of the unknown user ${userId}`);
  }
}

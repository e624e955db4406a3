import { briefFactRecord, factRecord } from '../schema/fact.ts';
import type { RecordedFact } from '../schema/recordedFact.ts';
import type { AnyChange, Key, Range, Store } from '../store/store.ts';

/** The facts of one turn, as they are stored: one or more, oldest first. */
export type TurnFacts = readonly RecordedFact[];

/** What a group needs of a kind of record. */
interface FactKind {
  put(key: Key, facts: TurnFacts, isWrittenNow: boolean): AnyChange;
  delete(key: Key): AnyChange;
  range(store: Store, range: Range): Iterable<readonly [Key, TurnFacts]>;
  keys(store: Store, range: Range): Iterable<Key>;
}

export interface FactGroupOptions {
  readonly store: Store;
  readonly kind: FactKind;
  /** The first elements of the keys; the number of the first fact follows. */
  readonly prefix: Key;
  readonly retentionMs: number;
}

/** Facts that are kept for the same time, in the order of their numbers. They are evicted oldest first. */
export interface FactGroup {
  readonly retentionMs: number;
  /** The number of the oldest fact; undefined if there is none. */
  readonly firstSeq: number | undefined;
  /**
   * Adds the facts of the current turn.
   *
   * @param isWrittenNow as that of `RecordKind.put`.
   * @returns the change that stores them; undefined without a store.
   */
  add(facts: TurnFacts, isWrittenNow: boolean): AnyChange | undefined;
  /**
   * Evicts the oldest facts.
   *
   * @param isEvictable says so of the last fact of a turn.
   * @param most of how many turns the facts may be evicted.
   * @param onEvict called with the facts of a turn, and the change that deletes them; undefined without a store.
   */
  evict(
    isEvictable: (last: RecordedFact) => boolean,
    most: number,
    onEvict: (change: AnyChange | undefined, facts: TurnFacts) => void,
  ): void;
  /** The turns with facts after a number, up to another one. */
  records(after: number, upTo: number): Generator<TurnFacts, undefined>;
}

/** Facts in a store: those of a turn are one record. */
class StoredFactGroup implements FactGroup {
  readonly retentionMs: number;
  readonly #options: FactGroupOptions;
  /** The oldest record, with the changes of the current turn; undefined if there is none. */
  #oldest: TurnFacts | undefined;

  constructor(options: FactGroupOptions) {
    this.retentionMs = options.retentionMs;
    this.#options = options;
    for (const [, facts] of options.kind.range(options.store, { prefix: options.prefix })) {
      this.#oldest = facts;
      break;
    }
  }

  get firstSeq(): number | undefined {
    return this.#oldest?.[0]?.seq;
  }

  add(facts: TurnFacts, isWrittenNow: boolean): AnyChange {
    this.#oldest ??= facts;
    const { kind } = this.#options;
    return kind.put(this.#key((facts[0] as RecordedFact).seq), facts, isWrittenNow);
  }

  evict(
    isEvictable: (last: RecordedFact) => boolean,
    most: number,
    onEvict: (change: AnyChange, facts: TurnFacts) => void,
  ): void {
    const isDue = (facts: TurnFacts) => isEvictable(facts.at(-1) as RecordedFact);
    if (this.#oldest === undefined || !isDue(this.#oldest)) return;
    const { kind, store, prefix } = this.#options;
    let left = most;
    for (const [key, facts] of kind.range(store, { prefix })) {
      this.#oldest = facts;
      if (left-- === 0 || !isDue(facts)) return;
      onEvict(kind.delete(key), facts);
    }
    this.#oldest = undefined;
  }

  *records(after: number, upTo: number): Generator<TurnFacts, undefined> {
    if (this.#oldest === undefined) return undefined;
    const { kind, store, prefix } = this.#options;
    // The record of the next fact begins with that fact or an earlier one.
    const bounds = {
      prefix,
      after: this.#key(this.#recordStartOf(after + 1) - 1),
      before: this.#key(upTo + 1),
    };
    for (const [, facts] of kind.range(store, bounds)) yield facts;
    return undefined;
  }

  /** The number of the first fact in the record of a fact; that of the fact if no record may have it. */
  #recordStartOf(seq: number): number {
    const { kind, store, prefix } = this.#options;
    const upTo = { prefix, before: this.#key(seq + 1), reverse: true };
    for (const key of kind.keys(store, upTo)) return key.at(-1) as number;
    return seq;
  }

  #key(firstSeq: number): Key {
    return [...this.#options.prefix, firstSeq];
  }
}

/** The facts that are kept as long as any are. */
export function longestKept(store: Store, retentionMs: number): FactGroup {
  return new StoredFactGroup({ store, kind: factRecord, prefix: factRecord.prefix, retentionMs });
}

/** The facts that are kept for a shorter time. */
export function brieflyKept(store: Store, retentionMs: number): FactGroup {
  const prefix = [...briefFactRecord.prefix, retentionMs];
  return new StoredFactGroup({ store, kind: briefFactRecord, prefix, retentionMs });
}

/** The times of all groups of briefly kept facts in a store. */
export function* briefRetentionsIn(store: Store): Generator<number> {
  for (let from = 0; ; ) {
    const [key] = briefFactRecord.keys(store, { after: [...briefFactRecord.prefix, from] });
    if (key === undefined) return;
    const [, retentionMs] = key;
    yield retentionMs;
    from = retentionMs + 1;
  }
}

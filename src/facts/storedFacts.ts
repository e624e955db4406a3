import { MAX_EVICTIONS_PER_TURN } from '../base/limits.ts';
import type { Engine } from '../runtime/engine.ts';
import { type EvictedFacts, evictedFactsRecord } from '../schema/fact.ts';
import type { RecordedFact } from '../schema/recordedFact.ts';
import type { Store } from '../store/store.ts';
import {
  brieflyKept,
  briefRetentionsIn,
  type FactGroup,
  longestKept,
  type TurnFacts,
} from './factGroup.ts';
import { MemoryFactGroup } from './memoryFactGroup.ts';
import type { Retention } from './retention.ts';

export interface StoredFactsOptions {
  readonly engine: Engine;
  readonly store: Store;
  readonly retention: Retention;
}

/**
 * The facts in the store, in groups that are kept for different times. Numbers of facts that are gone are missing
 * between those that are kept longer.
 */
export class StoredFacts {
  readonly #options: StoredFactsOptions;
  /**
   * True when facts are kept as they are: there is no store, and no chart of the user, which may emit what a store would
   * not give back as it was.
   */
  #isInMemory = false;
  /** The facts that are kept longest come first. */
  #groups: FactGroup[] = [];
  /** The number of the oldest fact, with the changes of the current turn; undefined if there is none. */
  #firstSeq: number | undefined;
  /** The number of all facts that are stored. */
  #count = 0;
  /** The number of the last fact that is gone although it was kept longest, or was not stored; 0 if there is none. */
  #lowWatermark = 0;
  /** What the store says of the facts that are gone. */
  #noted: EvictedFacts | undefined;

  constructor(options: StoredFactsOptions) {
    this.#options = options;
  }

  /** Finds out what the store has. */
  load(): void {
    const { engine, store, retention } = this.#options;
    this.#isInMemory = !engine.isDurable && !engine.directory.hasOwnCharts;
    this.#groups = this.#isInMemory
      ? [new MemoryFactGroup(retention.longestMs)]
      : [longestKept(store, retention.longestMs)];
    for (const ms of briefRetentionsIn(store)) this.#groups.push(brieflyKept(store, ms));
    this.#firstSeq = oldestOf(this.#groups);
    this.#noted = evictedFactsRecord.get(store, evictedFactsRecord.key());
    // Without facts, what is noted may be out of date.
    const noted = this.isEmpty ? undefined : this.#noted;
    const { count, upTo } = noted ?? allBefore(this.#firstSeq ?? engine.lastSeq + 1);
    this.#count = engine.lastSeq - count;
    this.#lowWatermark = upTo;
  }

  get isEmpty(): boolean {
    return this.#firstSeq === undefined;
  }

  /** The number of the last fact that is gone although it was kept longest, or was not stored; 0 if there is none. */
  get lowWatermark(): number {
    return this.#lowWatermark;
  }

  /** Stages the facts of the current turn. */
  add(facts: TurnFacts): void {
    const { engine, retention } = this.#options;
    this.#firstSeq ??= (facts[0] as RecordedFact).seq;
    const group = this.#groupFor(retention.ofTurn(facts));
    const change = group.add(facts, engine.directory.hasOwnCharts);
    if (change !== undefined) engine.stage(change);
    this.#count += facts.length;
  }

  /** Leaves out the facts of the current turn: none are stored, and none are to be. */
  skip(): void {
    this.#lowWatermark = this.#options.engine.lastSeq;
  }

  /**
   * Stages the deletion of expired records; a limited number per turn.
   *
   * @param finishedTo the number of a fact: all readers have finished it, and all before it.
   */
  evictExpired(finishedTo: number): void {
    const { engine, retention } = this.#options;
    let left = MAX_EVICTIONS_PER_TURN;
    for (const group of this.#groups) {
      // Facts that were to be kept longer than the option says now are kept as it says now.
      const expiredAt = engine.now() - Math.min(group.retentionMs, retention.longestMs);
      if (expiredAt === Number.NEGATIVE_INFINITY) continue;
      const isEvictable = ({ seq, at }: RecordedFact) =>
        seq <= finishedTo && at + engine.jumps.since(seq) <= expiredAt;
      group.evict(isEvictable, left, (change, facts) => {
        if (change !== undefined) engine.stage(change);
        this.#count -= facts.length;
        if (group === this.#groups[0]) this.#lowWatermark = (facts.at(-1) as RecordedFact).seq;
        left--;
      });
    }
    if (left < MAX_EVICTIONS_PER_TURN) this.#firstSeq = oldestOf(this.#groups);
  }

  /**
   * Stages what the store says of the facts that are gone, if that has changed. The audit finds out by it whether
   * any is lost.
   */
  noteEvicted(): void {
    const { engine } = this.#options;
    // Without facts, nothing can be missing among them.
    if (this.#firstSeq === undefined) return;
    const evicted = { count: engine.lastSeq - this.#count, upTo: this.#lowWatermark };
    if (isSame(evicted, this.#noted ?? allBefore(this.#firstSeq))) return;
    this.#noted = evicted;
    engine.stageIfDurable(() => evictedFactsRecord.put(evictedFactsRecord.key(), evicted));
  }

  /** The records with facts after a number, up to another one, in the order of their numbers. */
  *records(after: number, upTo: number): Generator<TurnFacts> {
    const open = this.#groups.map((group) => group.records(after, upTo));
    try {
      const next = open.map((records) => records.next().value);
      for (;;) {
        const index = indexOfFirst(next);
        const facts = next[index];
        if (facts === undefined) return;
        yield facts;
        next[index] = open[index]?.next().value;
      }
    } finally {
      for (const records of open) records.return(undefined);
    }
  }

  #groupFor(retentionMs: number): FactGroup {
    const { store, retention } = this.#options;
    const [longest] = this.#groups as [FactGroup];
    if (retentionMs === retention.longestMs) return longest;
    const known = this.#groups.find(
      (group) => group !== longest && group.retentionMs === retentionMs,
    );
    if (known !== undefined) return known;
    const group = this.#isInMemory
      ? new MemoryFactGroup(retentionMs)
      : brieflyKept(store, retentionMs);
    this.#groups.push(group);
    return group;
  }
}

/** The number of the oldest fact of all groups; undefined if there is none. */
function oldestOf(groups: readonly FactGroup[]): number | undefined {
  let oldest: number | undefined;
  for (const { firstSeq } of groups) {
    if (firstSeq !== undefined && (oldest === undefined || firstSeq < oldest)) oldest = firstSeq;
  }
  return oldest;
}

/** The index of the list that begins with the smallest number; 0 if there is none. */
function indexOfFirst(lists: readonly (TurnFacts | undefined)[]): number {
  let first = 0;
  let smallest = Number.POSITIVE_INFINITY;
  for (const [index, facts] of lists.entries()) {
    const seq = facts?.[0]?.seq ?? Number.POSITIVE_INFINITY;
    if (seq < smallest) [first, smallest] = [index, seq];
  }
  return first;
}

/** The facts that are gone if all from a number on are stored. */
function allBefore(firstSeq: number): EvictedFacts {
  return { count: firstSeq - 1, upTo: firstSeq - 1 };
}

function isSame(a: EvictedFacts, b: EvictedFacts): boolean {
  return a.count === b.count && a.upTo === b.upTo;
}

import * as check from '../base/check.ts';
import { FACT_PAGE_SIZE, MAX_EVICTIONS_PER_TURN } from '../base/limits.ts';
import type { Engine } from '../runtime/engine.ts';
import { factRecord } from '../schema/fact.ts';
import type { RecordedFact } from '../schema/recordedFact.ts';
import type { Store } from '../store/store.ts';
import type { ShopFact } from './factBus.ts';

/** Somebody who reads the log, and for whom it is kept. */
export interface Reader {
  /** The number of the last fact that the reader is done with. */
  readonly position: number;
}

export interface FactLogOptions {
  readonly engine: Engine;
  readonly store: Store;
  /** How long facts are kept at least, in milliseconds. */
  readonly factRetentionMs: number;
}

/**
 * Every fact in its order, kept in the same batch as what it tells of. Facts that are old enough go
 * once every reader is done with them.
 */
export class FactLog {
  readonly #options: FactLogOptions;
  readonly #readers = new Set<Reader>();
  /** The number of the last fact that is durable: what lies behind has not happened yet. */
  #highWatermark = 0;
  /** The number of the last fact that is not kept any more. */
  #lowWatermark = 0;
  /** Readers that wait for the next fact. */
  #waiters: (() => void)[] = [];
  /** The last fact of the oldest record; undefined if it has to be looked up. */
  #oldest: RecordedFact | undefined;

  constructor(options: FactLogOptions) {
    this.#options = options;
  }

  /** Finds out from where to where the store has facts. */
  load(): void {
    const { engine, store } = this.#options;
    this.#highWatermark = engine.lastSeq;
    this.#lowWatermark = this.#highWatermark;
    for (const [, first] of factRecord.keys(store)) {
      this.#lowWatermark = first - 1;
      break;
    }
  }

  /** The number of the last fact that is durable. */
  get highWatermark(): number {
    return this.#highWatermark;
  }

  /** The number of the last fact that is not kept any more, 0 if all are. */
  get lowWatermark(): number {
    return this.#lowWatermark;
  }

  /** Adds the facts of the turn under way to its batch, and takes old ones away. */
  append(facts: readonly RecordedFact[]): void {
    const [first] = facts;
    if (first === undefined) return;
    const { engine, factRetentionMs } = this.#options;
    if (factRetentionMs < Number.POSITIVE_INFINITY) this.#forgetOld();
    const isWanted = factRetentionMs > 0 || this.#readers.size > 0;
    // As long as older facts are kept, so are these: whoever comes next must not miss them.
    if (isWanted || this.#lowWatermark < first.seq - 1) {
      engine.stage(factRecord.put(factRecord.key(first.seq), facts));
    } else {
      // Nobody will ask: with the first reader the log begins anew.
      this.#lowWatermark = engine.lastSeq;
    }
  }

  /** Everything up to this fact is durable: readers may have it. */
  advanceTo(seq: number): void {
    this.#highWatermark = seq;
    this.notifyWaiters();
  }

  /** Lets waiting readers look again, also whether the shop is still open. */
  notifyWaiters(): void {
    const waiting = this.#waiters;
    this.#waiters = [];
    for (const call of waiting) call();
  }

  /** Keeps the log for a reader. @returns a function that ends this. */
  join(reader: Reader): () => void {
    this.#readers.add(reader);
    return () => this.#readers.delete(reader);
  }

  /**
   * Facts behind a number and further ones as they become durable; for as long as they are
   * iterated, they are kept.
   *
   * @throws RangeError if facts behind that number are not kept any more, or it is none.
   */
  facts(after: number): AsyncIterable<ShopFact> {
    if (after < this.#lowWatermark || after > this.#highWatermark) {
      const expected = `the number of a fact from ${this.#lowWatermark} to ${this.#highWatermark}`;
      throw check.outOfRange('after', expected, after);
    }
    return { [Symbol.asyncIterator]: () => this.#read(after) };
  }

  async *#read(after: number): AsyncGenerator<ShopFact, void, void> {
    const reader = { position: after };
    const leave = this.join(reader);
    try {
      for await (const fact of this.follow(reader)) {
        reader.position = fact.seq - 1; // Until the next one is asked for.
        yield fact;
      }
    } finally {
      leave();
    }
  }

  /**
   * Facts behind a reader's position, a page at a time, and further ones as they become durable.
   * Ends when the reader leaves or the shop is closed; throws when it has stopped for a reason.
   */
  async *follow(reader: Reader): AsyncGenerator<ShopFact, void, void> {
    let { position } = reader;
    while (this.#readers.has(reader)) {
      const { stopped } = this.#options.engine;
      if (stopped?.cause !== undefined) throw stopped.cause;
      if (stopped !== undefined) return;
      if (position >= this.#highWatermark) {
        await new Promise<void>((resolve) => this.#waiters.push(resolve));
        continue;
      }
      for (const fact of this.#page(position)) {
        position = fact.seq;
        yield fact;
      }
    }
  }

  #page(after: number): ShopFact[] {
    const page: ShopFact[] = [];
    // The record that the next fact is in begins with it, or before.
    const bound = {
      after: factRecord.key(this.#firstOf(after + 1) - 1),
      before: factRecord.key(this.#highWatermark + 1),
    };
    for (const [, facts] of factRecord.range(this.#options.store, bound)) {
      for (const fact of facts) if (fact.seq > after) page.push(fact as ShopFact);
      if (page.length >= FACT_PAGE_SIZE) break;
    }
    return page;
  }

  /** The number that the record of a fact begins with. */
  #firstOf(seq: number): number {
    const upTo = { before: factRecord.key(seq + 1), reverse: true };
    for (const [, first] of factRecord.keys(this.#options.store, upTo)) return first;
    return seq;
  }

  #forgetOld(): void {
    const { engine, store, factRetentionMs } = this.#options;
    const tooOld = engine.now() - factRetentionMs;
    let readTo = this.#highWatermark;
    for (const { position } of this.#readers) readTo = Math.min(readTo, position);
    const mayGo = ({ seq, at }: RecordedFact) => at <= tooOld && seq <= readTo;
    if (this.#oldest !== undefined && !mayGo(this.#oldest)) return;
    let left = MAX_EVICTIONS_PER_TURN;
    for (const [key, facts] of factRecord.range(store)) {
      this.#oldest = facts.at(-1) as RecordedFact;
      if (left-- === 0 || !mayGo(this.#oldest)) return;
      engine.stage(factRecord.delete(key));
      this.#lowWatermark = this.#oldest.seq;
    }
    this.#oldest = undefined;
  }
}

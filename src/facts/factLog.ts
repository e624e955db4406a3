import * as check from '../base/check.ts';
import { FACT_PAGE_SIZE, MAX_EVICTIONS_PER_TURN } from '../base/limits.ts';
import type { Engine } from '../runtime/engine.ts';
import { factRecord } from '../schema/fact.ts';
import type { RecordedFact } from '../schema/recordedFact.ts';
import type { Store } from '../store/store.ts';
import type { ShopFact } from './factBus.ts';
import type { FactReader } from './factReader.ts';
import { OpenIterations, OpenReaders } from './openReaders.ts';

/** A reader of the log. Facts after its position are retained. */
export interface Reader {
  /** The number of the last fact that the reader has finished; 0 before the first. */
  readonly position: number;
  readonly iterations: OpenIterations;
}

export interface FactLogOptions {
  readonly engine: Engine;
  readonly store: Store;
  /** How long facts are retained at least, in milliseconds; may be infinite. */
  readonly factRetentionMs: number;
}

/**
 * The log of all facts, in order. A fact is stored in the same batch as the changes that it reports.
 * Expired facts are evicted once every reader has finished them.
 */
export class FactLog {
  readonly #options: FactLogOptions;
  readonly #readers = new Set<Reader>();
  readonly #openReaders = new OpenReaders();
  /** The number of the last durable fact. Later facts are not readable yet. */
  #highWatermark = 0;
  /** The number of the last fact that is no longer retained; 0 if all are. */
  #lowWatermark = 0;
  /** Callbacks of readers that wait for the next fact. */
  #waiters: (() => void)[] = [];
  /** The last fact of the oldest record; undefined until it is read. */
  #oldest: RecordedFact | undefined;

  constructor(options: FactLogOptions) {
    this.#options = options;
  }

  /** Sets both watermarks from the store. */
  load(): void {
    const { engine, store } = this.#options;
    this.#highWatermark = engine.lastSeq;
    this.#lowWatermark = this.#highWatermark;
    for (const [, first] of factRecord.keys(store)) {
      this.#lowWatermark = first - 1;
      break;
    }
  }

  /** The number of the last durable fact; 0 before the first. */
  get highWatermark(): number {
    return this.#highWatermark;
  }

  /** The number of the last fact that is no longer retained; 0 if all are. */
  get lowWatermark(): number {
    return this.#lowWatermark;
  }

  /**
   * True when facts are retained: for a time, for a reader, or because older ones are, so that the
   * log has no gap.
   */
  get isRetaining(): boolean {
    return (
      this.#options.factRetentionMs > 0 ||
      this.#readers.size > 0 ||
      this.#lowWatermark < this.#highWatermark
    );
  }

  /**
   * Stages the facts of the current turn, and the eviction of expired ones.
   *
   * @param seqBefore the number of the last fact before the turn.
   */
  append(facts: readonly RecordedFact[], seqBefore: number): void {
    const { engine, factRetentionMs } = this.#options;
    const hasOlder = this.#lowWatermark < seqBefore;
    if (hasOlder && factRetentionMs < Number.POSITIVE_INFINITY) this.#evictExpired();
    const isRetained = factRetentionMs > 0 || this.#readers.size > 0;
    const [first] = facts;
    if (first !== undefined && (isRetained || this.#lowWatermark < seqBefore)) {
      const { hasOwnCharts } = engine.directory;
      engine.stage(factRecord.put(factRecord.key(first.seq), facts, hasOwnCharts));
    } else {
      // No fact is retained and none is to be: the log starts again with the first reader.
      this.#lowWatermark = engine.lastSeq;
    }
  }

  /** Makes all facts up to this one readable. To be called when they are durable. */
  advanceTo(seq: number): void {
    this.#highWatermark = seq;
    if (this.#waiters.length > 0) this.notifyWaiters();
  }

  /** Lets waiting readers check for new facts, and whether the engine has stopped. */
  notifyWaiters(): void {
    const waiting = this.#waiters;
    this.#waiters = [];
    for (const call of waiting) call();
  }

  /** Ends all iterations, since the engine has stopped. */
  stop(): void {
    this.#openReaders.stop();
    this.notifyWaiters();
  }

  /** The iterations of a new reader. */
  iterations(): OpenIterations {
    return new OpenIterations(this.#openReaders);
  }

  /** Retains facts for a reader. @returns a function that ends this. */
  addReader(reader: Reader): () => void {
    this.#readers.add(reader);
    return () => this.#readers.delete(reader);
  }

  /**
   * The facts after a number, then further ones as they become durable. An iteration retains the
   * facts that it has not delivered yet.
   *
   * @param after the number of a fact, or 0 for the first one.
   * @throws RangeError if facts after this number are no longer retained, or if there is no such fact.
   */
  facts(after: number): FactReader {
    if (after < this.#lowWatermark || after > this.#highWatermark) {
      const expected = `the number of a fact from ${this.#lowWatermark} to ${this.#highWatermark}`;
      throw check.outOfRange('after', expected, after);
    }
    const iterations = this.iterations();
    const reader: FactReader = {
      [Symbol.asyncIterator]: () => this.#read(after, iterations),
      ref() {
        iterations.ref();
        return reader;
      },
      unref() {
        iterations.unref();
        return reader;
      },
    };
    return reader;
  }

  async *#read(after: number, iterations: OpenIterations): AsyncGenerator<ShopFact, void, void> {
    const reader = { position: after, iterations };
    const removeReader = this.addReader(reader);
    try {
      for await (const fact of this.follow(reader)) {
        reader.position = fact.seq - 1; // The fact is finished when the next one is requested.
        yield fact;
      }
    } finally {
      removeReader();
    }
  }

  /**
   * The facts after a reader's position, read in pages, then further ones as they become durable.
   * Ends when the reader is removed or the engine is closed.
   *
   * @throws the cause when the engine has failed.
   */
  async *follow(reader: Reader): AsyncGenerator<ShopFact, void, void> {
    let { position } = reader;
    reader.iterations.begin();
    try {
      while (this.#readers.has(reader)) {
        const { stopped } = this.#options.engine;
        if (stopped?.cause !== undefined) throw stopped.cause;
        if (stopped !== undefined) return;
        if (position >= this.#highWatermark) {
          await new Promise<void>((resolve) => this.#waiters.push(resolve));
          continue;
        }
        for (const fact of this.#page(position)) {
          // A page may outlive its reader, and the shop.
          if (this.#options.engine.stopped !== undefined || !this.#readers.has(reader)) break;
          position = fact.seq;
          yield fact;
        }
      }
    } finally {
      reader.iterations.end();
    }
  }

  #page(after: number): ShopFact[] {
    const page: ShopFact[] = [];
    // The record of the next fact begins with that fact or an earlier one.
    const bound = {
      after: factRecord.key(this.#recordStartOf(after + 1) - 1),
      before: factRecord.key(this.#highWatermark + 1),
    };
    for (const [, facts] of factRecord.range(this.#options.store, bound)) {
      for (const fact of facts) if (fact.seq > after) page.push(fact as ShopFact);
      if (page.length >= FACT_PAGE_SIZE) break;
    }
    return page;
  }

  /** The number of the first fact in the record of a fact. */
  #recordStartOf(seq: number): number {
    const upTo = { before: factRecord.key(seq + 1), reverse: true };
    for (const [, first] of factRecord.keys(this.#options.store, upTo)) return first;
    return seq;
  }

  /**
   * Stages the deletion of expired records that all readers have finished; a limited number per
   * turn.
   */
  #evictExpired(): void {
    const { engine, store, factRetentionMs } = this.#options;
    const expiredAt = engine.now() - factRetentionMs;
    let acknowledgedTo = this.#highWatermark;
    for (const { position } of this.#readers) acknowledgedTo = Math.min(acknowledgedTo, position);
    const isEvictable = ({ seq, at }: RecordedFact) =>
      seq <= acknowledgedTo && at + engine.jumps.since(seq) <= expiredAt;
    if (this.#oldest !== undefined && !isEvictable(this.#oldest)) return;
    let left = MAX_EVICTIONS_PER_TURN;
    for (const [key, facts] of factRecord.range(store)) {
      this.#oldest = facts.at(-1) as RecordedFact;
      if (left-- === 0 || !isEvictable(this.#oldest)) return;
      engine.stage(factRecord.delete(key));
      this.#lowWatermark = this.#oldest.seq;
    }
    this.#oldest = undefined;
  }
}

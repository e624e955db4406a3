import * as check from '../base/check.ts';
import { FACT_PAGE_SIZE } from '../base/limits.ts';
import type { Engine } from '../runtime/engine.ts';
import type { RecordedFact } from '../schema/recordedFact.ts';
import type { Store } from '../store/store.ts';
import type { ShopFact } from './factBus.ts';
import type { FactReader } from './factReader.ts';
import { OpenIterations, OpenReaders } from './openReaders.ts';
import type { Retention } from './retention.ts';
import { StoredFacts } from './storedFacts.ts';

/** A reader of the log. Facts after its position are retained. */
export interface Reader {
  /** The number of the last fact that the reader has finished; 0 before the first. */
  readonly position: number;
  readonly iterations: OpenIterations;
}

export interface FactLogOptions {
  readonly engine: Engine;
  readonly store: Store;
  /** How long facts are retained at least. */
  readonly retention: Retention;
}

/**
 * The log of all facts, in order. A fact is stored in the same batch as the changes that it reports.
 * Expired facts are evicted once every reader has finished them. Some types expire before others, so that
 * numbers are missing between the facts that are left.
 */
export class FactLog {
  readonly #options: FactLogOptions;
  readonly #stored: StoredFacts;
  readonly #readers = new Set<Reader>();
  readonly #openReaders = new OpenReaders();
  /** The number of the last durable fact. Later facts are not readable yet. */
  #highWatermark = 0;
  /** Callbacks of readers that wait for the next fact. */
  #waiters: (() => void)[] = [];

  constructor(options: FactLogOptions) {
    this.#options = options;
    this.#stored = new StoredFacts(options);
  }

  /** Sets both watermarks from the store. */
  load(): void {
    this.#stored.load();
    this.#highWatermark = this.#options.engine.lastSeq;
  }

  /** The number of the last durable fact; 0 before the first. */
  get highWatermark(): number {
    return this.#highWatermark;
  }

  /**
   * The number of the last fact that is no longer retained, except for facts that are retained for a shorter time
   * than others; 0 if there is none.
   */
  get lowWatermark(): number {
    return this.#stored.lowWatermark;
  }

  /**
   * True when facts are retained: for a time, for a reader, or because older ones are, so that no reader misses
   * the facts after those.
   */
  get isRetaining(): boolean {
    return this.#options.retention.longestMs > 0 || this.#readers.size > 0 || !this.#stored.isEmpty;
  }

  /** Stages the facts of the current turn, and the eviction of expired ones. */
  append(facts: readonly RecordedFact[]): void {
    const stored = this.#stored;
    if (!stored.isEmpty) stored.evictExpired(this.#finishedTo());
    if (facts.length > 0 && this.isRetaining) stored.add(facts);
    else if (stored.isEmpty) stored.skip();
    stored.noteEvicted();
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
    const { lowWatermark } = this;
    if (after < lowWatermark || after > this.#highWatermark) {
      const expected = `the number of a fact from ${lowWatermark} to ${this.#highWatermark}`;
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
        const upTo = this.#highWatermark;
        const page = this.#page(position, upTo);
        for (const fact of page) {
          // A page may outlive its reader, and the shop.
          if (this.#options.engine.stopped !== undefined || !this.#readers.has(reader)) break;
          position = fact.seq;
          yield fact;
        }
        // The facts after a short page are gone.
        if (page.length < FACT_PAGE_SIZE) position = upTo;
      }
    } finally {
      reader.iterations.end();
    }
  }

  #page(after: number, upTo: number): ShopFact[] {
    const page: ShopFact[] = [];
    for (const facts of this.#stored.records(after, upTo)) {
      for (const fact of facts) if (fact.seq > after) page.push(fact as ShopFact);
      if (page.length >= FACT_PAGE_SIZE) break;
    }
    return page;
  }

  /** The number of the last fact that all readers have finished. */
  #finishedTo(): number {
    let seq = this.#highWatermark;
    for (const { position } of this.#readers) seq = Math.min(seq, position);
    return seq;
  }
}

import * as check from '../base/check.ts';
import { freeze } from '../base/freeze.ts';
import { FACT_PAGE_SIZE } from '../base/limits.ts';
import type { Engine } from '../runtime/engine.ts';
import type { RecordedFact } from '../schema/recordedFact.ts';
import type { Store } from '../store/store.ts';
import type { ShopFact } from './factBus.ts';
import type { FactReader } from './factReader.ts';
import { OpenIterations, OpenReaders } from './openReaders.ts';
import type { Retention } from './retention.ts';
import { StoredFacts } from './storedFacts.ts';

/** Facts after its position are retained. */
export interface RetainingReader {
  /** The number of the last fact that the reader has finished; 0 before the first. */
  readonly position: number;
  /** Without a store, facts of these types only are retained for the reader; of all types when left out. */
  readonly types?: ReadonlySet<string>;
}

/** A reader of the log that iterates over it. */
export interface Reader extends RetainingReader {
  readonly iterations: OpenIterations;
}

/** Some facts of the log, in order. */
export interface FactPage {
  readonly facts: readonly ShopFact[];
  /** The number of the fact up to which these are all. */
  readonly upTo: number;
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
  readonly #readers = new Set<RetainingReader>();
  /** How many of the readers read facts of all types. */
  #unrestricted = 0;
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

  /** True when facts of the type are retained. */
  retains(type: string): boolean {
    if (this.#retainsAll) return true;
    for (const { types } of this.#readers) if (types?.has(type)) return true;
    return false;
  }

  /**
   * True when facts of all types are retained: for a time, for a reader of all of them, or in a store because older ones
   * are, so that no reader misses the facts after those.
   */
  get #retainsAll(): boolean {
    const { engine, retention } = this.#options;
    if (retention.longestMs > 0 || this.#unrestricted > 0) return true;
    return engine.isDurable && (this.#readers.size > 0 || !this.#stored.isEmpty);
  }

  /** Stages the facts of the current turn, and the eviction of expired ones. */
  append(facts: readonly RecordedFact[]): void {
    const stored = this.#stored;
    if (!stored.isEmpty) stored.evictExpired(this.#finishedTo());
    const retainsAll = this.#retainsAll;
    const retained = retainsAll ? facts : facts.filter(({ type }) => this.retains(type));
    if (retained.length > 0) stored.add(retained);
    // A reader of all facts can begin after these only.
    if (!retainsAll || stored.isEmpty) stored.skip();
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
  addReader(reader: RetainingReader): () => void {
    this.#readers.add(reader);
    if (reader.types === undefined) this.#unrestricted++;
    return () => {
      if (!this.#readers.delete(reader)) return;
      if (reader.types === undefined) this.#unrestricted--;
    };
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
        const { facts, upTo } = this.read(position);
        for (const fact of facts) {
          // A page may outlive its reader, and the shop.
          if (this.#options.engine.stopped !== undefined || !this.#readers.has(reader)) break;
          position = fact.seq;
          yield fact;
        }
        position = upTo;
      }
    } finally {
      reader.iterations.end();
    }
  }

  /** The next durable facts after a number; none if there are none. */
  read(after: number): FactPage {
    const upTo = this.#highWatermark;
    const facts = this.#page(after, upTo);
    const last = facts.at(-1);
    // The facts after a short page are gone.
    const isShort = last === undefined || facts.length < FACT_PAGE_SIZE;
    return { facts, upTo: isShort ? upTo : last.seq };
  }

  #page(after: number, upTo: number): ShopFact[] {
    const page: ShopFact[] = [];
    for (const facts of this.#stored.records(after, upTo)) {
      // Readers share the facts that are kept in memory.
      for (const fact of facts) if (fact.seq > after) page.push(freeze(fact) as ShopFact);
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

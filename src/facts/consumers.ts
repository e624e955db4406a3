import * as check from '../base/check.ts';
import type { NamedFact } from '../charts/chartTypes.ts';
import type { Engine } from '../runtime/engine.ts';
import { consumerRecord } from '../schema/consumer.ts';
import type { AnyChange, Store } from '../store/store.ts';
import type { ShopFact } from './factBus.ts';
import type { FactLog } from './factLog.ts';
import type { FactReader } from './factReader.ts';
import type { OpenIterations } from './openReaders.ts';

/**
 * A reader that must not miss a fact. An iteration starts after the last acknowledged fact, also
 * when the shop is opened again: facts that were not acknowledged are delivered once more.
 *
 * @typeParam Own facts that custom charts emit, beside the standard ones.
 */
export interface Consumer<Own extends NamedFact = never> extends FactReader<Own> {
  /** As given to `shop.consumer`: what the position is stored by. */
  readonly name: string;
  /** The number of the last acknowledged fact; 0 before the first. */
  readonly position: number;
  /**
   * Acknowledges this fact and all before it. Resolves when the position is durable.
   *
   * @param fact one that an iteration has yielded; only its `seq` is read.
   * @throws TypeError or RangeError if `seq` is not a positive integer, or if the consumer has not
   * received this fact yet.
   */
  acknowledge(fact: { readonly seq: number }): Promise<void>;
  /** Deletes the consumer: facts are no longer retained for it. Ends its iteration. */
  remove(): Promise<void>;
}

export interface ConsumersOptions {
  readonly engine: Engine;
  readonly store: Store;
  readonly log: FactLog;
}

/** The consumers of a fact log, whose positions are durable. */
export class Consumers {
  readonly #options: ConsumersOptions;
  readonly #cursors = new Map<string, Cursor>();

  constructor(options: ConsumersOptions) {
    this.#options = options;
  }

  /**
   * Loads all stored consumers, for which the log retains facts from now on even if they are not
   * opened.
   */
  load(): void {
    for (const [[, name], position] of consumerRecord.range(this.#options.store)) {
      this.#add(name, position);
    }
  }

  /** The consumer of this name; a new one starts with the oldest fact that is retained. */
  open(name: string): Consumer {
    check.id('name', name);
    const { engine, log } = this.#options;
    const known = this.#cursors.get(name);
    const cursor = known ?? this.#add(name, log.lowWatermark);
    if (known === undefined) {
      // A failed commit stops the engine, so that every later read reports it.
      const store = async () => engine.turn(() => engine.stage(cursor.change()));
      store().catch(() => {});
    }
    return cursor;
  }

  /** All consumers, those that are not opened included. */
  all(): Iterable<Consumer> {
    return this.#cursors.values();
  }

  #add(name: string, position: number): Cursor {
    const onRemove = () => {
      this.#cursors.delete(name);
    };
    const cursor = new Cursor({ ...this.#options, name, position, onRemove });
    this.#cursors.set(name, cursor);
    return cursor;
  }
}

interface CursorOptions extends ConsumersOptions {
  readonly name: string;
  readonly position: number;
  readonly onRemove: () => void;
}

/** A consumer: its position and its registration as a reader of the log. */
class Cursor implements Consumer {
  readonly #options: CursorOptions;
  readonly #iterations: OpenIterations;
  readonly #removeReader: () => void;
  /** The number of the last acknowledged fact. */
  #position: number;
  /** The number of the last fact that an iteration has delivered. */
  #delivered: number;
  #isRemoved = false;

  constructor(options: CursorOptions) {
    this.#options = options;
    this.#position = options.position;
    this.#delivered = options.position;
    this.#iterations = options.log.iterations();
    this.#removeReader = options.log.addReader(this);
  }

  get name(): string {
    return this.#options.name;
  }

  get position(): number {
    return this.#position;
  }

  get iterations(): OpenIterations {
    return this.#iterations;
  }

  async acknowledge(fact: { readonly seq: number }): Promise<void> {
    if (typeof fact !== 'object' || fact === null) {
      throw check.wrongType('fact', 'an object with a seq', fact);
    }
    const seq = check.quantity('fact.seq', fact.seq);
    if (seq > this.#delivered) {
      const expected = `a fact that ${this.name} has received, up to ${this.#delivered}`;
      throw check.outOfRange('fact.seq', expected, seq);
    }
    const { engine } = this.#options;
    // An earlier acknowledgement of this fact may not be durable yet.
    if (seq <= this.#position || this.#isRemoved) return engine.flushed();
    await engine.turn(() => {
      this.#position = seq;
      engine.stage(this.change());
    });
  }

  async remove(): Promise<void> {
    const { engine, log, onRemove } = this.#options;
    if (this.#isRemoved) return engine.flushed();
    await engine.turn(() => {
      this.#isRemoved = true;
      engine.stage(consumerRecord.delete(consumerRecord.key(this.name)));
      // Within the turn, so that opening this name from now on makes a new consumer.
      this.#removeReader();
      onRemove();
      log.notifyWaiters();
    });
  }

  ref(): this {
    this.#iterations.ref();
    return this;
  }

  unref(): this {
    this.#iterations.unref();
    return this;
  }

  /** The change that writes the consumer. */
  change(): AnyChange {
    return consumerRecord.put(consumerRecord.key(this.name), this.#position);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<ShopFact, void, void> {
    for await (const fact of this.#options.log.follow(this)) {
      this.#delivered = Math.max(this.#delivered, fact.seq);
      yield fact;
    }
  }
}

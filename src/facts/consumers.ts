import * as check from '../base/check.ts';
import type { Engine } from '../runtime/engine.ts';
import { consumerRecord } from '../schema/consumer.ts';
import type { Change, Store } from '../store/store.ts';
import type { ShopFact } from './factBus.ts';
import type { FactLog } from './factLog.ts';

/**
 * Somebody who must not miss a fact. Iterating goes on behind the last acknowledged fact, also in
 * a shop that is opened again: what was not acknowledged comes once more.
 */
export interface Consumer extends AsyncIterable<ShopFact> {
  readonly name: string;
  /** The number of the last acknowledged fact; 0 before the first. */
  readonly position: number;
  /**
   * This fact and all before it are done with. Resolves when that is durable.
   *
   * @throws RangeError if the consumer has not had this fact yet.
   */
  acknowledge(fact: { readonly seq: number }): Promise<void>;
  /** Forgets the consumer: facts are no longer kept for it. Ends its iteration. */
  remove(): Promise<void>;
}

export interface ConsumersOptions {
  readonly engine: Engine;
  readonly store: Store;
  readonly log: FactLog;
}

/** The durable cursors of everybody who reads the log with acknowledgements. */
export class Consumers {
  readonly #options: ConsumersOptions;
  readonly #cursors = new Map<string, Cursor>();

  constructor(options: ConsumersOptions) {
    this.#options = options;
  }

  /** Every consumer in the store keeps the log from now on, whether or not it comes back. */
  load(): void {
    for (const [[, name], position] of consumerRecord.range(this.#options.store)) {
      this.#add(name, position);
    }
  }

  /** The consumer of this name; a new one begins with the oldest fact that is kept. */
  open(name: string): Consumer {
    check.id('name', name);
    const { engine, log } = this.#options;
    const known = this.#cursors.get(name);
    const cursor = known ?? this.#add(name, log.lowWatermark);
    if (known === undefined) {
      // Should it fail, so does the engine, and with it every read that follows.
      const keep = async () => engine.turn(() => engine.stage(cursor.change()));
      keep().catch(() => {});
    }
    return cursor;
  }

  #add(name: string, position: number): Cursor {
    const leave = () => {
      this.#cursors.delete(name);
    };
    const cursor = new Cursor({ ...this.#options, name, position, leave });
    this.#cursors.set(name, cursor);
    return cursor;
  }
}

interface CursorOptions extends ConsumersOptions {
  readonly name: string;
  readonly position: number;
  readonly leave: () => void;
}

class Cursor implements Consumer {
  readonly #options: CursorOptions;
  readonly #leaveLog: () => void;
  /** The last acknowledged fact. */
  #position: number;
  /** The last fact that was handed out. */
  #delivered: number;
  #isRemoved = false;

  constructor(options: CursorOptions) {
    this.#options = options;
    this.#position = options.position;
    this.#delivered = options.position;
    this.#leaveLog = options.log.join(this);
  }

  get name(): string {
    return this.#options.name;
  }

  get position(): number {
    return this.#position;
  }

  async acknowledge({ seq }: { readonly seq: number }): Promise<void> {
    check.quantity('fact.seq', seq);
    if (seq > this.#delivered) {
      const expected = `a fact that ${this.name} has had, up to ${this.#delivered}`;
      throw check.outOfRange('fact.seq', expected, seq);
    }
    const { engine } = this.#options;
    // What is done with already may not be durable yet.
    if (seq <= this.#position || this.#isRemoved) return engine.flushed();
    await engine.turn(() => {
      this.#position = seq;
      engine.stage(this.change());
    });
  }

  async remove(): Promise<void> {
    const { engine, log, leave } = this.#options;
    if (this.#isRemoved) return engine.flushed();
    await engine.turn(() => {
      this.#isRemoved = true;
      engine.stage(consumerRecord.delete(consumerRecord.key(this.name)));
      // At once: whoever opens a consumer of this name from now on has a new one.
      this.#leaveLog();
      leave();
      log.notifyWaiters();
    });
  }

  change(): Change {
    return consumerRecord.put(consumerRecord.key(this.name), this.#position);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<ShopFact, void, void> {
    for await (const fact of this.#options.log.follow(this)) {
      this.#delivered = Math.max(this.#delivered, fact.seq);
      yield fact;
    }
  }
}

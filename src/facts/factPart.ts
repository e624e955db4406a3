import * as check from '../base/check.ts';
import type { Engine } from '../runtime/engine.ts';
import type { Part } from '../runtime/part.ts';
import type { Turn } from '../runtime/turn.ts';
import type { RecordedFact } from '../schema/recordedFact.ts';
import type { Store } from '../store/store.ts';
import { type Consumer, Consumers } from './consumers.ts';
import { FactBus, type Notifier } from './factBus.ts';
import { FactLog } from './factLog.ts';
import type { FactReader } from './factReader.ts';
import type { Retention } from './retention.ts';

/** How far a consumer has come. */
export interface ConsumerLag {
  /** As given to `shop.consumer`. */
  readonly name: string;
  /** The number of the last fact that it has acknowledged; 0 before the first. */
  readonly position: number;
  /** The number of durable facts after it. */
  readonly lag: number;
}

export interface FactPartOptions {
  readonly engine: Engine;
  readonly store: Store;
  /** How long facts are retained at least. */
  readonly retention: Retention;
}

/** The facts of a shop: the log, its consumers, and the bus to handlers and notifiers. */
export class FactPart implements Part {
  readonly log: FactLog;
  readonly #consumers: Consumers;
  readonly #bus = new FactBus();

  constructor({ engine, store, retention }: FactPartOptions) {
    this.log = new FactLog({ engine, store, retention });
    this.#consumers = new Consumers({ engine, store, log: this.log });
  }

  load(): void {
    this.log.load();
    this.#consumers.load();
  }

  wantsFact(type: string): boolean {
    return this.log.retains(type) || this.#bus.hasHandlers(type);
  }

  beforeCommit({ facts, seqBefore, lastSeq }: Turn): void {
    if (lastSeq > seqBefore) this.log.append(facts);
  }

  afterCommit(facts: readonly RecordedFact[], lastSeq: number): void {
    this.log.advanceTo(lastSeq);
    if (facts.length > 0) this.#bus.publish(facts);
  }

  stop(): void {
    this.log.stop();
  }

  on(type: string, handler: (fact: never) => unknown): () => void {
    check.id('type', type);
    check.callable('handler', handler);
    return this.#bus.on(type, handler);
  }

  facts(options: { readonly after?: number } = {}): FactReader {
    check.fields('options', options, ['after']);
    const after = check.optional(options.after, (value) => check.count('after', value));
    return this.log.facts(after ?? this.log.highWatermark);
  }

  consumer(name: string): Consumer {
    return this.#consumers.open(name);
  }

  /** All consumers, with the number of facts that each has still to acknowledge. */
  consumerLags(): ConsumerLag[] {
    const { highWatermark } = this.log;
    return Array.from(this.#consumers.all(), ({ name, position }) => {
      return { name, position, lag: highWatermark - position };
    });
  }

  /** The number of facts that are retained. */
  get retained(): number {
    return this.log.highWatermark - this.log.lowWatermark;
  }

  observe(notifier: Notifier): () => void {
    if (typeof notifier !== 'object' || notifier === null) {
      throw check.wrongType('notifier', 'an object with name and notify()', notifier);
    }
    check.text('notifier.name', notifier.name);
    check.callable('notifier.notify', notifier.notify);
    return this.#bus.observe(notifier);
  }
}

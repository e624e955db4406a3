import {
  IDLE_MS,
  MAX_BURST,
  MAX_DRAIN_MS,
  MAX_OUTSTANDING,
  OVERTIME_MS,
  PAYMENT_TIMEOUT_MS,
} from './limits.ts';
import type { Kind, Metrics, TimeWindow } from './metrics.ts';
import { type FollowUp, OrderLifecycles } from './orderLifecycles.ts';
import type { RequestStream } from './requestStream.ts';
import type { SaleAnswer, SaleIds, SaleShop } from './saleShop.ts';
import { sendFollowUp } from './sendFollowUp.ts';
import { type Slot, Slots } from './slots.ts';

export interface LoadGeneratorOptions {
  readonly shop: SaleShop;
  readonly ids: SaleIds;
  readonly stream: RequestStream;
  readonly metrics: Metrics;
  /** The part of the run that is measured. Requests are issued from 0 to its end. */
  readonly window: TimeWindow;
  /** Milliseconds since the start of the run. */
  readonly now: () => number;
  readonly maxOutstanding?: number;
}

/**
 * An open loop: issues every request when it is due, without waiting for the answers to others. It
 * sleeps while no request is due, and lets timers and I/O have their turn while many are.
 */
export class LoadGenerator {
  readonly #options: LoadGeneratorOptions;
  readonly #lifecycles = new OrderLifecycles();
  readonly #slots: Slots;
  #lagAtEnd = 0;
  #lastPlacedAt = 0;

  constructor(options: LoadGeneratorOptions) {
    this.#options = options;
    this.#slots = new Slots({
      max: options.maxOutstanding ?? MAX_OUTSTANDING,
      onAnswer: (slot, answer) => this.#answered(slot, answer),
      onError: (_slot, error) => options.metrics.failed(error),
    });
  }

  get outstanding(): number {
    return this.#slots.outstanding;
  }

  /** The delay with which the last request of the window was issued, in milliseconds. */
  get lagAtEnd(): number {
    return this.#lagAtEnd;
  }

  /** Issues the requests that are due before the window ends, also for a while after its end. */
  async run(): Promise<void> {
    const { stream, window, now } = this.#options;
    stream.next();
    await this.#issueWhile(
      (time) => stream.dueAt < window.until && time < window.until + OVERTIME_MS,
    );
    const gaveUpAt = now();
    if (stream.dueAt < window.until) this.#lagAtEnd = gaveUpAt - stream.dueAt;
    for (; stream.dueAt < window.until; stream.next()) {
      this.#options.metrics.gaveUp(stream.kind, stream.dueAt, gaveUpAt);
    }
  }

  /** Issues the remaining steps of orders; ends when all have completed, or at a time limit. */
  async drain(): Promise<void> {
    const { now } = this.#options;
    const giveUpAt = now() + MAX_DRAIN_MS;
    this.#options.stream.dueAt = Number.POSITIVE_INFINITY;
    await this.#issueWhile((time) => {
      const isOver =
        this.#lifecycles.waiting === 0 &&
        this.#slots.outstanding === 0 &&
        time > this.#lastPlacedAt + PAYMENT_TIMEOUT_MS + 2 * IDLE_MS;
      return !isOver && time < giveUpAt;
    });
  }

  async #issueWhile(goesOn: (time: number) => boolean): Promise<void> {
    const { now } = this.#options;
    let burst = 0;
    for (let time = now(); goesOn(time); time = now()) {
      const issued = this.#issueNext(time);
      if (issued === undefined || ++burst === MAX_BURST) {
        burst = 0;
        // The timers of node:timers/promises cost several times as much.
        await new Promise((resolve) => {
          if (issued === undefined) setTimeout(resolve, IDLE_MS);
          else setImmediate(resolve);
        });
      } else if (issued !== 'browse') {
        // Answers that have arrived are processed before the next request is issued.
        await undefined;
      }
    }
  }

  /**
   * Issues the next request that is due, and returns its kind; undefined if none is due. The steps of
   * orders come before new requests: their clients do not wait until those of others are served. A
   * backlog would otherwise hold up confirmations until orders time out, which is work on top.
   */
  #issueNext(time: number): Kind | undefined {
    const { stream } = this.#options;
    const followUp = this.#lifecycles.due(time);
    if (followUp !== undefined) {
      this.#issueFollowUp(followUp, time);
      return followUp;
    }
    if (stream.dueAt > time) return undefined;
    const { kind } = stream;
    this.#lagAtEnd = time - stream.dueAt;
    this.#issueRequest(time);
    stream.next();
    return kind;
  }

  #issueRequest(time: number): void {
    const { shop, ids, stream, metrics } = this.#options;
    const { kind, dueAt } = stream;
    const userId = ids.userIds[stream.user] as string;
    if (kind === 'browse') {
      metrics.issued(kind, dueAt, time);
      shop.products.get(ids.skus[stream.product] as string);
      shop.carts.get(userId);
      metrics.answered(kind, dueAt, this.#options.now());
      return;
    }
    const slot = this.#issue(kind, dueAt, time);
    if (slot === undefined) return;
    slot.id = userId;
    slot.outcome = stream.outcome;
    if (kind === 'add') {
      const sku = ids.skus[stream.product] as string;
      shop.carts.add(userId, sku, stream.quantity).then(slot.onAnswer, slot.onError);
    } else {
      shop.checkout(userId).then(slot.onAnswer, slot.onError);
    }
  }

  #issueFollowUp(kind: FollowUp, time: number): void {
    const queue = this.#lifecycles.queues[kind];
    const { dueAt, id, outcome } = queue;
    queue.shift();
    const slot = this.#issue(kind, dueAt, time);
    if (slot === undefined) return;
    slot.id = id;
    slot.outcome = outcome;
    sendFollowUp(this.#options.shop, kind, slot).then(slot.onAnswer, slot.onError);
  }

  /** Takes a slot for a request that is sent now; undefined if too many requests are in flight. */
  #issue(kind: Kind, dueAt: number, now: number): Slot | undefined {
    const slot = this.#slots.take();
    if (slot === undefined) {
      this.#options.metrics.missed(kind, dueAt);
      return undefined;
    }
    this.#options.metrics.issued(kind, dueAt, now);
    slot.kind = kind;
    slot.dueAt = dueAt;
    return slot;
  }

  #answered({ kind, dueAt, id, outcome }: Slot, answer: SaleAnswer): void {
    const { metrics } = this.#options;
    const now = this.#options.now();
    metrics.answered(kind, dueAt, now);
    if (!answer.ok) metrics.refused(kind, dueAt, answer.refusal);
    else if (kind === 'checkout') this.#lastPlacedAt = now;
    this.#lifecycles.answered(kind, { id, outcome }, answer, now);
  }
}

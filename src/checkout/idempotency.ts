import type { Refusal } from '../../machines/index.ts';
import { IDEMPOTENCY_WINDOW_MS, MAX_EVICTIONS_PER_TURN } from '../base/limits.ts';
import { type Answer, refused } from '../commands/answer.ts';
import type { OrderPart } from '../orders/orderPart.ts';
import { type Order, receiptView } from '../orders/orderView.ts';
import type { Engine } from '../runtime/engine.ts';
import type { Part } from '../runtime/part.ts';
import { answerRecord, type Outcome } from '../schema/answer.ts';
import type { Store } from '../store/store.ts';

/** The answer of a checkout: the order, or why it was refused. */
export type CheckoutAnswer = Answer<{ order: Order }>;

/** A purchase, identified by the user and the idempotency key that the client made for it. */
export interface Purchase {
  readonly userId: string;
  readonly key: string;
}

interface Entry {
  readonly purchase: Purchase;
  /** When the checkout started, epoch milliseconds. Moves with the clock when that jumps. */
  at: number;
  /** The running checkout, then its outcome. */
  result: Promise<CheckoutAnswer> | Outcome;
}

/** Refusals that do not depend on the cart: they are not stored, and a retry runs again. */
const TRANSIENT_REFUSALS: ReadonlySet<Refusal['code']> = new Set([
  'closed',
  'overloaded',
  'unknown-user',
]);

export interface IdempotencyOptions {
  readonly engine: Engine;
  readonly store: Store;
  readonly orders: OrderPart;
}

/**
 * Stores the outcome of each checkout with an idempotency key, so that a client that lost its
 * connection and retries gets the same answer instead of a second order. Keys are per user.
 */
export class Idempotency implements Part {
  /** In the order in which the checkouts started, which is also the order of eviction. */
  readonly #entries = new Map<string, Entry>();
  readonly #options: IdempotencyOptions;

  constructor(options: IdempotencyOptions) {
    this.#options = options;
  }

  load(): void {
    const { engine, store } = this.#options;
    const entries: Entry[] = [];
    for (const [[, userId, key], record] of answerRecord.range(store)) {
      const at = record.at + engine.jumps.offsetMs - record.clockOffsetMs;
      entries.push({ purchase: { userId, key }, at, result: record.outcome });
    }
    for (const entry of entries.sort((a, b) => a.at - b.at)) {
      this.#entries.set(nameOf(entry.purchase), entry);
    }
  }

  rebase(byMs: number): void {
    for (const entry of this.#entries.values()) entry.at += byMs;
  }

  /**
   * Runs `checkout`, or returns the answer of the earlier or running one with this key. A checkout
   * that throws is not stored.
   *
   * @param checkout must call {@link Idempotency.recordAnswer} within its turn.
   */
  async once(purchase: Purchase, checkout: () => Promise<CheckoutAnswer>): Promise<CheckoutAnswer> {
    const name = nameOf(purchase);
    const known = this.#entries.get(name);
    if (known !== undefined && !this.#isExpired(known)) {
      if (!(known.result instanceof Promise)) return this.#repeatAnswer(known.result);
      return structuredClone(await known.result);
    }
    // The entry is set before the checkout starts, since handlers of its facts may use the same key.
    let start: (running: Promise<CheckoutAnswer>) => void = () => {};
    const answered = new Promise<CheckoutAnswer>((resolve) => {
      start = resolve;
    });
    const entry: Entry = { purchase, at: this.#options.engine.now(), result: answered };
    this.#entries.delete(name);
    this.#entries.set(name, entry);
    start(checkout());
    try {
      const answer = await answered;
      if (isTransient(answer)) this.#entries.delete(name);
      else entry.result = outcomeOf(answer);
      return answer;
    } catch (error) {
      this.#entries.delete(name);
      throw error;
    }
  }

  /** Stages the answer in the checkout's turn, so that both become durable together. */
  recordAnswer({ userId, key }: Purchase, answer: CheckoutAnswer): void {
    if (isTransient(answer)) return;
    const { engine } = this.#options;
    engine.stageIfDurable(() => {
      const clockOffsetMs = engine.jumps.offsetMs;
      const record = { at: engine.now(), outcome: outcomeOf(answer), clockOffsetMs };
      return answerRecord.put(answerRecord.key(userId, key), record);
    });
    this.#evictExpired();
  }

  /** Makes the first answer again from its outcome. @throws Error if the order has no record. */
  #repeatAnswer(outcome: Outcome): CheckoutAnswer {
    if ('refusal' in outcome) return refused(structuredClone(outcome.refusal));
    const { engine, orders } = this.#options;
    const snapshot = engine.directory.peek(orders.kind, outcome.orderId);
    if (snapshot === undefined) throw new Error(`order ${outcome.orderId} has no record`);
    return { ok: true, order: receiptView(snapshot, outcome) };
  }

  /** Evicts a limited number per turn, so that a burst a day ago does not cause one long turn now. */
  #evictExpired(): void {
    let left = MAX_EVICTIONS_PER_TURN;
    for (const [name, entry] of this.#entries) {
      if (left-- === 0 || !this.#isExpired(entry)) return;
      this.#entries.delete(name);
      const { userId, key } = entry.purchase;
      this.#options.engine.stageIfDurable(() => answerRecord.delete(answerRecord.key(userId, key)));
    }
  }

  #isExpired({ at }: Entry): boolean {
    return at <= this.#options.engine.now() - IDEMPOTENCY_WINDOW_MS;
  }
}

function nameOf({ userId, key }: Purchase): string {
  return JSON.stringify([userId, key]);
}

function isTransient(answer: CheckoutAnswer): boolean {
  return !answer.ok && TRANSIENT_REFUSALS.has(answer.refusal.code);
}

function outcomeOf(answer: CheckoutAnswer): Outcome {
  if (!answer.ok) return { refusal: structuredClone(answer.refusal) };
  const { orderId, state, lines } = answer.order;
  return { orderId, state, status: lines[0]?.status ?? 'reserved' };
}

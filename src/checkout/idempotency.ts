import {
  isRepeat,
  type KeyedRequest,
  type Refusal,
  type RefusalCode,
  UNKNOWN_REQUEST,
} from '../../machines/index.ts';
import { IDEMPOTENCY_WINDOW_MS, MAX_EVICTIONS_PER_TURN } from '../base/limits.ts';
import { type Answer, refused } from '../commands/answer.ts';
import { quarantineRefusal } from '../commands/quarantineRefusal.ts';
import { observeRefusal } from '../commands/runCommand.ts';
import type { OrderPart } from '../orders/orderPart.ts';
import { type Order, receiptView } from '../orders/orderView.ts';
import type { Engine } from '../runtime/engine.ts';
import { isUnreadable, stateOf } from '../runtime/located.ts';
import type { Part } from '../runtime/part.ts';
import { answerRecord, type Outcome } from '../schema/answer.ts';
import type { Store } from '../store/store.ts';

/** The answer of a checkout: the order, or why it was refused. */
export type CheckoutAnswer<
  State extends string = string,
  Code extends RefusalCode = RefusalCode,
> = Answer<{ order: Order<State> }, Code> & {
  /** Of a repeated answer, given again to a checkout with the same idempotency key. */
  readonly replayed?: true;
};

/**
 * A purchase, identified by the user and the idempotency key that the client made for it, and what it asks
 * for.
 */
export interface Purchase extends KeyedRequest {
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

/** Of an answer that an earlier version has stored. */
const UNKNOWN: KeyedRequest = { options: UNKNOWN_REQUEST, lines: UNKNOWN_REQUEST };

/** Refusals that do not depend on the cart: they are not stored, and a retry runs again. */
const TRANSIENT_REFUSALS: ReadonlySet<Refusal['code']> = new Set([
  'closed',
  'overloaded',
  'unknown-user',
  'quarantined',
]);

export interface IdempotencyOptions {
  readonly engine: Engine;
  readonly store: Store;
  readonly orders: OrderPart;
}

/**
 * Stores the outcome of each checkout with an idempotency key, so that a client that lost its
 * connection and retries gets the same answer instead of a second order. Keys are per user. What a
 * retry has to have in common with the first checkout is the rule `isRepeat`.
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
    for (const [[, userId, key], answer] of answerRecord.range(store)) {
      const { outcome, request = UNKNOWN, clockOffsetMs } = answer;
      const at = answer.at + engine.jumps.offsetMs - clockOffsetMs;
      entries.push({ purchase: { userId, key, ...request }, at, result: outcome });
    }
    for (const entry of entries.sort((a, b) => a.at - b.at)) {
      this.#entries.set(nameOf(entry.purchase), entry);
    }
  }

  /** The number of keys that are remembered. */
  get size(): number {
    return this.#entries.size;
  }

  rebase(byMs: number): void {
    for (const entry of this.#entries.values()) entry.at += byMs;
  }

  /**
   * Runs `checkout`, or returns the answer of the earlier or running one with this key, or refuses one that
   * asks for something else. A checkout that throws is not stored.
   *
   * @param checkout must call {@link Idempotency.recordAnswer} within its turn.
   */
  async once(purchase: Purchase, checkout: () => Promise<CheckoutAnswer>): Promise<CheckoutAnswer> {
    const name = nameOf(purchase);
    const known = this.#entries.get(name);
    if (known !== undefined && !this.#isExpired(known)) return this.#answerAgain(known, purchase);
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
  recordAnswer({ userId, key, options, lines }: Purchase, answer: CheckoutAnswer): void {
    if (isTransient(answer)) return;
    const { engine } = this.#options;
    engine.stageIfDurable(() => {
      const request = { options, lines };
      const clockOffsetMs = engine.jumps.offsetMs;
      const record = { at: engine.now(), outcome: outcomeOf(answer), request, clockOffsetMs };
      const { hasOwnCharts } = engine.directory;
      return answerRecord.put(answerRecord.key(userId, key), record, hasOwnCharts);
    });
    this.#evictExpired();
  }

  /** Repeats the first answer, which may still be awaited, or refuses what is no repeat. */
  async #answerAgain({ purchase: first, result }: Entry, again: Purchase): Promise<CheckoutAnswer> {
    if (!(result instanceof Promise)) {
      const orderId = 'refusal' in result ? undefined : result.orderId;
      if (isRepeat(first, orderId !== undefined, again)) return this.#repeatAnswer(result);
      return this.#refuseMismatch(again, orderId);
    }
    // As long as it has no answer, it may become an order that empties the cart.
    if (!isRepeat(first, true, again)) return this.#refuseMismatch(again);
    const answer = await result;
    if (!isRepeat(first, answer.ok, again)) return this.#refuseMismatch(again);
    return { ...structuredClone(answer), replayed: true };
  }

  #refuseMismatch({ key }: Purchase, orderId?: string): CheckoutAnswer {
    const refusal = { code: 'idempotency-mismatch', idempotencyKey: key } as const;
    const answer = refused(orderId === undefined ? refusal : { ...refusal, orderId });
    observeRefusal(this.#options.engine, 'checkout', answer);
    return answer;
  }

  /** Makes the first answer again from its outcome. @throws Error if the order has no record. */
  #repeatAnswer(outcome: Outcome): CheckoutAnswer {
    if ('refusal' in outcome) {
      return { ok: false, refusal: structuredClone(outcome.refusal), replayed: true };
    }
    const { engine, orders } = this.#options;
    const order = engine.directory.locate(orders.kind, outcome.orderId);
    if (order === undefined) throw new Error(`order ${outcome.orderId} has no record`);
    const refusal = isUnreadable(order) ? quarantineRefusal(order) : undefined;
    if (refusal !== undefined) return refused(refusal);
    return { ok: true, order: receiptView(stateOf(order), outcome), replayed: true };
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

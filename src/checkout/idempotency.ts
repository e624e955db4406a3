import {
  isRepeat,
  type KeyedRequest,
  type Refusal,
  type RefusalCode,
  UNKNOWN_REQUEST,
} from '../../machines/index.ts';
import { MAX_EVICTIONS_PER_TURN } from '../base/limits.ts';
import { type Answer, refused } from '../commands/answer.ts';
import { quarantineRefusal } from '../commands/quarantineRefusal.ts';
import { observeRefusal } from '../commands/runCommand.ts';
import type { OrderPart } from '../orders/orderPart.ts';
import { type Order, receiptView } from '../orders/orderView.ts';
import type { Engine } from '../runtime/engine.ts';
import { isUnreadable, stateOf } from '../runtime/located.ts';
import type { Part } from '../runtime/part.ts';
import type { Turn } from '../runtime/turn.ts';
import { answerRecord, type Outcome } from '../schema/answer.ts';
import type { Store } from '../store/store.ts';
import {
  type AnswerLimits,
  answerName,
  type RememberedAnswer,
  RememberedAnswers,
} from './rememberedAnswers.ts';

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

/** A checkout that has not been answered yet. */
interface Running {
  readonly purchase: Purchase;
  readonly answered: Promise<CheckoutAnswer>;
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

/** Shared by all of its kind: any visitor can cause it, without filling a cart. */
const EMPTY_CART: Outcome = { refusal: { code: 'empty-cart' } };

export interface IdempotencyOptions {
  readonly engine: Engine;
  readonly store: Store;
  readonly orders: OrderPart;
  readonly limits: AnswerLimits;
}

/**
 * Stores the outcome of each checkout with an idempotency key, so that a client that lost its
 * connection and retries gets the same answer instead of a second order. Keys are per user. What a
 * retry has to have in common with the first checkout is the rule `isRepeat`; how many are remembered, and for how
 * long, is decided by {@link RememberedAnswers}.
 */
export class Idempotency implements Part {
  /** By {@link answerName}. They come before a remembered answer with the same name, which is not durable yet. */
  readonly #running = new Map<string, Running>();
  readonly #answers: RememberedAnswers;
  readonly #options: IdempotencyOptions;

  constructor(options: IdempotencyOptions) {
    this.#options = options;
    this.#answers = new RememberedAnswers(options.limits);
  }

  load(): void {
    const { engine, store } = this.#options;
    const stored: { purchase: Purchase; outcome: Outcome; at: number }[] = [];
    for (const [[, userId, key], answer] of answerRecord.range(store)) {
      const { outcome, request = UNKNOWN, clockOffsetMs } = answer;
      const at = answer.at + engine.jumps.offsetMs - clockOffsetMs;
      stored.push({ purchase: { userId, key, ...request }, outcome, at });
    }
    for (const { purchase, outcome, at } of stored.sort((a, b) => a.at - b.at)) {
      this.#answers.add(purchase, outcome, at);
    }
  }

  /** The number of keys that are remembered. */
  get size(): number {
    return this.#answers.size;
  }

  rebase(byMs: number): void {
    this.#answers.rebase(byMs);
  }

  /**
   * Forgets what is out of its window or beyond the limits: a limited number per turn, so that a burst does not
   * cause one long turn later. The records are deleted with the changes of turns that have some.
   */
  beforeCommit({ changes }: Turn): void {
    const { engine } = this.#options;
    if (this.#answers.size === 0 || (engine.isDurable && changes.length === 0)) return;
    const now = engine.now();
    for (let left = MAX_EVICTIONS_PER_TURN; left > 0; left--) {
      const answer = this.#answers.nextToForget(now);
      if (answer === undefined) return;
      this.#answers.forget(answer);
      engine.stageIfDurable(() => answerRecord.delete(answerRecord.key(...answer.key)));
    }
  }

  /**
   * Runs `checkout`, or returns the answer of the earlier or running one with this key, or refuses one that
   * asks for something else. A checkout that throws is not stored.
   *
   * @param checkout must call {@link Idempotency.recordAnswer} within its turn.
   */
  async once(purchase: Purchase, checkout: () => Promise<CheckoutAnswer>): Promise<CheckoutAnswer> {
    const name = answerName(purchase.userId, purchase.key);
    const running = this.#running.get(name);
    if (running !== undefined) return this.#awaitAnswer(running, purchase);
    const known = this.#answers.find(name, this.#options.engine.now());
    if (known !== undefined) return this.#answerAgain(known, purchase);
    // It is running before the checkout starts, since handlers of its facts may use the same key.
    let start: (running: Promise<CheckoutAnswer>) => void = () => {};
    const answered = new Promise<CheckoutAnswer>((resolve) => {
      start = resolve;
    });
    this.#running.set(name, { purchase, answered });
    start(checkout());
    try {
      return await answered;
    } finally {
      this.#running.delete(name);
    }
  }

  /** Remembers the answer, and stages it in the checkout's turn, so that both become durable together. */
  recordAnswer(purchase: Purchase, answer: CheckoutAnswer): void {
    if (isTransient(answer)) return;
    const { engine } = this.#options;
    const { userId, key, options, lines } = purchase;
    const outcome = outcomeOf(answer);
    const at = engine.now();
    this.#answers.add(purchase, outcome, at);
    engine.stageIfDurable(() => {
      const clockOffsetMs = engine.jumps.offsetMs;
      const record = { at, outcome, request: { options, lines }, clockOffsetMs };
      const { hasOwnCharts } = engine.directory;
      return answerRecord.put(answerRecord.key(userId, key), record, hasOwnCharts);
    });
  }

  /** Repeats the first answer, or refuses what is no repeat. */
  #answerAgain(first: RememberedAnswer, again: Purchase): CheckoutAnswer {
    const { outcome } = first;
    const orderId = 'refusal' in outcome ? undefined : outcome.orderId;
    if (isRepeat(first, orderId !== undefined, again)) return this.#repeatAnswer(outcome);
    return this.#refuseMismatch(again, orderId);
  }

  /** The same for a checkout whose answer is still awaited. */
  async #awaitAnswer(
    { purchase: first, answered }: Running,
    again: Purchase,
  ): Promise<CheckoutAnswer> {
    // As long as it has no answer, it may become an order that empties the cart.
    if (!isRepeat(first, true, again)) return this.#refuseMismatch(again);
    const answer = await answered;
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
}

function isTransient(answer: CheckoutAnswer): boolean {
  return !answer.ok && TRANSIENT_REFUSALS.has(answer.refusal.code);
}

function outcomeOf(answer: CheckoutAnswer): Outcome {
  if (!answer.ok) {
    const { refusal } = answer;
    return refusal.code === 'empty-cart' ? EMPTY_CART : { refusal: structuredClone(refusal) };
  }
  const { orderId, state, lines } = answer.order;
  return { orderId, state, status: lines[0]?.status ?? 'reserved' };
}

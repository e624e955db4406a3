import type { Refusal } from '../../machines/index.ts';
import { IDEMPOTENCY_WINDOW_MS, MAX_EVICTIONS_PER_TURN } from '../base/limits.ts';
import { type Answer, refused } from '../commands/answer.ts';
import type { OrderPart } from '../orders/orderPart.ts';
import { type Order, placedView } from '../orders/orderView.ts';
import type { Engine } from '../runtime/engine.ts';
import type { Part } from '../runtime/part.ts';
import { answerRecord, type Outcome } from '../schema/answer.ts';
import type { Store } from '../store/store.ts';

export type CheckoutAnswer = Answer<{ order: Order }>;

/** One purchase of one user. */
export interface Purchase {
  readonly userId: string;
  readonly key: string;
}

interface Entry {
  readonly purchase: Purchase;
  /** When the checkout began, epoch milliseconds. */
  readonly at: number;
  state: Promise<CheckoutAnswer> | Outcome;
}

/** The refusals that say nothing about the cart: a retry deserves a fresh answer. */
const PASSING: ReadonlySet<Refusal['code']> = new Set(['closed', 'overloaded', 'unknown-user']);

export interface IdempotencyOptions {
  readonly engine: Engine;
  readonly store: Store;
  readonly orders: OrderPart;
}

/**
 * Remembers the outcome of each checkout with an idempotency key, so that a client that lost its
 * connection and tries again gets the same answer and not a second order. Keys belong to a user.
 */
export class Idempotency implements Part {
  readonly name = 'idempotency';
  /** In the order in which they began, which is the order in which they are dropped. */
  readonly #entries = new Map<string, Entry>();
  readonly #options: IdempotencyOptions;

  constructor(options: IdempotencyOptions) {
    this.#options = options;
  }

  load(): void {
    const entries: Entry[] = [];
    for (const [[, userId, key], { at, outcome }] of answerRecord.range(this.#options.store)) {
      entries.push({ purchase: { userId, key }, at, state: outcome });
    }
    for (const entry of entries.sort((a, b) => a.at - b.at)) {
      this.#entries.set(nameOf(entry.purchase), entry);
    }
  }

  /**
   * Runs `checkout` unless it has run, or runs now, under this key. A throw is not remembered.
   *
   * @param checkout has to call {@link Idempotency.concluded} within its turn.
   */
  async once(purchase: Purchase, checkout: () => Promise<CheckoutAnswer>): Promise<CheckoutAnswer> {
    const name = nameOf(purchase);
    const known = this.#entries.get(name);
    if (known !== undefined && !this.#isOld(known)) {
      if (!(known.state instanceof Promise)) return this.#restore(known.state);
      return structuredClone(await known.state);
    }
    // The entry stands before the checkout begins, since handlers of its facts may use the key, too.
    let begin: (running: Promise<CheckoutAnswer>) => void = () => {};
    const answered = new Promise<CheckoutAnswer>((resolve) => {
      begin = resolve;
    });
    const entry: Entry = { purchase, at: this.#options.engine.now(), state: answered };
    this.#entries.delete(name);
    this.#entries.set(name, entry);
    begin(checkout());
    try {
      const answer = await answered;
      if (isPassing(answer)) this.#entries.delete(name);
      else entry.state = outcomeOf(answer);
      return answer;
    } catch (error) {
      this.#entries.delete(name);
      throw error;
    }
  }

  /** The checkout's turn ends with this answer: it is kept with everything else of the turn. */
  concluded({ userId, key }: Purchase, answer: CheckoutAnswer): void {
    if (isPassing(answer)) return;
    const { engine } = this.#options;
    engine.stageIfDurable(() => {
      const record = { at: engine.now(), outcome: outcomeOf(answer) };
      return answerRecord.put(answerRecord.key(userId, key), record);
    });
    this.#forgetOld();
  }

  /** The first answer again, from its outcome. */
  #restore(outcome: Outcome): CheckoutAnswer {
    if ('refusal' in outcome) return refused(structuredClone(outcome.refusal));
    const { engine, orders } = this.#options;
    const snapshot = engine.directory.peek(orders.kind, outcome.orderId);
    if (snapshot === undefined) throw new Error(`order ${outcome.orderId} has vanished`);
    return { ok: true, order: placedView(snapshot, outcome) };
  }

  /** A few at a time: a burst of a day ago must not come back as one long turn. */
  #forgetOld(): void {
    let left = MAX_EVICTIONS_PER_TURN;
    for (const [name, entry] of this.#entries) {
      if (left-- === 0 || !this.#isOld(entry)) return;
      this.#entries.delete(name);
      const { userId, key } = entry.purchase;
      this.#options.engine.stageIfDurable(() => answerRecord.delete(answerRecord.key(userId, key)));
    }
  }

  #isOld({ at }: Entry): boolean {
    return at <= this.#options.engine.now() - IDEMPOTENCY_WINDOW_MS;
  }
}

function nameOf({ userId, key }: Purchase): string {
  return JSON.stringify([userId, key]);
}

function isPassing(answer: CheckoutAnswer): boolean {
  return !answer.ok && PASSING.has(answer.refusal.code);
}

function outcomeOf(answer: CheckoutAnswer): Outcome {
  if (!answer.ok) return { refusal: structuredClone(answer.refusal) };
  const { orderId, state, lines } = answer.order;
  return { orderId, state, status: lines[0]?.status ?? 'reserved' };
}

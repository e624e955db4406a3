import type { Refusal } from '../../machines/index.ts';
import { IDEMPOTENCY_WINDOW_MS, MAX_EVICTIONS_PER_TURN } from '../base/limits.ts';
import type { Answer } from '../commands/answer.ts';
import type { Order, OrderReceipt } from '../orders/orderView.ts';
import type { Change, Store } from '../store/store.ts';

export type CheckoutAnswer = Answer<{ order: Order }>;

/** A checkout's answer, small enough to keep: the order itself is kept elsewhere. */
export type Outcome = ({ readonly orderId: string } & OrderReceipt) | { readonly refusal: Refusal };

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

const ANSWER = 'answer';

export interface IdempotencyOptions {
  readonly now: () => number;
  /** Makes the first answer again from its outcome. */
  readonly restore: (outcome: Outcome) => CheckoutAnswer;
  /** Adds to the turn under way what a shop that is opened again needs. */
  readonly keep: (change: () => Change) => void;
}

/**
 * Remembers what each checkout with an idempotency key came to, so that a client that lost its
 * connection and tries again gets the same answer and not a second order. Keys belong to a user.
 */
export class Idempotency {
  /** In the order in which they began, which is the order in which they are forgotten. */
  readonly #entries = new Map<string, Entry>();
  readonly #options: IdempotencyOptions;

  constructor(options: IdempotencyOptions) {
    this.#options = options;
  }

  /** Fills an empty memory with what is kept. */
  load(store: Store): void {
    const entries: Entry[] = [];
    for (const [[, userId, key], value] of store.range({ prefix: [ANSWER] })) {
      const [at, state] = JSON.parse(value) as [number, Outcome];
      entries.push({ purchase: { userId: String(userId), key: String(key) }, at, state });
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
      if (!(known.state instanceof Promise)) return this.#options.restore(known.state);
      return structuredClone(await known.state);
    }
    // The entry stands before the checkout begins, since handlers of its facts may use the key, too.
    let begin: (running: Promise<CheckoutAnswer>) => void = () => {};
    const answered = new Promise<CheckoutAnswer>((resolve) => {
      begin = resolve;
    });
    const entry: Entry = { purchase, at: this.#options.now(), state: answered };
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
    const { keep, now } = this.#options;
    if (isPassing(answer)) return;
    keep(() => {
      const value = JSON.stringify([now(), outcomeOf(answer)]);
      return { op: 'put', key: [ANSWER, userId, key], value };
    });
    this.#forgetOld();
  }

  /** A few at a time: a burst of a day ago must not come back as one long turn. */
  #forgetOld(): void {
    let left = MAX_EVICTIONS_PER_TURN;
    for (const [name, entry] of this.#entries) {
      if (left-- === 0 || !this.#isOld(entry)) return;
      this.#entries.delete(name);
      const { userId, key } = entry.purchase;
      this.#options.keep(() => ({ op: 'delete', key: [ANSWER, userId, key] }));
    }
  }

  #isOld({ at }: Entry): boolean {
    return at <= this.#options.now() - IDEMPOTENCY_WINDOW_MS;
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

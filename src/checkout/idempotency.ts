import type { Refusal } from '../../machines/index.ts';
import type { Answer } from '../answer.ts';
import { IDEMPOTENCY_WINDOW_MS } from '../limits.ts';
import type { Order, Placed } from '../orders/orderView.ts';

export type CheckoutAnswer = Answer<{ order: Order }>;

/** A checkout's answer, small enough to keep: the order itself is kept elsewhere. */
export type Outcome = ({ readonly orderId: string } & Placed) | { readonly refusal: Refusal };

interface Entry {
  /** When the checkout began, epoch milliseconds. */
  readonly at: number;
  state: Promise<CheckoutAnswer> | Outcome;
}

/** The refusals that say nothing about the cart: a retry deserves a fresh answer. */
const PASSING: ReadonlySet<Refusal['code']> = new Set(['closed', 'overloaded', 'unknown-user']);

/**
 * Remembers what each checkout with an idempotency key came to, so that a client that lost its
 * connection and tries again gets the same answer and not a second order. Keys belong to a user.
 */
export class Idempotency {
  /** In the order in which they began, which is the order in which they are forgotten. */
  readonly #entries = new Map<string, Entry>();
  readonly #now: () => number;
  readonly #restore: (outcome: Outcome) => CheckoutAnswer;

  /** @param restore makes the first answer again from its outcome. */
  constructor({
    now,
    restore,
  }: { now: () => number; restore: (outcome: Outcome) => CheckoutAnswer }) {
    this.#now = now;
    this.#restore = restore;
  }

  /** Runs `checkout` unless it has run, or runs now, under this key. A throw is not remembered. */
  async once(
    { userId, key }: { userId: string; key: string },
    checkout: () => Promise<CheckoutAnswer>,
  ): Promise<CheckoutAnswer> {
    this.#forgetOld();
    const name = JSON.stringify([userId, key]);
    const known = this.#entries.get(name);
    if (known !== undefined) {
      if (!(known.state instanceof Promise)) return this.#restore(known.state);
      return structuredClone(await known.state);
    }
    // The entry stands before the checkout begins, since handlers of its facts may use the key, too.
    let begin: (running: Promise<CheckoutAnswer>) => void = () => {};
    const answered = new Promise<CheckoutAnswer>((resolve) => {
      begin = resolve;
    });
    const entry: Entry = { at: this.#now(), state: answered };
    this.#entries.set(name, entry);
    begin(checkout());
    try {
      const answer = await answered;
      if (!answer.ok && PASSING.has(answer.refusal.code)) this.#entries.delete(name);
      else entry.state = outcomeOf(answer);
      return answer;
    } catch (error) {
      this.#entries.delete(name);
      throw error;
    }
  }

  #forgetOld(): void {
    const oldest = this.#now() - IDEMPOTENCY_WINDOW_MS;
    for (const [name, { at }] of this.#entries) {
      if (at > oldest) return;
      this.#entries.delete(name);
    }
  }
}

function outcomeOf(answer: CheckoutAnswer): Outcome {
  if (!answer.ok) return { refusal: structuredClone(answer.refusal) };
  const { orderId, state, lines } = answer.order;
  return { orderId, state, status: lines[0]?.status ?? 'reserved' };
}

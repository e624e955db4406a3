import { DEFAULT_LIMITS } from '../../base/shopLimits.ts';
import { BrokenRule } from './brokenRule.ts';
import type { Answered } from './command.ts';
import type { RunOptions } from './runPlan.ts';
import type { Call } from './sessionRules.ts';

/** The order that the first checkout with an idempotency key has bought. */
interface Purchase {
  readonly orderId: string;
  /** When it was bought, epoch milliseconds. */
  readonly at: number;
}

/** More keys than the users of a run have together. */
const KEPT_KEYS = 100;

/** Expects that a user who repeats an idempotency key within its window gets the same order. */
export class OncePerKey {
  readonly #windowMs: number;
  /** False when so few keys are remembered that one may be forgotten within its window. */
  readonly #isChecked: boolean;
  readonly #purchases = new Map<string, Purchase>();

  constructor(options: RunOptions) {
    const { idempotencyWindowMs, maxIdempotencyKeys, maxIdempotencyKeysPerUser } = {
      ...DEFAULT_LIMITS,
      ...options,
    };
    this.#windowMs = idempotencyWindowMs;
    this.#isChecked = Math.min(maxIdempotencyKeys, maxIdempotencyKeysPerUser) >= KEPT_KEYS;
  }

  /** @param now the time of the shop, epoch milliseconds. */
  answered(call: Call, answer: Answered | undefined, now: number): void {
    const { key } = call.command;
    if (!this.#isChecked || key === undefined || !answer?.ok) return;
    const { orderId = '' } = answer.order ?? {};
    const first = this.#purchases.get(key);
    if (first === undefined || now - first.at >= this.#windowMs) {
      this.#purchases.set(key, { orderId, at: call.sentAt });
    } else if (first.orderId !== orderId) {
      const orders = `${first.orderId} and ${orderId}`;
      throw new BrokenRule('idempotency', new Error(`the key '${key}' has bought ${orders}`));
    }
  }
}

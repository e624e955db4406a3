import assert from 'node:assert/strict';
import { DEFAULT_LIMITS } from '../../src/base/shopLimits.ts';
import type { Answered } from '../../src/testing/simulation/command.ts';
import { expectSame } from '../../src/testing/simulation/expectSame.ts';
import type { Call, SessionRules, SessionView } from '../../src/testing/simulation/sessionRules.ts';
import { expectAnswer, expectMismatch, linesIn, type Purchase, repeats } from './expectations.ts';

/** What is known of a call of a checkout with an idempotency key. */
interface KeyedCall {
  /** The earlier checkout with the same idempotency key. */
  original: Purchase | undefined;
  /** Those of the user's cart before it. */
  readonly lines: string;
  /** True when it has bought the cart. */
  hasOrder: boolean;
}

/**
 * What answers a checkout with an idempotency key gets, by a model of the idempotency of the standard charts. Expects of
 * all answers that they are durable, and of refusals that they have changed nothing.
 */
export class KeyedCheckouts implements SessionRules {
  /** By user and idempotency key: `user key`. */
  readonly purchases = new Map<string, Purchase>();
  readonly #unanswered = new Map<Call, KeyedCall>();

  /** Another session begins: nobody waits for the answers of the one before. */
  beginSession(): void {
    this.#unanswered.clear();
  }

  /** Undoes everything after a batch, as a crash does. */
  undone(number: number): void {
    for (const [name, { batch }] of this.purchases) if (batch > number) this.purchases.delete(name);
  }

  calling(call: Call, { shop }: SessionView): void {
    const { key = '' } = call.command;
    const original = this.#originalOf(key, call.sentAt);
    const lines = key === '' || call.isAfterCrash ? '' : linesIn(shop, userOf(key));
    this.#unanswered.set(call, { original, lines, hasOrder: false });
  }

  called(call: Call, { history }: SessionView): void {
    const keyed = this.#unanswered.get(call) as KeyedCall;
    const { batch, batchBefore, sentAt } = call;
    const { key = '' } = call.command;
    const after = history.checkpoints[batch]?.state?.carts[userOf(key)]?.lines ?? [];
    keyed.hasOrder = keyed.lines !== '' && after.length === 0;
    const { original } = keyed;
    if (original !== undefined && batch > batchBefore && mayBeForgotten(original, sentAt)) {
      // It is forgotten before its caller has heard the answer.
      keyed.original = undefined;
    }
    if (keyed.original !== undefined) {
      expectSame(batch, batchBefore, 'batches of a repeated checkout');
    } else if (key !== '' && batch > batchBefore) {
      const { lines, hasOrder } = keyed;
      this.purchases.set(key, { batchBefore, batch, at: sentAt, lines, hasOrder });
    }
  }

  ended(call: Call, outcome: string): void {
    // An answer is still to be checked.
    if (outcome === 'rejected' || call.isAfterEnd) this.#unanswered.delete(call);
  }

  answered(
    call: Call,
    answer: Answered | undefined,
    { history, durable: last }: SessionView,
  ): boolean {
    const { original, lines } = this.#unanswered.get(call) as KeyedCall;
    this.#unanswered.delete(call);
    const { command } = call;
    const { batchBefore, batch } = original ?? call;
    // What the cart has then is not read: nobody hears the answer.
    if (original !== undefined && call.isAfterCrash) return true;
    if (original !== undefined && !repeats(original, lines)) {
      expectMismatch(answer, command.key ?? '', original);
      return true;
    }
    const durable = history.checkpoints.slice(0, last + 1);
    const isKept = command.isKept === undefined ? batch in durable : durable.some(command.isKept);
    assert(isKept, `${command.text} was answered before it was durable`);
    if (answer === undefined) return true;
    const after = history.checkpoints[batch]?.state;
    const previous = history.checkpoints[batchBefore]?.state;
    assert(after !== undefined && previous !== undefined, `no state after batch ${batch}`);
    expectAnswer(answer, after, previous);
    const { replayed, ...first } = answer;
    // That of an unknown user is not remembered: whether it is repeated depends on when it is asked for again.
    const isKnown = answer.ok || answer.refusal.code !== 'unknown-user';
    if (isKnown) expectSame(replayed, original && true, 'whether the answer is replayed');
    const purchase = original ?? this.purchases.get(command.key ?? '');
    if (purchase?.batch !== batch) return true;
    if (purchase.answer !== undefined) expectSame(first, purchase.answer, 'the first answer');
    purchase.answer = structuredClone(first);
    return true;
  }

  /** The checkout whose answer another one with this key gets: a running or a remembered one. */
  #originalOf(key: string, now: number): Purchase | undefined {
    if (key === '') return undefined;
    const known = this.purchases.get(key);
    const running = [...this.#unanswered].find(
      ([{ command, isAfterEnd }]) => command.key === key && !isAfterEnd,
    );
    if (known !== undefined) {
      // One that waits for the store is repeated however long that takes.
      return running !== undefined || isRemembered(known, now) ? known : undefined;
    }
    if (running === undefined) return undefined;
    const [{ batch, batchBefore }, { original, lines, hasOrder }] = running;
    return original ?? { batch, batchBefore, lines, hasOrder, at: now };
  }
}

function userOf(key: string): string {
  return key.split(' ')[0] ?? '';
}

/** True of a checkout of a user who was unknown, and of one that has waited for the store for too long. */
function mayBeForgotten(purchase: Purchase, now: number): boolean {
  return purchase.batch === purchase.batchBefore || !isRemembered(purchase, now);
}

/** True while an answered checkout is remembered. */
function isRemembered({ at, hasOrder }: Purchase, now: number): boolean {
  const { idempotencyWindowMs, refusedIdempotencyWindowMs } = DEFAULT_LIMITS;
  return now - at < (hasOrder ? idempotencyWindowMs : refusedIdempotencyWindowMs);
}

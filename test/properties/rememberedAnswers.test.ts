import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerName, RememberedAnswers } from '../../src/checkout/rememberedAnswers.ts';
import type { Outcome } from '../../src/schema/answer.ts';
import { runs } from './runs.ts';

const REFUSED: Outcome = { refusal: { code: 'empty-cart' } };
const ACCEPTED: Outcome = { orderId: 'o', state: 'pending', status: 'reserved' };
const LIMITS = {
  idempotencyWindowMs: 100,
  refusedIdempotencyWindowMs: 30,
  maxIdempotencyKeysPerUser: 4,
  maxIdempotencyKeys: 7,
};

interface Known {
  readonly userId: string;
  readonly key: string;
  readonly isRefused: boolean;
  at: number;
}

/** Every rule as a pass over a list. */
class Model {
  known: Known[] = [];
  now = 1_000_000;

  add(answer: Omit<Known, 'at'>): void {
    this.known = this.known.filter((it) => !isSame(it, answer));
    this.known.push({ ...answer, at: this.now });
  }

  isExpired({ at, isRefused }: Known): boolean {
    const { idempotencyWindowMs, refusedIdempotencyWindowMs } = LIMITS;
    return at <= this.now - (isRefused ? refusedIdempotencyWindowMs : idempotencyWindowMs);
  }

  forget(): void {
    this.known = this.known.filter((it) => !this.isExpired(it));
    for (const userId of new Set(this.known.map((it) => it.userId))) {
      const isOfUser = (it: Known) => it.userId === userId;
      this.#keep(isOfUser, LIMITS.maxIdempotencyKeysPerUser);
    }
    this.#keep(() => true, LIMITS.maxIdempotencyKeys);
  }

  #keep(isCounted: (it: Known) => boolean, most: number): void {
    const counted = this.known.filter(isCounted);
    const byOrder = [
      ...counted.filter((it) => it.isRefused),
      ...counted.filter((it) => !it.isRefused),
    ];
    const gone = new Set(byOrder.slice(0, Math.max(0, counted.length - most)));
    this.known = this.known.filter((it) => !gone.has(it));
  }
}

function isSame(a: Omit<Known, 'at'>, b: Omit<Known, 'at'>): boolean {
  return a.userId === b.userId && a.key === b.key;
}

const user = fc.constantFrom('ada', 'bob', 'a', '1 a');
const key = fc.constantFrom('k', 'da', 'k2', '', 'x', 'y', 'z');
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ userId: user, key, isRefused: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ passMs: fc.constantFrom(1, 10, 29, 30, 100) }) },
  { weight: 1, arbitrary: fc.record({ jumpMs: fc.integer({ min: -(10 ** 12), max: 10 ** 12 }) }) },
  { weight: 3, arbitrary: fc.constant({ forget: true as const }) },
);

describe('remembered answers', () => {
  it('are those that passes over a list leave, whatever happens in which order', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60, size: 'max' }), (steps) => {
        const model = new Model();
        const answers = new RememberedAnswers(LIMITS);
        const forgetAll = () => {
          for (;;) {
            const next = answers.nextToForget(model.now);
            if (next === undefined) return;
            answers.forget(next);
          }
        };
        for (const it of steps) {
          if ('userId' in it) {
            const { userId, key, isRefused } = it;
            const request = { userId, key, options: 1, lines: 2 };
            answers.add(request, isRefused ? REFUSED : ACCEPTED, model.now);
            model.add(it);
          } else if ('passMs' in it) model.now += it.passMs;
          else if ('jumpMs' in it) {
            model.now += it.jumpMs;
            for (const known of model.known) known.at += it.jumpMs;
            answers.rebase(it.jumpMs);
          } else {
            forgetAll();
            model.forget();
          }
          expect(answers.size).toBe(model.known.length);
          for (const known of model.known) {
            const found = answers.find(answerName(known.userId, known.key), model.now);
            if (model.isExpired(known)) expect(found).toBeUndefined();
            else {
              expect(found).toMatchObject({ options: 1, lines: 2 });
              expect(found?.key).toEqual([known.userId, known.key]);
              expect(found?.outcome).toBe(known.isRefused ? REFUSED : ACCEPTED);
            }
          }
        }
      }),
      { numRuns: runs(1000) },
    );
  });

  it('have names that no other user and key have', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), fc.string(), (user, key, other, last) => {
        const isSame = user === other && key === last;
        expect(answerName(user, key) === answerName(other, last)).toBe(isSame);
      }),
    );
    expect(answerName('a', 'bc')).not.toBe(answerName('ab', 'c'));
    expect(answerName('1 a', 'b')).not.toBe(answerName('a', 'b'));
  });
});

import type { Refusal } from '../../machines/index.ts';
import * as check from '../base/check.ts';
import { recordKind } from './record.ts';
import { list, members } from './shape.ts';

/** What changes about an order later, as it was when its checkout was answered. */
export interface OrderReceipt {
  readonly state: string;
  /** Of all its lines. */
  readonly status: 'reserved' | 'purchased' | 'removed';
}

/** A checkout's answer, small enough to keep: the order has a record of its own. */
export type Outcome = ({ readonly orderId: string } & OrderReceipt) | { readonly refusal: Refusal };

export interface AnswerRecord {
  /** When the checkout was answered, epoch milliseconds. */
  readonly at: number;
  readonly outcome: Outcome;
  /** How far the wall clock had jumped by then, over the lifetime of the store, in milliseconds. */
  readonly clockOffsetMs: number;
}

/** The answer to repeat when a checkout comes again with its idempotency key. */
export const answerRecord = recordKind({
  name: 'idempotency answers',
  prefix: ['answer'],
  elements: [
    { name: 'userId', type: 'string' },
    { name: 'idempotencyKey', type: 'string' },
  ],
  version: 1,
  codec: {
    syntax: 'json',
    encode: ({ at, outcome, clockOffsetMs }: AnswerRecord) =>
      JSON.stringify(clockOffsetMs === 0 ? [at, outcome] : [at, outcome, clockOffsetMs]),
    decode(text): AnswerRecord {
      const [at, outcome, clockOffsetMs = 0] = list('answer', JSON.parse(text)) as readonly [
        number,
        Outcome,
        number?,
      ];
      return { at, outcome, clockOffsetMs };
    },
    check(answer) {
      check.count('at', answer.at);
      if (!Number.isSafeInteger(answer.clockOffsetMs)) {
        throw check.wrongType('clockOffsetMs', 'a whole number', answer.clockOffsetMs);
      }
      const outcome = members('outcome', answer.outcome);
      if (outcome.refusal === undefined) check.id('orderId', outcome.orderId);
      else check.text('refusal.code', members('refusal', outcome.refusal).code);
    },
  },
});

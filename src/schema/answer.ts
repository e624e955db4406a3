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
    encode: ({ at, outcome }: AnswerRecord) => JSON.stringify([at, outcome]),
    decode(text): AnswerRecord {
      const [at, outcome] = list('answer', JSON.parse(text));
      return { at: at as number, outcome: outcome as Outcome };
    },
    check(answer) {
      check.count('at', answer.at);
      const outcome = members('outcome', answer.outcome);
      if (outcome.refusal === undefined) check.id('orderId', outcome.orderId);
      else check.text('refusal.code', members('refusal', outcome.refusal).code);
    },
  },
});

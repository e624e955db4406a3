import type { KeyedRequest, Refusal } from '../../machines/index.ts';
import * as check from '../base/check.ts';
import { jsonForm } from './jsonCodec.ts';
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
  /** What the checkout asked for; undefined in a record of the first version. */
  readonly request?: KeyedRequest;
  /** How far the wall clock had jumped by then, over the lifetime of the store, in milliseconds. */
  readonly clockOffsetMs: number;
}

/** The answer to repeat when a checkout comes again with its idempotency key. */
export const answerRecord = recordKind({
  name: 'idempotency answers',
  prefix: ['answer'],
  elements: [
    { name: 'userId', type: 'string', isShared: true },
    { name: 'idempotencyKey', type: 'string' },
  ],
  version: 2,
  logCode: 13,
  earlier: [{ version: 1, upgrade: 'none needed' }],
  codec: {
    ...jsonForm(({ at, outcome, request, clockOffsetMs }: AnswerRecord) => {
      if (request === undefined) return [at, outcome];
      const { options, lines } = request;
      const written = [at, outcome, options, lines];
      return clockOffsetMs === 0 ? written : [...written, clockOffsetMs];
    }),
    decode(text): AnswerRecord {
      const [at, outcome, options, lines, clockOffsetMs = 0] = list(
        'answer',
        JSON.parse(text),
      ) as readonly [number, Outcome, number?, number?, number?];
      if (options === undefined) return { at, outcome, clockOffsetMs };
      return { at, outcome, request: { options, lines: lines as number }, clockOffsetMs };
    },
    check(answer) {
      check.count('at', answer.at);
      if (!Number.isSafeInteger(answer.clockOffsetMs)) {
        throw check.wrongType('clockOffsetMs', 'a whole number', answer.clockOffsetMs);
      }
      if (answer.request !== undefined) {
        check.count('options', answer.request.options);
        check.count('lines', answer.request.lines);
      }
      const outcome = members('outcome', answer.outcome);
      if (outcome.refusal === undefined) check.id('orderId', outcome.orderId);
      else check.text('refusal.code', members('refusal', outcome.refusal).code);
    },
  },
});

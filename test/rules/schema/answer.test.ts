import { describe, expect, it } from 'vitest';
import { answerRecord } from '../../../src/schema/answer.ts';

const key = answerRecord.key('ada', 'k');
const outcome = { orderId: 'o', state: 'pending', status: 'reserved' } as const;

describe('the record of an answer', () => {
  it('says when it was given, what it was, and what was asked for', () => {
    const request = { options: 0, lines: 7 };
    const answer = { at: 5, outcome, request, clockOffsetMs: 0 };
    const text = answerRecord.encode(answer);
    expect(JSON.parse(text)).toEqual([5, outcome, 0, 7]);
    expect(answerRecord.read(text, key)).toEqual(answer);
    const jumped = { ...answer, clockOffsetMs: -9 };
    expect(answerRecord.read(answerRecord.encode(jumped), key)).toEqual(jumped);
  });

  it('of the first version does not say what was asked for', () => {
    const text = JSON.stringify([5, { refusal: { code: 'empty-cart' } }]);
    const answer = answerRecord.read(text, key);
    expect(answer).toEqual({
      at: 5,
      outcome: { refusal: { code: 'empty-cart' } },
      clockOffsetMs: 0,
    });
    expect(answerRecord.encode(answer)).toBe(text);
  });

  it.each([
    [[5, outcome, -1, 7], 'options: expected a non-negative safe integer, got -1'],
    [[5, outcome, '0', 7], "options: expected a non-negative safe integer, got '0'"],
    [[5, outcome, 0], 'lines: expected a non-negative safe integer, got undefined'],
    [[5, outcome, 0, 7, 1.5], 'clockOffsetMs: expected a whole number, got 1.5'],
    [[5, outcome, 0, 1.5], 'lines: expected a non-negative safe integer, got 1.5'],
  ])('%j cannot be read', (record, message) => {
    expect(() => answerRecord.read(JSON.stringify(record), key)).toThrow(message);
  });
});

import { describe, expect, it } from 'vitest';
import { backoffMs } from '../../../machines/index.ts';
import { type FailedAttempt, nextAttempt } from '../../../machines/rules/deliveryRules.ts';

const TERMS = { baseMs: 1000, maxMs: 60_000, maxAttempts: 3 };
const FAILED: FailedAttempt = { attempts: 1, now: 5000, deadline: 9000, random: 1 };

describe('a message that has failed alone', () => {
  it('is tried again after a time that grows with its attempts', () => {
    expect(nextAttempt(TERMS, FAILED)).toEqual({ dueAt: 6000 });
    expect(nextAttempt(TERMS, { ...FAILED, attempts: 2 })).toEqual({ dueAt: 7000 });
    expect(nextAttempt(TERMS, { ...FAILED, random: 0.1 })).toEqual({ dueAt: 5100 });
  });

  it('is not tried earlier than its receiver wants', () => {
    expect(nextAttempt(TERMS, { ...FAILED, retryAfterMs: 3000 })).toEqual({ dueAt: 8000 });
  });

  it('is given up after as many attempts as there may be', () => {
    const givenUp = 'given up after 3 attempts';
    expect(nextAttempt(TERMS, { ...FAILED, attempts: 3 })).toEqual({ givenUp });
  });

  it('is given up when the next attempt would be too late', () => {
    const givenUp = 'no time is left for another attempt';
    expect(nextAttempt(TERMS, { ...FAILED, retryAfterMs: 3999 })).toEqual({ dueAt: 8999 });
    expect(nextAttempt(TERMS, { ...FAILED, retryAfterMs: 4000 })).toEqual({ givenUp });
    const deadline = Number.POSITIVE_INFINITY;
    expect(nextAttempt(TERMS, { ...FAILED, deadline, retryAfterMs: 1e9 })).toEqual({
      dueAt: 1e9 + 5000,
    });
  });
});

describe('the wait after failures', () => {
  it('is a whole number of milliseconds up to the maximum, after any number of them', () => {
    for (const failures of [1, 2, 7, 61, 1000, Number.MAX_SAFE_INTEGER]) {
      for (const random of [0, 0.001, 0.5, 1]) {
        const waitMs = backoffMs({ baseMs: 10, maxMs: 70 }, failures, random);
        expect(Number.isInteger(waitMs)).toBe(true);
        expect(waitMs).toBeGreaterThanOrEqual(1);
        expect(waitMs).toBeLessThanOrEqual(70);
      }
    }
  });

  it('is no longer than the maximum where that is all that a number can be', () => {
    const maxMs = Number.MAX_SAFE_INTEGER;
    expect(backoffMs({ baseMs: maxMs, maxMs }, 100, 1)).toBe(maxMs);
  });

  it('has no part of a millisecond, whatever the receiver wants', () => {
    expect(backoffMs({ baseMs: 10, maxMs: 70 }, 1, 0, 99.2)).toBe(100);
  });
});

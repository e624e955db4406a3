import { describe, expect, test } from 'vitest';
import type { SaleFigures } from '../../../bench/sale/saleFigures.ts';
import { exitCodeOf, type Verdict, verdict } from '../../../bench/sale/verdict.ts';

const HELD = { asked: 100, held: 100, share: 1, missed: 0 };

/** The figures that a verdict depends on. */
function figuresOf(change: Partial<SaleFigures>): SaleFigures {
  const good: Partial<SaleFigures> = {
    seconds: 30,
    checkouts: HELD,
    requests: { ...HELD, asked: 500, held: 500 },
    lagAtEndMs: 1,
    errors: { count: 0, first: null },
    unanswered: 0,
    audit: { ok: true, problems: [] },
  };
  return { ...good, ...change } as SaleFigures;
}

const GOOD: Verdict = { failures: [], missedRates: [] };

describe('a run', () => {
  test('that held the rate and passes the audit is good', () => {
    expect(verdict(figuresOf({}))).toEqual(GOOD);
    const barely = figuresOf({ checkouts: { ...HELD, share: 0.99 }, lagAtEndMs: 100 });
    expect(verdict(barely)).toEqual(GOOD);
  });

  test.each([
    [
      'that held less than 99 % of the checkouts',
      { checkouts: { ...HELD, held: 98.9, share: 0.989 } },
      'rate missed: held 98.9 of 100 checkouts per second (98.9 %, at least 99.0 % expected); 0 never issued',
    ],
    [
      'that held less than 99 % of the requests',
      { requests: { ...HELD, held: 50, share: 0.5 } },
      'rate missed: held 50 of 100 requests per second (50.0 %, at least 99.0 % expected); 0 never issued',
    ],
    [
      'that never issued a request',
      { requests: { ...HELD, share: 0.999, missed: 1 } },
      'rate missed: held 100 of 100 requests per second (99.9 %, at least 99.0 % expected); 1 never issued',
    ],
    [
      'that was behind when it ended',
      { lagAtEndMs: 101 },
      'rate missed: the run was 101 ms behind at its end (at most 100 ms expected)',
    ],
  ])('%s has missed its rate, and says by how much', (_case, change, line) => {
    expect(verdict(figuresOf(change))).toEqual({ failures: [], missedRates: [line] });
  });

  test.each([
    [
      'with failed requests',
      { errors: { count: 2, first: 'no disk' } },
      '2 requests failed, the first with: no disk',
    ],
    ['with requests that were never answered', { unanswered: 3 }, '3 requests were never answered'],
    [
      'whose audit found a problem',
      { audit: { ok: false, problems: ['one is lost', 'two are lost'] } },
      'the audit found 2 problems, the first: one is lost',
    ],
    [
      'that measured nothing',
      { seconds: 0 },
      'nothing was measured: the run was ended in its warm-up',
    ],
  ])('%s has failed, and says why', (_case, change, line) => {
    expect(verdict(figuresOf(change))).toEqual({ failures: [line], missedRates: [] });
  });

  test('is held to the criterion that is given', () => {
    const figures = figuresOf({ checkouts: { ...HELD, share: 0.5 }, lagAtEndMs: 900 });
    expect(verdict(figures).missedRates).toHaveLength(2);
    expect(verdict(figures, { minHeldShare: 0.5, maxLagAtEndMs: 900 })).toEqual(GOOD);
  });
});

describe('the exit code', () => {
  const slow = verdict(figuresOf({ lagAtEndMs: 5000 }));
  const wrong = verdict(figuresOf({ audit: { ok: false, problems: ['one is lost'] } }));

  test('is 0 for a missed rate, unless the rate is required', () => {
    expect([exitCodeOf(slow, false), exitCodeOf(slow, true)]).toEqual([0, 1]);
    expect([exitCodeOf(GOOD, false), exitCodeOf(GOOD, true)]).toEqual([0, 0]);
  });

  test('is 1 for a failure, whatever the rate', () => {
    expect([exitCodeOf(wrong, false), exitCodeOf(wrong, true)]).toEqual([1, 1]);
  });
});

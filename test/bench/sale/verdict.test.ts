import { describe, expect, test } from 'vitest';
import type { SaleFigures } from '../../../bench/sale/saleFigures.ts';
import { verdict } from '../../../bench/sale/verdict.ts';

const HELD = { asked: 100, held: 100, share: 1, missed: 0 };

/** What a verdict looks at. */
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

describe('a run', () => {
  test('that held the rate and passes the audit is good', () => {
    expect(verdict(figuresOf({}))).toEqual([]);
    expect(verdict(figuresOf({ checkouts: { ...HELD, share: 0.99 }, lagAtEndMs: 100 }))).toEqual(
      [],
    );
  });

  test.each([
    [
      'that held less than 99 % of the checkouts',
      { checkouts: { ...HELD, held: 98.9, share: 0.989 } },
      'rate missed: 98.9 of 100 checkouts a second were held (98.9 %, expected 99.0 %), 0 were never issued',
    ],
    [
      'that held less than 99 % of the requests',
      { requests: { ...HELD, held: 50, share: 0.5 } },
      'rate missed: 50 of 100 requests a second were held (50.0 %, expected 99.0 %), 0 were never issued',
    ],
    [
      'that never issued a request',
      { requests: { ...HELD, share: 0.999, missed: 1 } },
      'rate missed: 100 of 100 requests a second were held (99.9 %, expected 99.0 %), 1 were never issued',
    ],
    [
      'that was behind when it ended',
      { lagAtEndMs: 101 },
      'rate missed: the run was 101 ms behind at its end (expected at most 100 ms)',
    ],
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
  ])('%s is complained of, by what went wrong', (_case, change, line) => {
    expect(verdict(figuresOf(change))).toEqual([line]);
  });

  test('is held to what is asked of it', () => {
    const figures = figuresOf({ checkouts: { ...HELD, share: 0.5 }, lagAtEndMs: 900 });
    expect(verdict(figures)).toHaveLength(2);
    expect(verdict(figures, { minHeldShare: 0.5, maxLagAtEndMs: 900 })).toEqual([]);
  });
});

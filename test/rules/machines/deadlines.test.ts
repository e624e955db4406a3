import { describe, expect, it } from 'vitest';
import { moveDeadlines } from '../../../machines/index.ts';

describe('the deadlines of a context, when the clock jumps', () => {
  it('move by as much, and nothing else does', () => {
    const context = { shipBy: 5, payBy: 7, number: 9 };
    expect(moveDeadlines(context, ['shipBy', 'payBy'], 10)).toEqual({
      shipBy: 15,
      payBy: 17,
      number: 9,
    });
    expect(context).toEqual({ shipBy: 5, payBy: 7, number: 9 });
  });

  it('stay as they are if they are not set, or no whole number', () => {
    const context = { shipBy: 5, payBy: null, callBy: 'tomorrow', eatBy: 0.5 };
    const names = ['shipBy', 'payBy', 'callBy', 'eatBy', 'missing'];
    expect(moveDeadlines(context, names, 10)).toStrictEqual({ ...context, shipBy: 15 });
  });

  it('leave the context itself if it has none of them', () => {
    const context = { payBy: null };
    expect(moveDeadlines(context, ['payBy', 'missing'], 10)).toBe(context);
  });
});

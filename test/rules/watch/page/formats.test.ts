import { describe, expect, it } from 'vitest';
import {
  formatBytes,
  formatCompact,
  formatCount,
  formatRate,
} from '../../../../src/watch/page/format/numbers.ts';
import {
  formatAge,
  formatDuration,
  formatTime,
  isoTime,
} from '../../../../src/watch/page/format/times.ts';

describe('a number is shown', () => {
  it.each([
    [0, '0', '0'],
    [9999, '9,999', '9,999'],
    [10_000, '10,000', '10K'],
    [12_345, '12,345', '12.3K'],
    [1_234_567, '1,234,567', '1.2M'],
  ])('%d', (count, all, compact) => {
    expect(formatCount(count)).toBe(all);
    expect(formatCompact(count)).toBe(compact);
  });

  it.each([
    [0, '0'],
    [0.01, '<0.1'],
    [0.34, '0.3'],
    [9.94, '9.9'],
    [9.96, '10'],
    [4812.4, '4,812'],
    [12_340, '12.3K'],
  ])('%d a second', (rate, text) => {
    expect(formatRate(rate)).toBe(text);
  });

  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1 kB'],
    [999_600, '1 MB'],
    [1_234_000_000, '1.23 GB'],
  ])('%d bytes', (count, text) => {
    expect(formatBytes(count)).toBe(text);
  });
});

describe('a time is shown', () => {
  it.each([
    [-1, '0 ms'],
    [0, '0 ms'],
    [0.1234, '0.12 ms'],
    [12.34, '12.3 ms'],
    [999.4, '999 ms'],
    [999.6, '1 s'],
    [12_440, '12.4 s'],
    [59_940, '59.9 s'],
    [59_960, '1 min'],
    [60_000, '1 min'],
    [200_000, '3 min 20 s'],
    [7_500_000, '2 h 5 min'],
    [356_400_000, '4 d 3 h'],
  ])('%d ms', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });

  it('in whole seconds while it runs', () => {
    expect(formatAge(8900)).toBe('8 s');
    expect(formatAge(-5)).toBe('0 s');
    expect(formatAge(61_900)).toBe('1 min 1 s');
  });

  it('with the date unless it is today', () => {
    const at = new Date(2026, 4, 7, 16, 5, 9).getTime();
    expect(formatTime(at, at + 1000)).toBe('16:05:09');
    expect(formatTime(at, at + 24 * 3_600_000)).toMatch(/May 7, 2026.*16:05:09/);
  });

  it('as a dash if it is no time of a calendar', () => {
    expect(formatTime(Number.MAX_VALUE, 0)).toBe('–');
    expect(isoTime(Number.MAX_VALUE)).toBeUndefined();
    expect(isoTime(0)).toBe('1970-01-01T00:00:00.000Z');
  });
});

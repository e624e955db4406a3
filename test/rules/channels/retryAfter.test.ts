import { describe, expect, it } from 'vitest';
import { retryAfter } from '../../../src/channels/http/retryAfter.ts';

const NOW = Date.UTC(1994, 10, 6, 8, 49, 30);
const DAY_MS = 24 * 60 * 60 * 1000;

describe('Retry-After', () => {
  it.each([
    ['0', 0],
    ['7', 7000],
    [' 120 ', 120_000],
    ['86400', DAY_MS],
    ['86401', DAY_MS],
    ['9'.repeat(400), DAY_MS],
  ])('of %j is seconds, at most a day', (header, ms) => {
    expect(retryAfter(header, NOW)).toBe(ms);
  });

  it.each([
    ['Sun, 06 Nov 1994 08:49:37 GMT', 7000],
    ['Sunday, 06-Nov-94 08:49:37 GMT', 7000],
    ['Sun Nov  6 08:49:37 1994', 7000],
    ['Sun, 06 Nov 1994 08:49:00 GMT', 0],
    ['Mon, 06 Nov 2034 08:49:37 GMT', DAY_MS],
  ])('of %j is a date, from now to a day on', (header, ms) => {
    expect(retryAfter(header, NOW)).toBe(ms);
  });

  it.each([
    undefined,
    '',
    '-1',
    '1.5',
    '1e3',
    '0x10',
    'soon',
    'tomorrow',
    '2034-11-06T08:49:37Z',
    'Sun, 36 Nov 1994 08:49:37 GMT',
    'Sun, 06 Nov 1994 08:49:37',
    '10, 20',
  ])('of %j is ignored', (header) => {
    expect(retryAfter(header, NOW)).toBeUndefined();
  });
});

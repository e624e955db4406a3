import { describe, expect, test } from 'vitest';
import { bytesText } from '../../../src/terminal/bytesText.ts';
import { columnTable } from '../../../src/terminal/columnTable.ts';
import { expectOk } from '../../../src/terminal/expectOk.ts';
import { numberText, percentText } from '../../../src/terminal/numberText.ts';
import { readChoice, readChoices } from '../../../src/terminal/readChoice.ts';
import { textTable } from '../../../src/terminal/textTable.ts';

describe('a table', () => {
  test('of columns has the first one flush left and all others flush right', () => {
    const rows = [
      ['b', '12'],
      ['longer', ''],
    ];
    expect(columnTable(['name', 'a second'], rows)).toBe(
      'name    a second\nb             12\nlonger',
    );
  });

  test('of labels has its numbers flush right, and texts and notes beside them', () => {
    expect(
      textTable([
        ['store', 'a/b'],
        ['entries', 1234],
        ['users', 7, 'of them'],
      ]),
    ).toBe('store    a/b\nentries  1,234\nusers        7  of them\n');
  });
});

describe('numbers', () => {
  test('have separators, and decimals only if asked for', () => {
    expect([numberText(12_345.6), numberText(12_345.678, 1), numberText(10n ** 18n)]).toEqual([
      '12,346',
      '12,345.7',
      '1,000,000,000,000,000,000',
    ]);
  });

  test('from 0 to 1 are shares in per cent', () => {
    expect([percentText(0.989), percentText(1, 0), percentText(0.12345, 2)]).toEqual([
      ...['98.9 %', '100 %', '12.35 %'],
    ]);
  });

  test('of bytes have the unit in which they are short', () => {
    expect([999, 45_123, 1e9].map(bytesText)).toEqual(['999 bytes', '45.1 kB', '1.00 GB']);
  });
});

describe('a choice', () => {
  test('is one of the words', () => {
    expect(readChoice('--store', 'lmdb', ['memory', 'lmdb'])).toBe('lmdb');
    expect(() => readChoice('--store', 'redis', ['memory', 'lmdb'])).toThrow(
      '--store: expected memory or lmdb, got "redis"',
    );
  });

  test('of several comes in the order of the words, each one once', () => {
    expect(readChoices('--only', 'c, a,c', ['a', 'b', 'c'])).toEqual(['a', 'c']);
    expect(() => readChoices('--only', 'a,d', ['a', 'b', 'c'])).toThrow(
      '--only: expected names of a, b, c; got "d"',
    );
  });
});

describe('an answer that must be good', () => {
  test('is returned', () => {
    const answer = { ok: true as const, order: 1 };
    expect(expectOk(answer)).toBe(answer);
  });

  test('is an error with the refusal if it is not', () => {
    const refused = { ok: false as const, refusal: { code: 'closed' } };
    expect(() => expectOk(refused)).toThrow('the engine has refused: {"code":"closed"}');
  });
});

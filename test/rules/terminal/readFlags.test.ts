import { describe, expect, test } from 'vitest';
import { readFlags } from '../../../src/terminal/readFlags.ts';
import { readDecimal, readInteger } from '../../../src/terminal/readNumber.ts';
import { UsageError } from '../../../src/terminal/usageError.ts';

const OPTIONS = { rate: { type: 'string', default: '5' }, help: { type: 'boolean' } } as const;

/** The one line of the error that `read` throws. */
function complaint(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    expect((error as Error).message).toMatch(/^.+$/);
    return (error as Error).message;
  }
  throw new Error('expected an error');
}

describe('flags', () => {
  test('are read with their values, or their defaults', () => {
    expect(readFlags(['--rate', '7'], OPTIONS).values).toEqual({ rate: '7' });
    expect(readFlags(['--rate=7', '--help'], OPTIONS).values).toEqual({ rate: '7', help: true });
    expect(readFlags([], OPTIONS).values).toEqual({ rate: '5' });
  });

  test.each([
    ['that are unknown', ['--fast'], '--fast'],
    ['without their value', ['--rate'], '--rate'],
    ['whose value looks like a flag', ['--rate', '--help'], '--rate'],
    ['that take no value and get one', ['--help=yes'], '--help'],
    ['given twice', ['--rate=1', '--rate=2'], 'once, got it twice'],
    ['that are words', ['fast'], 'fast'],
  ])('%s are refused in one line', (_case, argv, words) => {
    expect(complaint(() => readFlags(argv, OPTIONS))).toContain(words);
  });

  test('leave words alone where a command takes them', () => {
    const given = readFlags(['a.csv', '--rate=1'], OPTIONS, { allowPositionals: true });
    expect(given.positionals).toEqual(['a.csv']);
  });
});

describe('numbers', () => {
  const range = { min: 1, max: 10 };

  test('within the range are read, both ends included', () => {
    expect(['1', '10', '007'].map((text) => readInteger('--n', text, range))).toEqual([1, 10, 7]);
    expect(['1', '2.5', '10.0'].map((text) => readDecimal('--n', text, range))).toEqual([
      1, 2.5, 10,
    ]);
    expect(readDecimal('--n', '.5', { min: 0, max: 1 })).toBe(0.5);
  });

  test.each(['', ' 1', '0', '11', '-1', '1.5', '1e1', '0x1', 'NaN', 'Infinity', 'ten'])(
    '%j is no whole number from 1 to 10',
    (text) => {
      expect(complaint(() => readInteger('--n', text, range))).toBe(
        `--n: expected a whole number from 1 to 10, got ${JSON.stringify(text)}`,
      );
    },
  );

  test.each(['', '.', '0.99', '10.01', '-1', '1e0', 'NaN', 'Infinity', '1,5'])(
    '%j is no number from 1 to 10',
    (text) => {
      expect(complaint(() => readDecimal('--n', text, range))).toBe(
        `--n: expected a number from 1 to 10, got ${JSON.stringify(text)}`,
      );
    },
  );
});

import { describe, expect, test } from 'vitest';
import { calibratedSaleCommand } from '../../bench/calibratedSale/calibratedSaleCommand.ts';
import { choiceText, chooseRate } from '../../bench/calibratedSale/chooseRate.ts';
import { readArguments } from '../../bench/calibratedSale/readArguments.ts';
import { describeCommandLine } from '../rules/terminal/commandLine.ts';
import { RESULT_FLAGS, RESULT_MISUSE } from './resultFlags.ts';
import { runBuilt } from './runBuilt.ts';
import { sandbox } from './sandbox.ts';

describe('the rate of a sale', () => {
  test.each([
    ['70 % of what the machine can do', 1000, 10_000, 700],
    ['rounded down to two digits', 9876, 10_000, 6900],
    ['not rounded below that', 19, 10_000, 13],
    ['at most the highest one', 20_000, 10_000, 10_000],
    ['the highest one as it is given', 20_000, 1234, 1234],
    ['one at the least', 0.3, 10_000, 1],
  ])('is %s', (_rule, can, highest, chosen) => {
    expect(chooseRate(can, highest)).toBe(chosen);
  });

  test('is said with what was found', () => {
    expect(choiceText(9876, 6900)).toBe(
      'One thread of this machine can do about 9,900 checkouts a second of this sale.\nThe sale asks for 6,900 a second, 70 % of that.\n',
    );
    expect(choiceText(20_000, 10_000)).toContain('10,000 a second, 50 % of that');
  });
});

test('the sale is that of ten seconds with at most 10,000 checkouts a second', () => {
  expect(readArguments([])).toMatchObject({
    settings: { tps: 10_000, seconds: 10, users: 100_000, products: 100_000, store: 'memory' },
    warmUpMs: 5000,
    requiresRate: false,
  });
});

test('a run finds what the machine can do, says so, and sells at a rate below it', async () => {
  const box = sandbox();
  const sizes = ['--tps', '20', '--users', '300', '--products', '200'];
  const times = ['--seconds', '1', '--warm-up', '0.5'];
  const args = [...sizes, ...times, '--out', box.out];
  const { status, stdout } = await runBuilt('calibratedSale', args, box.env);
  expect(status).toBe(0);
  const [, found = '', asked = ''] =
    /^One thread of this machine can do about ([\d,]+) checkouts a second of this sale\.\nThe sale asks for (\d+) a second, \d+ % of that\.\n\n\2 checkouts a second for 1 s/.exec(
      stdout,
    ) ?? [];
  expect(Number(asked)).toBeGreaterThan(0);
  expect(Number(asked)).toBeLessThanOrEqual(20);
  expect(Number(found.replaceAll(',', ''))).toBeGreaterThan(Number(asked));
  expect(stdout).toMatch(/^audit +ok$/m);
  expect(stdout).toMatch(/\n\nWhere to look next:\n/);
  expect(box.figures<{ seconds: number }>(`sale-${asked}`).seconds).toBe(1);
  expect(box.leftovers()).toEqual([]);
});

describeCommandLine(calibratedSaleCommand, {
  flags: [
    ...RESULT_FLAGS,
    ...['tps', 'seconds', 'warm-up', 'users', 'products', 'mix', 'hot', 'seed'],
  ],
  misuse: [
    ...RESULT_MISUSE,
    ['a rate of 0', ['--tps', '0'], '--tps'],
    ['no seconds', ['--seconds', '0'], '--seconds'],
    ['a mix that does not add up', ['--mix', 'add=0.4,checkout=0.2'], '--mix'],
    ['a store on disk', ['--store', 'lmdb'], '--store'],
    ['a word', ['fast'], 'fast'],
  ],
});

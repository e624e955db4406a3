import { describe, expect, test } from 'vitest';
import { HELP, readArguments } from '../../../bench/sale/readArguments.ts';
import { readMix } from '../../../bench/sale/readMix.ts';
import { UsageError } from '../../../src/terminal/usageError.ts';

describe('the arguments of a sale', () => {
  test('are those of the peak when nothing is said', () => {
    expect(readArguments([])).toEqual({
      settings: {
        tps: 10_000,
        seconds: 30,
        users: 100_000,
        products: 100_000,
        mix: { browse: 0.4, add: 0.4, checkout: 0.2 },
        hot: 0.2,
        store: 'memory',
        seed: 1,
      },
      warmUpMs: 5000,
      out: 'dist/results',
      requiresRate: false,
    });
  });

  test('are taken as they are given', () => {
    const text =
      '--tps 50000 --seconds 5 --users 10 --products 20 --mix add=0.5,checkout=0.5 --hot 0 --store lmdb --seed 9 --warm-up 0.5 --out x --require-rate';
    expect(readArguments(text.split(' '))).toEqual({
      settings: {
        tps: 50_000,
        seconds: 5,
        users: 10,
        products: 20,
        mix: { browse: 0, add: 0.5, checkout: 0.5 },
        hot: 0,
        store: 'lmdb',
        seed: 9,
      },
      warmUpMs: 500,
      out: 'x',
      requiresRate: true,
    });
  });

  test('say in the help what is taken when nothing is said', () => {
    const { settings, warmUpMs, out } = readArguments([]);
    const { mix: _mix, ...numbers } = settings;
    for (const [flag, value] of Object.entries(numbers)) {
      expect(HELP).toMatch(new RegExp(`--${flag} \\w+ [^(]*\\(${value}\\)`));
    }
    expect(HELP).toMatch(new RegExp(`--warm-up S [^(]*\\(${warmUpMs / 1000}\\)`));
    expect(HELP).toContain(`(${out})`);
  });

  test.each([
    ['a rate of 0', ['--tps', '0'], '--tps'],
    ['a negative rate', ['--tps=-5'], '--tps'],
    ['a rate that is no number', ['--tps', 'NaN'], '--tps'],
    ['a rate that is not whole', ['--tps', '10.5'], '--tps'],
    ['a rate above the limit', ['--tps', '500001'], '500000'],
    ['a rate without a number', ['--tps'], '--tps'],
    [
      'more requests than the limit',
      ['--tps=500000', '--mix=browse=0.8,add=0.1,checkout=0.1'],
      '2000000',
    ],
    ['no seconds', ['--seconds', '0'], '--seconds'],
    ['no warm-up', ['--warm-up', '0'], '--warm-up'],
    ['too many seconds', ['--seconds', '3601'], '--seconds'],
    ['no users', ['--users', '0'], '--users'],
    ['too many users', ['--users', '5000001'], '--users'],
    ['no products', ['--products', '0', '--hot', '0'], '--products'],
    ['more hot products than products', ['--products', '4'], 'hot'],
    ['no products but the hot ones', ['--products', '5'], 'hot'],
    ['a hot share above 1', ['--hot', '1.1'], '--hot'],
    ['a negative hot share', ['--hot=-0.1'], '--hot'],
    ['a hot share that is no number', ['--hot', 'NaN'], '--hot'],
    ['a store that there is not', ['--store', 'redis'], 'memory, disk or lmdb'],
    ['a seed that is not whole', ['--seed', '0.5'], '--seed'],
    ['a seed of more than 32 bits', ['--seed', '4294967296'], '--seed'],
    ['an empty folder', ['--out='], '--out'],
    ['an unknown flag', ['--fast'], '--fast'],
    ['a flag given twice', ['--tps=1', '--tps=2'], 'once'],
    ['a word', ['fast'], 'fast'],
    ['an empty mix', ['--mix='], '--mix'],
    ['a mix that adds up to less', ['--mix', 'browse=0.4,add=0.4,checkout=0.1'], 'add up'],
    ['a mix that adds up to more', ['--mix', 'browse=0.5,add=0.4,checkout=0.2'], 'add up'],
    ['a mix of zeros', ['--mix', 'browse=0,add=0,checkout=0'], 'add up'],
    ['a mix with an unknown part', ['--mix', 'browse=0.4,search=0.4,checkout=0.2'], 'search'],
    ['a mix with a part of every object', ['--mix', 'constructor=0.5,add=0.5'], 'constructor'],
    ['a mix that repeats a part', ['--mix', 'add=0.4,add=0.4,checkout=0.2'], 'once'],
    ['a mix with a negative part', ['--mix', 'browse=-0.4,add=1.2,checkout=0.2'], 'browse=-0.4'],
    ['a mix without numbers', ['--mix', 'browse,add,checkout'], 'browse=0.4'],
    ['a mix with NaN', ['--mix', 'browse=NaN,add=0.5,checkout=0.5'], 'NaN'],
    ['a mix without checkouts', ['--mix', 'browse=0.5,add=0.5'], 'checkouts'],
    ['a mix with fewer adds than checkouts', ['--mix', 'add=0.4,checkout=0.6'], 'adds'],
  ])('%s is refused in one line that says what was expected', (_case, argv, words) => {
    const read = () => readArguments(argv);
    expect(read).toThrow(UsageError);
    expect(read).toThrow(words);
    expect(read).toThrow(/^.+$/);
  });
});

describe('a mix', () => {
  test.each([
    'browse=0.4,add=0.4,checkout=0.2',
    'checkout=0.2, add=0.4, browse=0.4',
    'browse=40,add=40,checkout=20',
    'browse=40%,add=40%,checkout=20%',
  ])('written as %s is the same', (text) => {
    const { browse, add, checkout } = readMix(text);
    expect([browse, add, checkout].map((share) => Number(share.toFixed(12)))).toEqual([
      0.4, 0.4, 0.2,
    ]);
  });

  test('of thirds adds up', () => {
    const { browse, add, checkout } = readMix('browse=0.333333,add=0.333333,checkout=0.333333');
    expect(browse + add + checkout).toBeCloseTo(1, 12);
  });
});

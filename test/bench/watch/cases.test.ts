import { afterEach, describe, expect, test, vi } from 'vitest';
import { readArguments } from '../../../bench/watch/readArguments.ts';
import { inRound } from '../../../bench/watch/runVariants.ts';
import { casesOf, VARIANTS } from '../../../bench/watch/variant.ts';

describe('the cases', () => {
  test('of every store have the variant none, which the others are compared with', () => {
    expect(casesOf(['memory', 'disk'], ['page'])).toEqual([
      { store: 'memory', variant: 'none' },
      { store: 'memory', variant: 'page' },
      { store: 'disk', variant: 'none' },
      { store: 'disk', variant: 'page' },
    ]);
  });

  test('on disk are the variants none and page', () => {
    expect(casesOf(['disk'], VARIANTS).map(({ variant }) => variant)).toEqual(['none', 'page']);
  });
});

test('each round begins with the next case', () => {
  const rounds = [0, 1, 2, 3].map((round) => inRound(['a', 'b', 'c'], round).join(''));
  expect(rounds).toEqual(['abc', 'bca', 'cab', 'abc']);
  expect(inRound([], 1)).toEqual([]);
});

describe('--browser', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  test('takes the program that CHROMIUM_PATH names', () => {
    vi.stubEnv('CHROMIUM_PATH', process.execPath);
    expect(readArguments(['--browser']).browser).toBe(process.execPath);
    expect(readArguments([]).browser).toBeNull();
  });

  test('refuses a CHROMIUM_PATH that is no program, and a machine without a browser', () => {
    vi.stubEnv('CHROMIUM_PATH', '/no/such');
    expect(() => readArguments(['--browser'])).toThrow('CHROMIUM_PATH, got /no/such');
    vi.stubEnv('CHROMIUM_PATH', '');
    vi.stubEnv('PATH', '');
    expect(() => readArguments(['--browser'])).toThrow('expected Chromium in PATH');
  });
});

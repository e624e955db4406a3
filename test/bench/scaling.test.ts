import { describe, expect, test } from 'vitest';
import {
  AXES,
  costRatio,
  figuresText,
  heapBytesPer,
  type ScalingFigures,
} from '../../bench/scaling/figures.ts';
import { BATCHES, WARM_UP_BATCHES } from '../../bench/scaling/limits.ts';
import { readArguments } from '../../bench/scaling/readArguments.ts';
import { scalingCommand } from '../../bench/scaling/scalingCommand.ts';
import { describeCommandLine } from '../rules/terminal/commandLine.ts';
import { RESULT_FLAGS, RESULT_MISUSE } from './resultFlags.ts';
import { runBuilt } from './runBuilt.ts';
import { sandbox } from './sandbox.ts';

describe('a run', () => {
  test('measures every size of each quantity, and sells exactly the purchased units at each point', async () => {
    const box = sandbox();
    const sizes = ['--sizes', '40,20,5000', '--max', '100', '--checkouts', '20'];
    const { status, stdout, stderr } = await runBuilt('scaling', [...sizes, '--out', box.out]);
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: expect.stringMatching(/CPU time, largest to smallest: .*flat is the claim/),
    });
    expect(stderr).toContain('20 products, 0 carts, 40 past orders: ');
    const figures = box.figures<ScalingFigures>('scaling');
    const sizesOf = (axis: (typeof AXES)[number]) => figures[axis].map(({ size }) => size);
    expect(AXES.map(sizesOf)).toEqual([
      [20, 40],
      [20, 40],
      [0, 40],
    ]);
    // One checkout a batch, of two units.
    const units = 2 * (BATCHES + WARM_UP_BATCHES);
    const unitsOf = (axis: (typeof AXES)[number]) =>
      figures[axis].map(({ unitsSold }) => unitsSold);
    expect(AXES.map(unitsOf)).toEqual([
      [units, units],
      [units, units],
      [units, units + 80],
    ]);
    expect(figures.combined).toMatchObject({ products: 40, carts: 4, unitsSold: units });
    for (const point of [...AXES.flatMap((axis) => figures[axis]), figures.combined]) {
      expect(point?.microsecondsPerCheckout).toBeGreaterThan(0);
      expect(point?.cpuMicrosecondsPerCheckout).toBeGreaterThan(0);
      expect(point?.heapBytes).toBeGreaterThan(0);
      expect(point?.rssBytes).toBeGreaterThan(point?.heapBytes ?? Number.NaN);
    }
    expect(figures.failed).toEqual([]);
  });
});

const point = (size: number, microsecondsPerCheckout: number, heapBytes: number) => {
  const cpuMicrosecondsPerCheckout = microsecondsPerCheckout ** 2;
  const cost = { microsecondsPerCheckout, cpuMicrosecondsPerCheckout };
  return { size, ...cost, heapBytes, rssBytes: 2 * heapBytes, unitsSold: 10 };
};

describe('figures', () => {
  const axis = [point(1000, 100, 50_000), point(10_000, 90, 70_000), point(101_000, 150, 250_000)];

  test('the cost at the largest size is compared with that at the smallest', () => {
    expect(costRatio(axis, 'microsecondsPerCheckout')).toBe(1.5);
    expect(costRatio(axis, 'cpuMicrosecondsPerCheckout')).toBe(2.25);
    expect(costRatio(axis.slice(0, 2), 'microsecondsPerCheckout')).toBe(0.9);
  });

  test('the memory per unit is the growth divided by the added number', () => {
    expect(heapBytesPer(axis)).toBe(2);
  });

  test('one size alone has no ratio', () => {
    const one = axis.slice(0, 1);
    expect([costRatio(one, 'microsecondsPerCheckout'), heapBytesPer(one)]).toEqual([null, null]);
  });

  test.each([
    [1.5, '1.50 × (flat is the claim: within 1.5): flat'],
    [1.51, '1.51 × (flat is the claim: within 1.5): NOT FLAT'],
  ])('with %d times the cost the claim is judged in words', (ratio, words) => {
    const figures: ScalingFigures = {
      ...{ products: axis, carts: [], orders: [], combined: null, failed: [] },
      heapBytesPer: { products: 2, carts: null, orders: null },
      ratios: { products: 2.25, carts: null, orders: null },
      cpuRatios: { products: ratio, carts: null, orders: null },
    };
    const text = figuresText(figures);
    expect(text).toContain(words);
    expect(text).toContain('by wall-clock time: 2.25 ×');
    expect(text).toContain('heap for one more: 2 bytes');
    expect(text).toMatch(/\n101,000 +150\.0 +22500\.0 +0\.3 +0\.5 +10\n/);
  });
});

test('sizes are sorted, each counts once, and those above --max are left out', () => {
  const read = (...args: string[]) => readArguments(args);
  expect(read('--sizes', '70,5,70,9')).toMatchObject({ sizes: [5, 9, 70] });
  expect(read('--max', '10000')).toMatchObject({ sizes: [1000, 10_000] });
});

describeCommandLine(scalingCommand, {
  flags: [...RESULT_FLAGS, 'sizes', 'max', 'checkouts', 'seed'],
  misuse: [
    ...RESULT_MISUSE,
    ['sizes that are no numbers', ['--sizes', 'x'], '--sizes'],
    ['a flag given twice', ['--seed=1', '--seed=2'], '--seed'],
    ['an argument without a flag', ['1000'], '1000'],
    ['no sizes', ['--sizes='], '--sizes'],
    ['sizes with a gap', ['--sizes', '10,,20'], '--sizes'],
    ['a size of 1', ['--sizes', '1,10'], '--sizes'],
    ['a size beyond all memory', ['--sizes', '100000000'], '--sizes'],
    ['a --max below all sizes', ['--max', '999'], '--max'],
    ['a --max that is no number', ['--max', 'all'], '--max'],
    ['fewer checkouts than batches', ['--checkouts', '19'], '--checkouts'],
    ['a negative seed', ['--seed=-1'], '--seed'],
  ],
});

import { describe, expect, test } from 'vitest';
import { type FootprintFigures, figuresOf, figuresText } from '../../bench/footprint/figures.ts';
import { footprintCommand } from '../../bench/footprint/footprintCommand.ts';
import { type FilledShop, THINGS } from '../../bench/footprint/things.ts';
import { describeCommandLine } from '../rules/terminal/commandLine.ts';
import { RESULT_FLAGS, RESULT_MISUSE } from './resultFlags.ts';
import { runBuilt } from './runBuilt.ts';
import { sandbox } from './sandbox.ts';

test('a run finds what one more thing takes in memory, in the log and in the checkpoint', async () => {
  const box = sandbox();
  const { status, stdout, stderr } = await runBuilt(
    'footprint',
    ['--count', '200', '--out', box.out],
    box.env,
  );
  expect({ status, stderr }).toEqual({ status: 0, stderr: expect.stringContaining('written: ') });
  expect(box.leftovers()).toEqual([]);
  const figures = box.figures<FootprintFigures>('footprint');
  expect(stdout.endsWith(figuresText(figures))).toBe(true);
  const { things, empty, full } = figures;
  expect(things.map(({ thing }) => thing)).toEqual([...THINGS]);
  expect(things.map(({ count }) => count)).toEqual([200, 400, 200, 200, 200, 200, 200]);
  for (const { thing, log, checkpoint } of things) {
    // The key and the value of one record at the least.
    expect(log, thing).toBeGreaterThan(40);
    expect(checkpoint, thing).toBeGreaterThan(40);
  }
  // So few things of one kind take less memory than code that is compiled meanwhile; all of them take more.
  expect((full.memory - empty.memory) / 200).toBeGreaterThan(1500);
  expect((full.diskMemory - empty.diskMemory) / 200).toBeGreaterThan(500);
  // The figures add up to the whole shop.
  for (const size of ['memory', 'diskMemory', 'log', 'checkpoint'] as const) {
    const grown = things.reduce((sum, { count, ...thing }) => sum + count * thing[size], 0);
    expect(empty[size] + grown, size).toBeCloseTo(full[size], 3);
  }
});

/** A shop with two products and a user of these sizes. */
function shopOf(...[empty, products, user]: [number, number, number]): FilledShop {
  const sizes = (memory: number) => ({ memory, log: 2 * memory, checkpoint: 3 * memory });
  return {
    empty: sizes(empty),
    filled: [
      { thing: 'product', count: 2, ...sizes(products) },
      { thing: 'user', count: 1, ...sizes(user) },
    ],
  };
}

describe('the figures', () => {
  const figures = figuresOf(shopOf(1000, 3000, 3300), shopOf(10_000, 14_000, 14_050));

  test('are what a shop grows by for one thing, without a store and on disk', () => {
    expect(figures.things).toEqual([
      { thing: 'product', count: 2, memory: 1000, diskMemory: 2000, log: 4000, checkpoint: 6000 },
      { thing: 'user', count: 1, memory: 300, diskMemory: 50, log: 100, checkpoint: 150 },
    ]);
    expect(figures.empty.diskMemory).toBe(10_000);
    expect(figures.full).toEqual({
      ...{ memory: 3300, diskMemory: 14_050, log: 28_100, checkpoint: 42_150 },
    });
  });

  test('are printed as a table of things and one of the whole shop', () => {
    const text = figuresText(figures);
    expect(text).toMatch(/^product +2 +1,000 +2,000 +4,000 +6,000$/m);
    expect(text).toMatch(/^user +1 +300 +50 +100 +150$/m);
    expect(text).toMatch(/^full +3,300 +14,050 +28,100 +42,150$/m);
  });

  test('are refused for two shops that were not filled with the same things', () => {
    const other = { ...shopOf(1, 2, 3), filled: shopOf(1, 2, 3).filled.toReversed() };
    expect(() => figuresOf(other, shopOf(1, 2, 3))).toThrow('expected 2 × product in both shops');
  });
});

describeCommandLine(footprintCommand, {
  flags: [...RESULT_FLAGS, 'count', 'seed'],
  misuse: [
    ...RESULT_MISUSE,
    ['a single product', ['--count', '1'], '--count'],
    ['more things than a run is made for', ['--count', '100001'], '--count'],
    ['a count that is no number', ['--count', 'few'], '--count'],
    ['a negative seed', ['--seed=-1'], '--seed'],
    ['an argument without a flag', ['fast'], 'fast'],
  ],
});

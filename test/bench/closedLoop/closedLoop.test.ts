import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import { checkStock } from '../../../bench/closedLoop/checkStock.ts';
import { closedLoop } from '../../../bench/closedLoop/closedLoop.ts';
import { Purchases } from '../../../bench/closedLoop/purchases.ts';
import { median } from '../../../bench/harness/median.ts';
import { seeded } from '../../../bench/harness/seeded.ts';

describe('a closed loop', () => {
  test('does each item once, with so many under way and never more', async () => {
    const items = Array.from({ length: 20 }, (_, index) => index);
    const done: number[] = [];
    let underWay = 0;
    let most = 0;
    await closedLoop(items, { inFlight: 3 }, async (item) => {
      most = Math.max(most, ++underWay);
      await sleep(item % 3);
      underWay--;
      done.push(item);
    });
    expect(most).toBe(3);
    expect(done.sort((a, b) => a - b)).toEqual(items);
  });

  test('says how long all of them took, in seconds', async () => {
    const now = vi.spyOn(performance, 'now').mockReturnValueOnce(1000).mockReturnValueOnce(3500);
    expect(await closedLoop([1, 2], { inFlight: 2 }, async () => {})).toBe(2.5);
    now.mockRestore();
  });

  test('rejects with what the work rejects with', async () => {
    const work = async (item: number) => {
      if (item === 2) throw new Error('two');
    };
    await expect(closedLoop([1, 2, 3], { inFlight: 2 }, work)).rejects.toThrow('two');
  });
});

describe('purchases', () => {
  const some = (seed: number) => new Purchases({ products: 3, users: 50 }, seeded(seed));

  test('are of two different products, and every pair comes up', () => {
    const pairs = new Set(
      some(1)
        .take(50)
        .map(({ skus }) => skus.join(' ')),
    );
    const all = ['sku-0', 'sku-1', 'sku-2'];
    const expected = all.flatMap((a) => all.filter((b) => b !== a).map((b) => `${a} ${b}`));
    expect([...pairs].sort()).toEqual(expected.sort());
  });

  test('are the same for the same seed, and others for another', () => {
    expect(some(1).take(50)).toEqual(some(1).take(50));
    expect(some(2).take(50)).not.toEqual(some(1).take(50));
  });

  test('are counted over all batches, and their units with them', () => {
    const purchases = some(1);
    const taken = [...purchases.take(20), ...purchases.take(20)];
    expect(taken.map(({ number }) => number)).toEqual(taken.map((_, index) => index));
    const units = (sku: string) => taken.filter(({ skus }) => skus.includes(sku)).length;
    expect([...purchases.taken]).toEqual(['sku-0', 'sku-1', 'sku-2'].map(units));
  });
});

describe('the stock afterwards', () => {
  const taken = Uint32Array.of(2, 0, 3);

  test('adds up to the units sold if each product lacks what was bought of it', () => {
    expect(checkStock({ initial: 10, taken, left: [8, 10, 7] })).toBe(5);
  });

  test.each([
    ['too many', [8, 9, 7]],
    ['too few', [8, 10, 8]],
    ['of the wrong product', [7, 10, 8]],
    ['of a product that is not there', [8, 10]],
  ])('with a unit %s gone is an error', (_case, left) => {
    expect(() => checkStock({ initial: 10, taken, left })).toThrow(/units were bought/);
  });
});

test('the median is the middle one, or between the two in the middle', () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([4, 1, 9, 2])).toBe(3);
  expect(median([])).toBeNaN();
});

import { describe, expect, test } from 'vitest';
import type { Demand } from '../../../machines/index.ts';
import { buy, fillCart, openShop } from './openShop.ts';

describe('an allocation strategy of your own', () => {
  test('is asked also where there is nothing to choose, since it may refuse to answer', async () => {
    const asked: (readonly Demand[])[] = [];
    let isAway = false;
    const { shop } = await openShop({
      allocation(demands) {
        if (isAway) throw new Error('the warehouse is closed');
        asked.push(demands);
        return [];
      },
    });
    await buy(shop, 'ada', { lamp: 2 });
    const stock = [{ location: 'main', available: 3 }];
    expect(asked.at(-1)).toEqual([{ sku: 'lamp', quantity: 2, stock }]);
    isAway = true;
    await fillCart(shop, 'ada', { lamp: 1 });
    await expect(shop.checkout('ada')).rejects.toThrow('the warehouse is closed');
    expect(shop.explain('lamp')).toMatchObject({ available: 1, held: 2 });
  });
});

import { describe, expect, test } from 'vitest';
import { bestOf, bulkPricing, membershipPricing, regularPricing } from '../../../src/index.ts';
import { accepted, buy, openShop } from './openShop.ts';

const HIGHEST = Number.MAX_SAFE_INTEGER;

/** A shop with a jewel and a crown, each of 2^53 / 4 minor units, and ten of each in stock. */
async function openTreasury() {
  const opened = await openShop();
  for (const sku of ['jewel', 'crown']) {
    const terms = { sku, name: sku, category: 'treasure', priceMinor: 2 ** 51, stock: 10 };
    accepted(await opened.shop.products.add(terms));
  }
  return opened;
}

describe('bestOf', () => {
  const prices = [500, 400, 300, 200];

  test.each([0, 1, 2, 3])(
    'looks at all of its strategies: the lowest price may be that of strategy %i of four',
    async (cheapest) => {
      const strategies = prices.map((_, index) => {
        const price = index === cheapest ? 100 : (prices[index] as number);
        return () => price;
      });
      const { shop } = await openShop({ pricing: bestOf(...strategies) });
      expect((await buy(shop, 'ada', { mug: 1 })).totalMinor).toBe(100);
    },
  );
});

describe('a line whose list total is above 2^53 - 1', () => {
  test.each([
    ['regular pricing', regularPricing()],
    ['bulk pricing', bulkPricing({ percent: 90, minQuantity: 2 })],
    ['membership pricing', membershipPricing({ percent: 99 })],
    ['the best of several', bestOf(regularPricing(), membershipPricing({ percent: 50 }))],
  ])('is refused with %s, also where the discount would take it below that', async (_, pricing) => {
    const { shop } = await openTreasury();
    await shop.carts.add('mia', 'jewel', 2);
    // By the new price, two are above the bound. A tenth of that is not.
    await shop.products.update('jewel', { priceMinor: 2 ** 52 });
    await expect(shop.checkout('mia', { pricing })).rejects.toThrow(
      /2 × jewel: expected a line total in minor units, from 0 to 2\^53 - 1, got 9007199254740992$/,
    );
    expect(shop.carts.get('mia')?.lines).toMatchObject([{ sku: 'jewel', quantity: 2 }]);
    expect(shop.explain('jewel')).toMatchObject({ available: 10, held: 0 });
  });
});

describe('the total of a cart', () => {
  test('is refused above 2^53 - 1: an add or a new quantity changes nothing then', async () => {
    const { shop } = await openTreasury();
    const tooMuch =
      /^the cart total: expected at most 2\^53 - 1 minor units, got 9007199254740992$/;
    await expect(shop.carts.add('ada', 'jewel', 4)).rejects.toThrow(tooMuch);
    expect(shop.carts.get('ada')).toMatchObject({ state: 'empty', lines: [] });
    accepted(await shop.carts.add('ada', 'jewel', 3));
    await expect(shop.carts.add('ada', 'jewel', 1)).rejects.toThrow(tooMuch);
    await expect(shop.carts.setQuantity('ada', 'jewel', 4)).rejects.toThrow(tooMuch);
    await expect(shop.carts.add('ada', 'crown', 1)).rejects.toThrow(tooMuch);
    expect(shop.carts.get('ada')?.totalMinor).toBe(3 * 2 ** 51);
  });

  test('may be 2^53 - 1', async () => {
    const { shop } = await openTreasury();
    await shop.products.update('crown', { priceMinor: HIGHEST - 3 * 2 ** 51 });
    accepted(await shop.carts.add('ada', 'jewel', 3));
    const { cart } = accepted(await shop.carts.add('ada', 'crown', 1));
    expect(cart.totalMinor).toBe(HIGHEST);
    expect(accepted(await shop.checkout('ada')).order.totalMinor).toBe(HIGHEST);
  });

  test('counts the quantity that is added, and not the units that are there already', async () => {
    const { shop } = await openTreasury();
    accepted(await shop.carts.add('ada', 'jewel', 1));
    await expect(shop.carts.add('ada', 'jewel', 3)).rejects.toThrow(RangeError);
    accepted(await shop.carts.add('ada', 'jewel', 2));
    accepted(await shop.carts.setQuantity('ada', 'jewel', 1));
    accepted(await shop.carts.add('ada', 'crown', 2));
  });
});

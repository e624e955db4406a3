import { describe, expect, test } from 'vitest';
import { byRating, createShop, inStock } from '../../../src/index.ts';
import { orderMachine } from '../../../src/machines.ts';
import { buy, openTen, PAYMENT_TIMEOUT_MS, skusOf } from './tenProducts.ts';

describe('a search of the shop', () => {
  test('excludes a product from the sale of its last unit until a unit is available again', async () => {
    const { shop, clock } = await openTen();
    const isThere = () => skusOf(shop, [inStock()]).includes('p3');
    expect(isThere()).toBe(true);
    const first = await buy(shop, 'p3');
    expect(isThere()).toBe(false);
    await shop.orders.cancel(first);
    expect(isThere()).toBe(true);
    await buy(shop, 'p3');
    expect(isThere()).toBe(false);
    clock.advance(PAYMENT_TIMEOUT_MS);
    expect(isThere()).toBe(true);
    const second = await buy(shop, 'p3');
    await shop.orders.confirm(second);
    await shop.orders.ship(second, { trackingNumber: 'T' });
    expect(isThere()).toBe(false);
    await shop.products.restock('p3', 1, { location: 'north' });
    expect(isThere()).toBe(true);
  });

  test('sees within a turn the stock as the turn has left it so far', async () => {
    const found: string[][] = [];
    const look = () => {
      found.push(skusOf(shop, [inStock()]));
    };
    const order = orderMachine.provide({ actions: { tellPlaced: look } });
    const shop = await createShop({ machines: { order } });
    await shop.users.register({ userId: 'ada', name: 'Ada' });
    for (const sku of ['mug', 'vase']) {
      await shop.products.add({ sku, name: sku, category: 'any', priceMinor: 1, stock: 1 });
    }
    for (const sku of ['mug', 'vase']) await buy(shop, sku);
    expect(found).toEqual([['vase'], []]);
  });

  test('uses the rating at once when a review is added or replaced', async () => {
    const { shop } = await openTen();
    const rated = (minimum: number) => skusOf(shop, [byRating(minimum)]);
    expect(rated(4)).toEqual(['p1']);
    await shop.products.review('p1', { userId: 'bob', rating: 1 });
    expect(rated(2.5)).toEqual(['p1']);
    expect(rated(2.6)).toEqual([]);
    await shop.products.review('p1', { userId: 'ada', rating: 1 });
    expect(rated(1)).toEqual(['p1']);
    expect(rated(1.1)).toEqual([]);
    expect(shop.search([], { facets: ['rating'], limit: 0 }).facets).toEqual({
      rating: [
        { rating: 1, count: 1 },
        { rating: 0, count: 9 },
      ],
    });
  });
});

import { describe, expect, test } from 'vitest';
import {
  byCategory,
  byPrice,
  byRating,
  byText,
  createShop,
  type Filter,
  inStock,
  type SearchOptions,
} from '../../src/index.ts';
import { simulatedClock } from '../../src/testing.ts';

async function openShop() {
  const clock = simulatedClock();
  const shop = await createShop({ clock });
  const add = async (
    sku: string,
    name: string,
    category: string,
    priceMinor: number,
    more: { stock?: number; description?: string } = {},
  ) => {
    await shop.products.add({ sku, name, category, priceMinor, stock: 1, ...more });
    clock.advance(1);
  };
  await add('c2', 'USB-C cable', 'electronics', 900, { description: 'Two metres' });
  await add('c1', 'USB-A cable', 'electronics', 900);
  await add('tv', 'Television', 'electronics', 90_000, { stock: 0 });
  await add('cf', 'Café au lait bowl', 'kitchen', 1200, { description: 'With a USB warmer' });
  await add('mg', 'Mug', 'kitchen', 500);
  for (const userId of ['ada', 'bob']) await shop.users.register({ userId, name: userId });
  await shop.products.review('mg', { userId: 'ada', rating: 5 });
  await shop.products.review('mg', { userId: 'bob', rating: 4 });
  await shop.products.review('c1', { userId: 'ada', rating: 4 });
  await shop.products.review('c2', { userId: 'ada', rating: 4 });
  const skus = (filters?: Filter[], options?: SearchOptions) =>
    shop.search(filters, options).items.map(({ sku }) => sku);
  return { shop, clock, skus };
}

describe('a search finds', () => {
  test('everything, in the order of adding, when nothing is said', async () => {
    const { shop, skus } = await openShop();
    expect(skus()).toEqual(['c2', 'c1', 'tv', 'cf', 'mg']);
    expect(shop.search().total).toBe(5);
    expect(shop.search().items[4]).toEqual(shop.products.get('mg'));
  });

  test('by category, one or several', async () => {
    const { skus } = await openShop();
    expect(skus([byCategory('kitchen')])).toEqual(['cf', 'mg']);
    expect(skus([byCategory(['kitchen', 'electronics'])])).toHaveLength(5);
    expect(skus([byCategory('Kitchen')])).toEqual([]);
  });

  test('by price, both bounds included', async () => {
    const { skus } = await openShop();
    expect(skus([byPrice({ minMinor: 900, maxMinor: 1200 })])).toEqual(['c2', 'c1', 'cf']);
    expect(skus([byPrice({ minMinor: 1200 })])).toEqual(['tv', 'cf']);
    expect(skus([byPrice({ maxMinor: 500 })])).toEqual(['mg']);
    expect(skus([byPrice({ minMinor: 501, maxMinor: 899 })])).toEqual([]);
  });

  test('by least mean rating', async () => {
    const { skus } = await openShop();
    expect(skus([byRating(4)])).toEqual(['c2', 'c1', 'mg']);
    expect(skus([byRating(4.5)])).toEqual(['mg']);
    expect(skus([byRating(4.6)])).toEqual([]);
    expect(skus([byRating(0)])).toHaveLength(5);
  });

  test('what can be bought now', async () => {
    const { shop, skus } = await openShop();
    expect(skus([inStock()])).toEqual(['c2', 'c1', 'cf', 'mg']);
    await shop.products.restock('tv', 1);
    await shop.carts.add('ada', 'mg', 1);
    expect(skus([inStock()])).toHaveLength(5);
    await shop.checkout('ada');
    expect(skus([inStock()])).toEqual(['c2', 'c1', 'tv', 'cf']);
  });

  test('by words that names, categories and descriptions begin with', async () => {
    const { skus } = await openShop();
    expect(skus([byText('usb cable')])).toEqual(['c2', 'c1']);
    expect(skus([byText('USB')])).toEqual(['c2', 'c1', 'cf']);
    expect(skus([byText('cab metres')])).toEqual(['c2']);
    expect(skus([byText('electro')])).toEqual(['c2', 'c1', 'tv']);
    expect(skus([byText('able')])).toEqual([]);
  });

  test('whatever the case and the accents', async () => {
    const { skus } = await openShop();
    expect(skus([byText('CAFE')])).toEqual(['cf']);
    expect(skus([byText('café')])).toEqual(['cf']);
  });

  test('only what passes every filter', async () => {
    const { skus } = await openShop();
    expect(skus([byText('usb'), byCategory('electronics'), byRating(4)])).toEqual(['c2', 'c1']);
    expect(skus([byCategory('kitchen'), byPrice({ maxMinor: 500 }), inStock()])).toEqual(['mg']);
    expect(skus([byCategory('kitchen'), byCategory('electronics')])).toEqual([]);
  });

  test('by a filter of your own', async () => {
    const { skus } = await openShop();
    expect(skus([({ reviewCount }) => reviewCount === 2])).toEqual(['mg']);
  });

  test('the products of today', async () => {
    const { shop, skus } = await openShop();
    await shop.products.update('mg', { category: 'gifts', name: 'Beaker' });
    expect(skus([byCategory('kitchen')])).toEqual(['cf']);
    expect(skus([byText('beaker')])).toEqual(['mg']);
  });
});

describe('a search result is sorted', () => {
  test('by price, the cheapest first, ties by sku', async () => {
    const { skus } = await openShop();
    expect(skus([], { sort: 'price' })).toEqual(['mg', 'c1', 'c2', 'cf', 'tv']);
  });

  test('by rating, the best first, ties by sku', async () => {
    const { skus } = await openShop();
    expect(skus([], { sort: 'rating' })).toEqual(['mg', 'c1', 'c2', 'cf', 'tv']);
  });

  test('by name, ties by sku', async () => {
    const { shop, skus } = await openShop();
    await shop.products.update('tv', { name: 'Mug' });
    expect(skus([], { sort: 'name' })).toEqual(['cf', 'mg', 'tv', 'c1', 'c2']);
  });

  test('by age, the newest first, ties by sku', async () => {
    const { shop, skus } = await openShop();
    await shop.products.add({ sku: 'z1', name: 'Z', category: 'z', priceMinor: 1 });
    await shop.products.add({ sku: 'a1', name: 'A', category: 'a', priceMinor: 1 });
    expect(skus([], { sort: 'newest' })).toEqual(['a1', 'z1', 'mg', 'cf', 'tv', 'c1', 'c2']);
  });
});

describe('a search result is paged', () => {
  test('by limit and offset, and always says how many there are in all', async () => {
    const { shop } = await openShop();
    const page = (options: SearchOptions) => {
      const { total, items } = shop.search([byText('usb')], { sort: 'price', ...options });
      return [total, ...items.map(({ sku }) => sku)];
    };
    expect(page({ limit: 2 })).toEqual([3, 'c1', 'c2']);
    expect(page({ limit: 2, offset: 2 })).toEqual([3, 'cf']);
    expect(page({ offset: 1 })).toEqual([3, 'c2', 'cf']);
    expect(page({ offset: 9 })).toEqual([3]);
    expect(page({ limit: 0 })).toEqual([3]);
  });

  test('into a hundred products when nothing is said', async () => {
    const { shop } = await openShop();
    for (let index = 0; index < 100; index++) {
      await shop.products.add({ name: `n${index}`, category: 'many', priceMinor: index });
    }
    expect(shop.search().items).toHaveLength(100);
    expect(shop.search().total).toBe(105);
    expect(shop.search([], { limit: 1000 }).items).toHaveLength(105);
  });
});

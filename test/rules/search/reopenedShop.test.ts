import { describe, expect, test } from 'vitest';
import { byRating, byText, inStock, memoryStore } from '../../../src/index.ts';
import { expectSameAfterReopening } from './expectSameAfterReopening.ts';
import { answersOf, buy, open, openEmpty, skusOf } from './tenProducts.ts';

test('a shop answers the same after it is opened again from memory', async () => {
  const store = memoryStore();
  await expectSameAfterReopening(async () => store);
});

describe('a shop with more products than it reads at once', () => {
  const COUNT = 600;
  async function openMany() {
    const store = memoryStore();
    const { shop, clock } = await openEmpty(store);
    for (let index = 0; index < COUNT; index++) {
      const sku = `p${index}`;
      const stock = index % 2;
      await shop.products.add({ sku, name: `Lamp ${index}`, category: 'c', priceMinor: 1, stock });
    }
    const before = answersOf(shop);
    await shop.close();
    return { before, shop: await open(clock, store) };
  }

  test('reads all others before the first search, whichever it has read already', async () => {
    const { before, shop } = await openMany();
    for (const sku of ['p599', 'p0', 'p300', 'none']) shop.products.get(sku);
    expect(answersOf(shop)).toEqual(before);
    await shop.close();
  });

  test('reads all products by itself, and reports when it is done', async () => {
    const { before, shop } = await openMany();
    await shop.searchReady();
    expect(answersOf(shop)).toEqual(before);
    await shop.searchReady();
    await shop.close();
  });

  test('finds products that are changed, added and sold while it reads', async () => {
    const { shop } = await openMany();
    const ready = shop.searchReady();
    await shop.products.update('p599', { name: 'Bowl' });
    await shop.products.restock('p0', 1);
    await shop.products.add({ sku: 'a', name: 'Cup', category: 'c', priceMinor: 1, stock: 1 });
    await shop.products.review('p10', { userId: 'ada', rating: 5 });
    await buy(shop, 'p1');
    await ready;
    const skus = skusOf(shop, [inStock()], { limit: COUNT });
    expect(skus).toHaveLength(COUNT / 2 + 1);
    expect(skus).toEqual(expect.arrayContaining(['p0', 'a', 'p3']));
    expect(skus).not.toContain('p1');
    expect(skusOf(shop, [], { offset: COUNT })).toEqual(['a']);
    expect(skusOf(shop, [byText('bowl')])).toEqual(['p599']);
    expect(skusOf(shop, [byRating(5)])).toEqual(['p10']);
    expect(skusOf(shop, [], { limit: 3 })).toEqual(['p0', 'p1', 'p2']);
    await shop.close();
  });
});

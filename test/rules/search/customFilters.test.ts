import { describe, expect, test } from 'vitest';
import {
  byCategory,
  byPrice,
  byRating,
  byText,
  type Filter,
  inStock,
  type Product,
  type Shop,
} from '../../../src/index.ts';
import { answersOf, buy, openTen, SORTS, skusOf } from './tenProducts.ts';

describe('a search within a handler or a filter', () => {
  test('finds what the command has just changed', async () => {
    const { shop } = await openTen();
    const found: unknown[] = [];
    shop.on('stock.restocked', ({ sku }) => {
      found.push([sku, skusOf(shop, [inStock(), byText('9')])]);
    });
    shop.on('product.reviewed', ({ sku }) => {
      found.push([sku, skusOf(shop, [byRating(5)])]);
    });
    shop.on('order.placed', () => {
      found.push(skusOf(shop, [inStock(), byPrice({ maxMinor: 200 })]));
    });
    await shop.products.restock('p9', 1);
    await shop.products.review('p7', { userId: 'ada', rating: 5 });
    await buy(shop, 'p1');
    expect(found).toEqual([
      ['p9', ['p9']],
      ['p7', ['p7']],
      ['p0', 'p2'],
    ]);
  });

  test('has no influence on the search that called the filter', async () => {
    const { shop } = await openTen();
    const inner: number[] = [];
    const nested: Filter = ({ sku }) => {
      inner.push(
        shop.search([byText('cables'), byPrice({ minMinor: 500 })], { facets: true }).total,
      );
      shop.suggest('lam');
      return shop
        .search([({ category }) => category === 'light'])
        .items.some((one) => one.sku === sku);
    };
    for (const sort of SORTS) {
      const around = { facets: true, ...(sort !== undefined && { sort }) };
      const expected = shop.search([byText('lamp'), byCategory('light'), inStock()], around);
      expect(shop.search([byText('lamp'), nested, inStock()], around)).toEqual(expected);
    }
    expect(new Set(inner)).toEqual(new Set([3]));
  });
});

describe('a filter that changes the shop', () => {
  /** Changes everything that a search depends on, of products before and after the current one. */
  function changeMuch(shop: Shop): Promise<unknown> {
    return Promise.all([
      shop.products.add({ sku: 'a', name: 'Lamp', category: 'light', priceMinor: 1, stock: 1 }),
      ...[0, 5, 9].map((index) =>
        shop.products.update(`p${index}`, {
          name: 'Cup',
          category: 'changed',
          priceMinor: 7,
          description: 'New',
        }),
      ),
      shop.products.restock('p8', 5),
      shop.products.review('p2', { userId: 'bob', rating: 5 }),
      buy(shop, 'p6'),
    ]);
  }

  test.each(SORTS)(
    'gets the products, and its search returns them, as they were before: sort %s',
    async (sort) => {
      const order = sort !== undefined && { sort };
      for (const filters of [[], [byText('lamp')], [byCategory('light', 'other')], [byRating(0)]]) {
        const { shop } = await openTen();
        const before = shop.search(filters, { ...order, facets: true });
        const seen: Product[] = [];
        let work: Promise<unknown> | undefined;
        const changing: Filter = (product) => {
          work ??= changeMuch(shop);
          seen.push(product);
          return true;
        };
        const found = shop.search([...filters, changing], { ...order, facets: true });
        const bySku = (a: Product, b: Product) => (a.sku < b.sku ? -1 : 1);
        expect([...seen].sort(bySku)).toEqual([...before.items].sort(bySku));
        expect(found).toEqual(before);
        await work;
        expect(skusOf(shop, [byText('cup')])).toEqual(['p0', 'p5', 'p9']);
        expect(skusOf(shop, [inStock(), byText('lamp')], { sort: 'name' })).toContain('p8');
      }
    },
  );

  test('changes no later answer by throwing', async () => {
    const { shop } = await openTen();
    const before = answersOf(shop);
    const failing: Filter = ({ sku }) => {
      if (sku === 'p4') throw new Error('no');
      return true;
    };
    for (const sort of SORTS) {
      const options = { facets: true, ...(sort !== undefined && { sort }) };
      expect(() => shop.search([byText('lamp'), failing], options)).toThrow('no');
      expect(answersOf(shop)).toEqual(before);
    }
  });
});

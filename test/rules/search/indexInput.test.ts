import { describe, expect, test } from 'vitest';
import { type IndexedProduct, SearchIndex } from '../../../src/search.ts';

function openIndex() {
  const index = new SearchIndex<IndexedProduct>({ view: (product) => product });
  const mug = { sku: 'mug', name: 'Mug', category: 'kitchen', priceMinor: 900, createdAt: 1 };
  const row = index.add(mug, { rating: 4, inStock: true });
  return { index, mug, row };
}

describe('an index without a shop changes nothing and refuses', () => {
  const { mug } = openIndex();
  test.each<[string, unknown, ErrorConstructor]>([
    ['no name', { ...mug, name: undefined }, TypeError],
    ['an empty SKU', { ...mug, sku: '' }, RangeError],
    ['a category that is a number', { ...mug, category: 5 }, TypeError],
    ['a price of half a cent', { ...mug, priceMinor: 0.5 }, RangeError],
    ['a description that is an array', { ...mug, description: ['a'] }, TypeError],
    ['a creation time that is not a number', { ...mug, createdAt: Number.NaN }, RangeError],
  ])('a product with %s', (_, product, error) => {
    const { index, row } = openIndex();
    const before = index.search([], { facets: true });
    expect(() => index.add(product as IndexedProduct)).toThrow(error);
    expect(() => index.update(row, product as IndexedProduct)).toThrow(error);
    expect(index.search([], { facets: true })).toEqual(before);
    expect(index.size).toBe(1);
  });

  test.each([-1, 5.1, Number.NaN])('a rating of %d', (rating) => {
    const { index, mug, row } = openIndex();
    const before = index.search([], { facets: true });
    expect(() => index.setRating(row, rating)).toThrow(/^rating: expected a number from 0 to 5/);
    expect(() => index.add({ ...mug, sku: 'cup' }, { rating })).toThrow(RangeError);
    expect(index.search([], { facets: true })).toEqual(before);
  });

  test('a row without a product, for every method', () => {
    const { index, mug, row } = openIndex();
    index.remove(row);
    const refused = /^row: expected the row of a product, got/;
    for (const none of [row, 7, -1, 0.5, Number.NaN]) {
      expect(() => index.remove(none)).toThrow(refused);
      expect(() => index.update(none, mug)).toThrow(refused);
      expect(() => index.setPrice(none, mug)).toThrow(refused);
      expect(() => index.setInStock(none, true)).toThrow(refused);
      expect(() => index.setRating(none, 4)).toThrow(refused);
    }
    expect(index.search()).toEqual({ total: 0, items: [] });
  });
});

test('a search by the view does not disturb the search that called it', () => {
  const products = Array.from({ length: 50 }, (_, index) => ({
    sku: `s${index}`,
    name: `Mug ${index}`,
    category: 'kitchen',
    priceMinor: 1000 - index,
    createdAt: index,
  }));
  const index: SearchIndex<IndexedProduct, string> = new SearchIndex<IndexedProduct, string>({
    view: ({ sku }) => {
      if (!isSearching) {
        isSearching = true;
        index.search([], { sort: 'name', limit: 50 });
        isSearching = false;
      }
      return sku;
    },
  });
  let isSearching = false;
  for (const product of products) index.add(product);
  const cheapest = products.map(({ sku }) => sku).toReversed();
  expect(index.search([], { sort: 'price' }).items).toEqual(cheapest);
  expect(index.search([() => true], { sort: 'price' }).items).toEqual(cheapest);
});

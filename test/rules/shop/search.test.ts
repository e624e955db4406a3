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
} from '../../../src/index.ts';
import { simulatedClock } from '../../../src/testing.ts';

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
  test('everything, in the order of adding, without filters', async () => {
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

  test('by words of names, categories and descriptions, all of them', async () => {
    const { skus } = await openShop();
    expect(skus([byText('usb cable')])).toEqual(['c1', 'c2']);
    expect(skus([byText('USB')])).toEqual(['c1', 'c2', 'cf']);
    expect(skus([byText('cable metres')])).toEqual(['c2']);
    expect(skus([byText('electronics')])).toEqual(['tv', 'c1', 'c2']);
    expect(skus([byText('cable warmer')])).toEqual([]);
  });

  test('by the beginning of a word, from three letters on, if it is the last one', async () => {
    const { skus } = await openShop();
    expect(skus([byText('metres cab')])).toEqual(['c2']);
    expect(skus([byText('cab metres')])).toEqual([]);
    expect(skus([byText('electro')])).toEqual(['tv', 'c1', 'c2']);
    expect(skus([byText('el')])).toEqual([]);
    expect(skus([byText('able')])).toEqual([]);
  });

  test('by a word in the singular and in the plural', async () => {
    const { shop, skus } = await openShop();
    expect(skus([byText('cables')])).toEqual(['c1', 'c2']);
    expect(skus([byText('metre')])).toEqual(['c2']);
    await shop.products.add({ sku: 'kn', name: 'Knives', category: 'kitchen', priceMinor: 1 });
    expect(skus([byText('knife')])).toEqual(['kn']);
    expect(skus([byText('kitchens mugs')])).toEqual(['mg']);
  });

  test.each([
    ['a letter wrong', 'telepision'],
    ['a letter missing', 'televsion'],
    ['a letter too many', 'televission'],
    ['two neighbours swapped', 'teelvision'],
    ['a letter wrong in the plural', 'telepisions'],
    ['next to a word without one', 'electronics telepision'],
  ])('by a word with a typo when no product has all words: %s', async (_typo, text) => {
    const { skus } = await openShop();
    expect(skus([byText(text)])).toEqual(['tv']);
  });

  test('by no word with two typos, nor by one of fewer than five letters with one', async () => {
    const { shop, skus } = await openShop();
    expect(skus([byText('telepisoin')])).toEqual([]);
    expect(skus([byText('mugg')])).toEqual([]);
    expect(skus([byText('bwol')])).toEqual([]);
    await shop.products.add({ sku: 'st', name: 'Stand', category: 'home', priceMinor: 1 });
    expect(skus([byText('stend')])).toEqual(['st']);
    expect(skus([byText('stnad')])).toEqual(['st']);
  });

  test('no typo when any product of the shop has all words, with any other filters', async () => {
    const { shop, skus } = await openShop();
    expect(skus([byText('cabel')])).toEqual(['c1', 'c2']);
    await shop.products.add({ sku: 'mc', name: 'Cabel', category: 'music', priceMinor: 1 });
    expect(skus([byText('cabel')])).toEqual(['mc']);
    expect(skus([byText('cabel'), byCategory('electronics')])).toEqual([]);
    expect(skus([byText('usb cabel')])).toEqual(['c1', 'c2']);
  });

  test('in any case and with any accents', async () => {
    const { skus } = await openShop();
    expect(skus([byText('CAFE')])).toEqual(['cf']);
    expect(skus([byText('café')])).toEqual(['cf']);
  });

  test('only what passes every filter', async () => {
    const { skus } = await openShop();
    expect(skus([byText('usb'), byCategory('electronics'), byRating(4)])).toEqual(['c1', 'c2']);
    expect(skus([byText('usb'), byText('metres')])).toEqual(['c2']);
    expect(skus([byCategory('kitchen'), byPrice({ maxMinor: 500 }), inStock()])).toEqual(['mg']);
    expect(skus([byCategory('kitchen'), byCategory('electronics')])).toEqual([]);
  });

  test('by a custom filter', async () => {
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
  test('by relevance when there is a text: name before category before description', async () => {
    const { shop, skus } = await openShop();
    const add = (sku: string, name: string, category: string, description = '') =>
      shop.products.add({ sku, name, category, description, priceMinor: 1 });
    await add('d', 'A', 'b', 'Kettle');
    await add('c', 'A', 'kettle');
    await add('n', 'Kettle', 'b');
    expect(skus([byText('kettle')])).toEqual(['n', 'c', 'd']);
    expect(skus([byText('kettle')], { sort: 'relevance' })).toEqual(['n', 'c', 'd']);
  });

  test('by relevance: whole words before beginnings and typos', async () => {
    const { shop, skus } = await openShop();
    const add = (sku: string, name: string, category: string) =>
      shop.products.add({ sku, name, category, priceMinor: 1 });
    await add('b', 'Kettledrum', 'b');
    await add('w', 'Tin kettles', 'b');
    await add('c', 'A', 'kettle');
    expect(skus([byText('kettle')])).toEqual(['w', 'c', 'b']);
    expect(skus([byText('tni kettle')])).toEqual([]);
    await add('t', 'Tin', 'tinny');
    expect(skus([byText('tin')])).toEqual(['t', 'w']);
  });

  test('by relevance: the sum of all words, of all texts', async () => {
    const { shop, skus } = await openShop();
    const add = (sku: string, name: string, category: string) =>
      shop.products.add({ sku, name, category, priceMinor: 1 });
    await add('1', 'Red', 'kettle');
    await add('2', 'Kettle', 'red');
    await add('3', 'Red kettle', 'x');
    expect(skus([byText('red kettle')])).toEqual(['3', '1', '2']);
    expect(skus([byText('red'), byText('kettle')])).toEqual(['3', '1', '2']);
    expect(skus([byText('red kettle red')])).toEqual(['3', '1', '2']);
  });

  test('by relevance: of the same sum, fewer words in the name first, ties by sku', async () => {
    const { shop, skus } = await openShop();
    const add = (sku: string, name: string) =>
      shop.products.add({ sku, name, category: 'x', priceMinor: 1 });
    await add('b', 'Kettle');
    await add('a', 'Kettle red');
    await add('B', 'Kettles');
    await add('c', 'The red kettle');
    await add('ä', 'Blue kettle');
    expect(skus([byText('kettle')])).toEqual(['B', 'b', 'a', 'ä', 'c']);
  });

  test('by relevance without a text, that is by sku', async () => {
    const { skus } = await openShop();
    expect(skus([], { sort: 'relevance' })).toEqual(['c1', 'c2', 'cf', 'mg', 'tv']);
    expect(skus([inStock()], { sort: 'relevance' })).toEqual(['c1', 'c2', 'cf', 'mg']);
  });

  test('as asked for also when there is a text', async () => {
    const { skus } = await openShop();
    expect(skus([byText('usb')], { sort: 'newest' })).toEqual(['cf', 'c1', 'c2']);
    expect(skus([byText('usb')], { sort: 'name' })).toEqual(['cf', 'c1', 'c2']);
  });

  test('in the order of adding that no change disturbs', async () => {
    const { shop, skus } = await openShop();
    await shop.products.update('c2', { name: 'Z', category: 'z', priceMinor: 1 });
    await shop.products.restock('tv', 1);
    expect(skus()).toEqual(['c2', 'c1', 'tv', 'cf', 'mg']);
    expect(skus([inStock()])).toEqual(['c2', 'c1', 'tv', 'cf', 'mg']);
  });

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

  test('into a hundred products by default', async () => {
    const { shop } = await openShop();
    for (let index = 0; index < 100; index++) {
      await shop.products.add({ name: `n${index}`, category: 'many', priceMinor: index });
    }
    expect(shop.search().items).toHaveLength(100);
    expect(shop.search().total).toBe(105);
    expect(shop.search([], { limit: 1000 }).items).toHaveLength(105);
  });
});

describe('a search counts the groups of what passes every filter', () => {
  test('when asked for: by category, by price and by rating, empty groups left out', async () => {
    const { shop } = await openShop();
    expect(shop.search([], { facets: true }).facets).toEqual({
      category: [
        { category: 'electronics', count: 3 },
        { category: 'kitchen', count: 2 },
      ],
      price: [
        { minMinor: 500, maxMinor: 999, count: 3 },
        { minMinor: 1000, maxMinor: 1999, count: 1 },
        { minMinor: 50_000, maxMinor: 99_999, count: 1 },
      ],
      rating: [
        { rating: 4.5, count: 1 },
        { rating: 4, count: 2 },
        { rating: 0, count: 2 },
      ],
    });
  });

  test('only by the facets asked for, and not at all without any', async () => {
    const { shop } = await openShop();
    expect(shop.search([], { facets: ['rating'] }).facets).toEqual({
      rating: [
        { rating: 4.5, count: 1 },
        { rating: 4, count: 2 },
        { rating: 0, count: 2 },
      ],
    });
    for (const options of [{}, { facets: false }, { facets: [] }]) {
      expect(shop.search([], options)).not.toHaveProperty('facets');
    }
  });

  test('for any page, with filters of any kind', async () => {
    const { shop } = await openShop();
    const count = (filters: Filter[]) =>
      shop.search(filters, { limit: 1, offset: 1, facets: ['category'] }).facets?.category;
    const electronics = [{ category: 'electronics', count: 2 }];
    expect(count([byText('cable')])).toEqual(electronics);
    expect(count([inStock(), byCategory('electronics')])).toEqual(electronics);
    expect(count([byPrice({ minMinor: 900, maxMinor: 901 })])).toEqual(electronics);
    expect(count([byRating(4), byText('usb')])).toEqual(electronics);
    expect(count([({ name }) => name.endsWith('cable')])).toEqual(electronics);
    expect(count([() => false])).toEqual([]);
  });

  test('categories: the largest first, ties by name', async () => {
    const { shop } = await openShop();
    for (const category of ['b', 'ä', 'B', 'kitchen', 'kitchen']) {
      await shop.products.add({ name: 'x', category, priceMinor: 1 });
    }
    expect(shop.search([], { facets: ['category'] }).facets?.category).toEqual([
      { category: 'kitchen', count: 4 },
      { category: 'electronics', count: 3 },
      { category: 'B', count: 1 },
      { category: 'b', count: 1 },
      { category: 'ä', count: 1 },
    ]);
  });

  test('prices: bands in steps of 1, 2 and 5, both bounds included, up to the highest', async () => {
    const shop = await createShop();
    const top = Number.MAX_SAFE_INTEGER;
    for (const priceMinor of [0, 99, 100, 199, 200, 499, 500, 999, 1000, 5e15 - 1, 5e15, top]) {
      await shop.products.add({ name: 'x', category: 'x', priceMinor });
    }
    expect(shop.search([], { facets: ['price'] }).facets?.price).toEqual([
      { minMinor: 0, maxMinor: 99, count: 2 },
      { minMinor: 100, maxMinor: 199, count: 2 },
      { minMinor: 200, maxMinor: 499, count: 2 },
      { minMinor: 500, maxMinor: 999, count: 2 },
      { minMinor: 1000, maxMinor: 1999, count: 1 },
      { minMinor: 2e15, maxMinor: 5e15 - 1, count: 1 },
      { minMinor: 5e15, maxMinor: top, count: 2 },
    ]);
  });

  test('ratings: the mean rounded down to half stars', async () => {
    const { shop } = await openShop();
    await shop.products.review('cf', { userId: 'ada', rating: 5 });
    await shop.products.review('cf', { userId: 'bob', rating: 4 });
    await shop.users.register({ userId: 'cleo', name: 'Cleo' });
    await shop.products.review('cf', { userId: 'cleo', rating: 5 });
    await shop.products.review('mg', { userId: 'cleo', rating: 2 });
    expect(shop.search([byCategory('kitchen')], { facets: ['rating'] }).facets?.rating).toEqual([
      { rating: 4.5, count: 1 },
      { rating: 3.5, count: 1 },
    ]);
  });
});

describe('suggestions for what has been typed', () => {
  test('are its last word completed, then products with all of it in their names', async () => {
    const { shop } = await openShop();
    expect(shop.suggest('usb cab')).toEqual([
      { kind: 'words', text: 'usb cable', count: 2 },
      { kind: 'product', text: 'USB-A cable', sku: 'c1' },
      { kind: 'product', text: 'USB-C cable', sku: 'c2' },
    ]);
    expect(shop.suggest('k')).toEqual([{ kind: 'words', text: 'kitchen', count: 2 }]);
  });

  test('complete words from the first letter on, products from the third', async () => {
    const { shop } = await openShop();
    expect(shop.suggest('usb ca')).toEqual([
      { kind: 'words', text: 'usb cable', count: 2 },
      { kind: 'words', text: 'usb cafe', count: 1 },
    ]);
    expect(shop.suggest('usb c')).toEqual([
      { kind: 'words', text: 'usb cable', count: 2 },
      { kind: 'words', text: 'usb c', count: 1 },
      { kind: 'words', text: 'usb cafe', count: 1 },
      { kind: 'product', text: 'USB-C cable', sku: 'c2' },
    ]);
  });

  test('words: a singular and its plurals are one, spelt as most products have it', async () => {
    const shop = await createShop();
    const add = (sku: string, name: string) =>
      shop.products.add({ sku, name, category: 'x', priceMinor: 1 });
    await add('1', 'Red lamp');
    await add('2', 'Lamps');
    expect(shop.suggest('la')).toEqual([{ kind: 'words', text: 'lamp', count: 2 }]);
    await add('3', 'Two red lamps');
    expect(shop.suggest('la')).toEqual([{ kind: 'words', text: 'lamps', count: 3 }]);
    expect(shop.suggest('reds la')).toEqual([{ kind: 'words', text: 'reds lamps', count: 2 }]);
    await add('4', 'Knife');
    await add('5', 'Knives');
    expect(shop.suggest('kn')).toEqual([{ kind: 'words', text: 'knife', count: 2 }]);
    expect(shop.suggest('kniv')).toEqual([
      { kind: 'words', text: 'knives', count: 2 },
      { kind: 'product', text: 'Knives', sku: '5' },
    ]);
  });

  test('in any case and with any accents', async () => {
    const { shop } = await openShop();
    expect(shop.suggest('  CÁF ')).toEqual([
      { kind: 'words', text: 'cafe', count: 1 },
      { kind: 'product', text: 'Café au lait bowl', sku: 'cf' },
    ]);
  });

  test('words: the most frequent first, ties by alphabet, at most half of all', async () => {
    const { shop } = await openShop();
    await shop.products.add({ sku: 'tl', name: 'Telescope', category: 'x', priceMinor: 1 });
    await shop.products.add({ sku: 'tp', name: 'Telephone', category: 'x', priceMinor: 1 });
    await shop.products.add({ sku: 'tq', name: 'Telephone', category: 'x', priceMinor: 1 });
    const texts = (text: string, limit: number) =>
      shop.suggest(text, { limit }).map(({ text }) => text);
    const words = ['telephone', 'telescope', 'television'];
    const products = ['Telescope', 'Telephone', 'Telephone', 'Television'];
    expect(texts('tel', 10)).toEqual([...words, ...products]);
    expect(texts('tel', 6)).toEqual([...words, ...products.slice(0, 3)]);
    expect(texts('tel', 5)).toEqual([...words, ...products.slice(0, 2)]);
    expect(texts('tel', 3)).toEqual(['telephone', 'telescope', 'Telescope']);
    expect(texts('tel', 2)).toEqual(['telephone', 'Telescope']);
    expect(texts('tel', 1)).toEqual(['telephone']);
    expect(texts('tel', 0)).toEqual([]);
    expect(texts('t', 10)).toEqual([...words, 'two']);
    expect(texts('t', 3)).toEqual(['telephone', 'telescope']);
  });

  test('ten by default, five words of them', async () => {
    const { shop } = await openShop();
    for (let index = 0; index < 20; index++) {
      await shop.products.add({ name: `Zebra${index}`, category: 'x', priceMinor: 1 });
    }
    const kinds = shop.suggest('zebra').map(({ kind }) => kind);
    expect(kinds).toEqual([...Array(5).fill('words'), ...Array(5).fill('product')]);
  });

  test('none for a typo, for words that stand together nowhere, and for no word', async () => {
    const { shop } = await openShop();
    for (const text of ['televsion', 'mug usb', 'cab usb', '', ' ', '!']) {
      expect(shop.suggest(text)).toEqual([]);
    }
  });

  test('of the products of today', async () => {
    const { shop } = await openShop();
    await shop.products.update('mg', { name: 'Beaker', category: 'gifts' });
    expect(shop.suggest('mug')).toEqual([]);
    expect(shop.suggest('bea')).toEqual([
      { kind: 'words', text: 'beaker', count: 1 },
      { kind: 'product', text: 'Beaker', sku: 'mg' },
    ]);
  });
});

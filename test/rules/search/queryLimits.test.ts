import { describe, expect, test, vi } from 'vitest';
import { byText, createShop, type Shop, type ShopOptions } from '../../../src/index.ts';
import { TermDictionary } from '../../../src/search/termDictionary.ts';
import { type IndexedProduct, SearchIndex } from '../../../src/search.ts';

/** The words `w1 w2 ... w<count>`. */
function words(count: number): string {
  return Array.from({ length: count }, (_, index) => `w${index + 1}`).join(' ');
}

/** Products `few` and `many`, with three words and with forty. */
async function openShop(options: ShopOptions = {}): Promise<Shop> {
  const shop = await createShop(options);
  await shop.products.add({ sku: 'few', name: words(3), category: 'c', priceMinor: 1 });
  await shop.products.add({ sku: 'many', name: words(40), category: 'c', priceMinor: 1 });
  return shop;
}

function indexOf(options: { readonly maxQueryWords?: number } = {}) {
  const index = new SearchIndex<IndexedProduct>({ view: (product) => product, ...options });
  const add = (sku: string, name: string) =>
    index.add({ sku, name, category: 'c', priceMinor: 1, createdAt: 0 });
  const find = (...texts: string[]) => index.search(texts.map(byText)).items.map(({ sku }) => sku);
  return { index, add, find };
}

function skusOf(shop: Shop, ...texts: string[]): string[] {
  return shop.search(texts.map(byText)).items.map(({ sku }) => sku);
}

describe('of the words of a search text', () => {
  test('the first 16 count when the option is left out', async () => {
    const shop = await openShop();
    expect(skusOf(shop, `${words(16)} elsewhere`)).toEqual(['many']);
    expect(skusOf(shop, `${words(15)} elsewhere`)).toEqual([]);
    const { add, find } = indexOf();
    add('many', words(40));
    expect(find(`${words(16)} elsewhere`)).toEqual(['many']);
    expect(find(`${words(15)} elsewhere`)).toEqual([]);
  });

  test('the first maxQueryWords count', async () => {
    const shop = await openShop({ maxQueryWords: 3 });
    expect(skusOf(shop, `${words(3)} elsewhere`)).toEqual(['few', 'many']);
    expect(skusOf(shop, `${words(2)} elsewhere`)).toEqual([]);
    const { add, find } = indexOf({ maxQueryWords: 20 });
    add('many', words(40));
    expect(find(`${words(20)} elsewhere`)).toEqual(['many']);
    expect(find(`${words(19)} elsewhere`)).toEqual([]);
  });

  test('a word that comes again counts once', async () => {
    const shop = await openShop({ maxQueryWords: 2 });
    expect(skusOf(shop, 'w1 w1 w1 W1 w2 elsewhere')).toEqual(['few', 'many']);
    expect(skusOf(shop, 'w1 w1 w1 W1 elsewhere')).toEqual([]);
  });

  test('the last one is no beginning of a word if further ones are ignored', async () => {
    const { add, find } = indexOf({ maxQueryWords: 2 });
    add('lamp', 'Desk lamp');
    expect(find('desk lam')).toEqual(['lamp']);
    expect(find('desk lam elsewhere')).toEqual([]);
    expect(find('desk lamp elsewhere')).toEqual(['lamp']);
  });

  test('those of all texts of a search count together, and a text beyond is ignored', async () => {
    const shop = await openShop({ maxQueryWords: 3 });
    expect(skusOf(shop, 'w1', 'w2', 'w3', 'elsewhere')).toEqual(['few', 'many']);
    expect(skusOf(shop, 'w1', 'w2 w40 elsewhere')).toEqual(['many']);
    expect(skusOf(shop, 'w1', 'elsewhere', 'w2')).toEqual([]);
    expect(skusOf(shop, 'w1', 'w2', 'w3', '?!')).toEqual([]);
  });

  test('the first 16 count for one product, whatever the option of a shop', () => {
    const product = { sku: 'many', name: words(40), category: 'c', priceMinor: 1 };
    expect(byText(`${words(16)} elsewhere`)(product)).toBe(true);
    expect(byText(`${words(15)} elsewhere`)(product)).toBe(false);
  });

  test('the first maxQueryWords count for suggestions', async () => {
    const shop = await openShop({ maxQueryWords: 2 });
    const expected = [
      { kind: 'words', text: 'w1 w2', count: 2 },
      { kind: 'product', text: words(3), sku: 'few' },
      { kind: 'product', text: words(40), sku: 'many' },
    ];
    const texts = shop.suggest('w1 w2 elsewhere').filter((it) => it.text !== 'w1 w20');
    expect(texts).toEqual(expect.arrayContaining(expected));
    expect(shop.suggest('w1 elsewhere')).toEqual([]);
  });
});

describe('completions of a beginning with many words', () => {
  function manyWords() {
    const { index, add } = indexOf();
    const rows = Array.from({ length: 1500 }, (_, number) =>
      add(`p${number}`, `Sample s${number} s${number % 7}x`),
    );
    return { index, add, rows };
  }

  test('are the most frequent ones, also after the words of the catalogue have changed', () => {
    const { index, add, rows } = manyWords();
    const first = () => index.suggest('s', { limit: 4 }).map((it) => it.text);
    expect(first()).toEqual(['sample', 's0x']);
    for (let number = 0; number < 300; number++) add(`n${number}`, 'Super');
    expect(first()).toEqual(['sample', 'super']);
    for (const row of rows) index.remove(row);
    expect(first()[0]).toBe('super');
  });

  test('are worked out once as long as no word of the catalogue changes', () => {
    const { index, rows } = manyWords();
    const search = vi.spyOn(TermDictionary.prototype, 'withPrefix');
    const expected = index.suggest('s');
    for (let time = 0; time < 10; time++) expect(index.suggest('s')).toEqual(expected);
    index.setInStock(rows[0] as number, true);
    index.setRating(rows[0] as number, 4);
    index.suggest('s');
    expect(search.mock.calls.filter(([prefix]) => prefix === 's')).toHaveLength(1);
    search.mockRestore();
  });
});

describe('a misspelt word', () => {
  test('is looked up with at most 128 letters in place of each, so that no script makes it take long', () => {
    const { index, add } = indexOf();
    for (let number = 0; number < 3000; number++) {
      add(`p${number}`, `${String.fromCodePoint(0x4e00 + number)}bcde`);
    }
    const find = vi.spyOn(TermDictionary.prototype, 'find');
    // One of the letters begins the category.
    expect(index.search([byText('xbcde')]).total).toBe(127);
    expect(find.mock.calls.length).toBeLessThan(300);
    find.mockRestore();
  });

  test('that stands for no word of the catalogue ends the search', () => {
    const { index, add } = indexOf();
    for (const letter of 'abcdefghijklmnopqrstuvwxyz') add(letter, `${letter}bcdef`);
    const fuzzy = vi.spyOn(TermDictionary.prototype, 'fuzzyMatches');
    expect(index.search([byText('qqqqq abcdex bbcdex cbcdex')]).total).toBe(0);
    expect(fuzzy).toHaveBeenCalledTimes(1);
    fuzzy.mockRestore();
  });
});

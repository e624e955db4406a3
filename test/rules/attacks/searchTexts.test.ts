import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  byCategory,
  byPrice,
  byRating,
  byText,
  createShop,
  type Filter,
  inStock,
  type Shop,
} from '../../../src/index.ts';
import { TermDictionary } from '../../../src/search/termDictionary.ts';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** A word of eight letters for each number. */
function wordOf(number: number): string {
  let word = '';
  for (let left = number * 7919 + 1; word.length < 8; left = Math.floor(left / 3) + 11 * number) {
    word += LETTERS[left % LETTERS.length];
  }
  return word;
}

let shop: Shop;
beforeAll(async () => {
  shop = await createShop();
  for (let number = 0; number < 3000; number++) {
    const name = [0, 1, 2, 3].map((part) => wordOf(4 * number + part)).join(' ');
    await shop.products.add({ sku: `p${number}`, name, category: 'c', priceMinor: 1, stock: 1 });
  }
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** Counts the words that a search looks up, with their misspellings. */
function countLookups() {
  const find = vi.spyOn(TermDictionary.prototype, 'find');
  const fuzzy = vi.spyOn(TermDictionary.prototype, 'fuzzyMatches');
  const prefix = vi.spyOn(TermDictionary.prototype, 'withPrefix');
  return {
    finds: () => find.mock.calls.length,
    fuzzy: () => fuzzy.mock.calls.length,
    prefixes: () => prefix.mock.calls.length,
  };
}

/** A text of a thousand characters. */
function filled(word: (number: number) => string): string {
  let text = '';
  for (let number = 0; text.length < 1000; number++) text += `${word(number)} `;
  return text.slice(0, 1000);
}

const TEXTS: readonly (readonly [string, string])[] = [
  ['unknown words', filled((number) => `zq${number}zq`)],
  ['known words that no product has together', filled(wordOf)],
  ['misspelt words', filled((number) => `${wordOf(number).slice(0, 7)}_${number}`)],
  ['words with one wrong letter', filled((number) => `${wordOf(number).slice(0, 7)}0`)],
  ['one letter after the other', filled((number) => LETTERS[number % 26] as string)],
  ['one word without end', 'x'.repeat(1000)],
  ['signs that each become many letters', '\ufdfa'.repeat(1000)],
  ['accents', 'a\u0301'.repeat(500)],
  ['blanks', ' '.repeat(1000)],
  ['signs', '*.(['.repeat(250)],
];

describe('a search for a thousand characters', () => {
  test.each(TEXTS)('looks up 16 words at the most: %s', (_, text) => {
    const counted = countLookups();
    expect(shop.search([byText(text)]).items.length).toBeLessThanOrEqual(100);
    expect(counted.fuzzy()).toBeLessThanOrEqual(16);
    expect(counted.prefixes()).toBeLessThanOrEqual(2);
    // With one letter wrong, missing, added or swapped, and the letters with which the words of the catalogue go on.
    expect(counted.finds()).toBeLessThan(16 * 800);
  });

  test.each(TEXTS)('and so do suggestions for it: %s', (_, text) => {
    const counted = countLookups();
    expect(shop.suggest(text).length).toBeLessThanOrEqual(10);
    expect(counted.fuzzy()).toBe(0);
    expect(counted.prefixes()).toBeLessThanOrEqual(2);
    expect(counted.finds()).toBeLessThanOrEqual(3 * 16);
  });

  test('with many texts at once looks up as much as one', () => {
    const counted = countLookups();
    const filters: Filter[] = TEXTS.slice(0, 8).flatMap(([, text]) => Array(50).fill(byText(text)));
    expect(shop.search(filters).total).toBe(0);
    expect(counted.fuzzy()).toBeLessThanOrEqual(16);
    expect(counted.finds()).toBeLessThan(16 * 800);
  });
});

describe('a search with thousands of filters', () => {
  test('finds what one of each would, and looks no word up more often', () => {
    const word = wordOf(5);
    const each: Filter[] = [
      byText(word),
      byCategory('c', 'd'),
      byPrice({ maxMinor: 10 }),
      byRating(0),
      inStock(),
    ];
    const counted = countLookups();
    const expected = shop.search(each);
    const once = counted.finds();
    expect(expected.total).toBeGreaterThan(0);
    const many = Array.from({ length: 2000 }, () => each).flat();
    expect(shop.search(many)).toEqual(expected);
    expect(counted.finds() - once).toBeLessThanOrEqual(16 * once);
  });

  test('for one category after the other finds nothing', () => {
    const filters = Array.from({ length: 1000 }, (_, number) => byCategory('c', `c${number}`));
    expect(shop.search(filters).total).toBe(3000);
    expect(shop.search([...filters, byCategory('d')]).total).toBe(0);
  });
});

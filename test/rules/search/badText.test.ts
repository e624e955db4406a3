import { beforeAll, describe, expect, test } from 'vitest';
import { byCategory, byPrice, byText } from '../../../src/index.ts';
import { picture, type Stage, stage } from '../badInput/stage.ts';

let at: Stage;
let before: unknown;
beforeAll(async () => {
  at = await stage();
  await at.shop.products.add({
    sku: 'odd',
    name: 'Constructor (.*) \\ \u{1f600} __proto__ \ud800 tail',
    category: '__proto__',
    priceMinor: 100,
    description: `${'x'.repeat(1000)} \u0000 nul\u0000nul 10,5`,
  });
  before = picture(at);
});

/** The SKUs that a text finds, or the error of its refusal. The shop must not change. */
function found(text: string): unknown {
  try {
    return at.shop.search([byText(text)]).items.map(({ sku }) => sku);
  } catch (error) {
    return error;
  } finally {
    at.shop.suggest(text.slice(0, 1000));
    expect(picture(at)).toEqual(before);
  }
}

/** The part, repeated up to a thousand characters: the longest text that is allowed. */
function filled(part: string): string {
  return part.repeat(Math.ceil(1000 / part.length)).slice(0, 1000);
}

describe('a text without a letter or digit finds nothing', () => {
  test.each([
    ['empty', ''],
    ['blank', ' \t\n'],
    ['half of a surrogate pair', '\ud800'],
    ['a surrogate pair in the wrong order', '\udc00\ud800'],
    ['a pattern that matches everything', '.*'],
    ['an open bracket', '('],
    ['a backslash', '\\'],
    ['a pattern with catastrophic backtracking', '(.*)*$'],
    ['an emoji', '\u{1f600}'],
    ['an emoji of several joined ones', '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}'],
    ['NUL', '\u0000'],
    ['an accent without a letter', '\u0301'],
    ['a thousand commas', ','.repeat(1000)],
  ])('%s', (_name, text) => {
    expect(found(text)).toEqual([]);
    const filters = [byText('mug'), byText(text)];
    const nothing = { total: 0, items: [] };
    expect(at.shop.search(filters)).toEqual(nothing);
    expect(at.shop.search(filters.toReversed())).toEqual(nothing);
    expect(at.shop.search([() => true, byText(text)], { sort: 'price' })).toEqual(nothing);
    expect(at.shop.search([byText(text)], { facets: true })).toEqual({
      ...nothing,
      facets: { category: [], price: [], rating: [] },
    });
    expect(at.shop.search([]).items.filter(byText(text))).toEqual([]);
    expect(at.shop.suggest(text)).toEqual([]);
  });
});

describe('a text of more than a thousand characters is refused, and the message stays short', () => {
  test.each([
    ['one long word', 'x'.repeat(1001)],
    ['ten thousand letters', 'x'.repeat(10_000)],
    ['ten thousand letters in many words', 'mug '.repeat(2500)],
    ['blanks around a word', `mug${' '.repeat(998)}`],
  ])('%s', (_name, text) => {
    const error = found(text);
    expect(error).toBeInstanceOf(RangeError);
    expect((error as Error).message).toBe(
      `text: expected at most 1000 characters, got '${text.length} characters'`,
    );
    expect(() => at.shop.suggest(text)).toThrow(RangeError);
  });
});

describe('of any other text, only the words count', () => {
  test.each<[string, string, string[]]>([
    ['the name of a member that every object has', 'constructor', ['odd']],
    ['such a name with underscores', '__proto__', ['odd']],
    ['such a name that no product has', 'hasOwnProperty', []],
    ['several of these names', 'toString valueOf', []],
    ['brackets and a star around a word', '(mug.*)', ['mug']],
    ['a pattern with letters', '[a-z]+', []],
    ['a backslash and a letter', '\\mug', ['mug']],
    ['emoji around a word', '\u{1f600}mug\u{1f600}', ['mug']],
    ['halves of surrogate pairs around a word', '\ud800mug\udc00', ['mug']],
    ['NUL between two words', 'nul\u0000nul', ['odd']],
    ['a decimal comma', '10,5', ['odd']],
    ['full-width letters', '\uff2d\uff35\uff27', ['mug']],
    ['mathematical letters', '\u{1d40c}\u{1d414}\u{1d406}', ['mug']],
    ['a word of a thousand letters', 'x'.repeat(1000), ['odd']],
    ['a prefix of this word', 'x'.repeat(500), ['odd']],
    ['a word of a thousand letters with a typo', `${'x'.repeat(999)}y`, ['odd']],
    ['a word of a thousand letters that no product has', 'y'.repeat(1000), []],
    ['five hundred words', filled('x '), []],
    ['one word two hundred times', filled('mug, '), ['mug']],
    ['hundreds of different words', hundreds(), []],
    ['a thousand accents', `mu\u0301g${'\u0301'.repeat(990)}`, ['mug']],
    ['a ligature that expands to many letters', filled('\ufdfa'), []],
  ])('%s', (_name, text, skus) => {
    expect(text.length).toBeLessThanOrEqual(1000);
    expect(found(text)).toEqual(skus);
  });

  function hundreds(): string {
    const words = Array.from({ length: 200 }, (_, index) => (index + 1000).toString(36));
    return words.join(' ').slice(0, 1000);
  }
});

describe('a category that is unknown or has an unusual name', () => {
  test.each<[string, string[]]>([
    ['nowhere', []],
    ['constructor', []],
    ['toString', []],
    ['__proto__', ['odd']],
    ['KITCHEN', []],
    ['kitchen ', []],
    ['\ud800', []],
    ['x'.repeat(100_000), []],
  ])('finds the products with exactly this name: %.20s', (category, skus) => {
    const { total, items } = at.shop.search([byCategory(category)]);
    expect({ total, skus: items.map(({ sku }) => sku) }).toEqual({ total: skus.length, skus });
    expect(picture(at)).toEqual(before);
  });

  test('is counted by its name', () => {
    expect(at.shop.search([], { limit: 0, facets: ['category'] }).facets).toEqual({
      category: [
        { category: 'kitchen', count: 2 },
        { category: '__proto__', count: 1 },
      ],
    });
  });
});

describe('numbers out of range are refused, and pages beyond the end are empty', () => {
  test.each([
    ['a minimum above the maximum', () => byPrice({ minMinor: 1, maxMinor: 0 })],
    ['a negative minimum', () => byPrice({ minMinor: -1 })],
    ['a negative limit', () => at.shop.search([], { limit: -1 })],
    ['a negative offset', () => at.shop.search([], { offset: -1 })],
    ['a negative limit of suggestions', () => at.shop.suggest('mug', { limit: -1 })],
    ['half a product as the limit', () => at.shop.search([], { limit: 0.5 })],
  ])('%s', (_name, ask) => {
    expect(ask).toThrow(RangeError);
    expect(picture(at)).toEqual(before);
  });

  test.each([
    [3, 10],
    [Number.MAX_SAFE_INTEGER, 1],
    [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
    [0, 0],
  ])('offset %d, limit %d', (offset, limit) => {
    for (const sort of ['relevance', 'price', 'rating', 'name', 'newest'] as const) {
      expect(at.shop.search([], { offset, limit, sort })).toEqual({ total: 3, items: [] });
    }
    expect(at.shop.search([], { offset, limit })).toEqual({ total: 3, items: [] });
  });

  test('a limit of no suggestions, and one above their number', () => {
    expect(at.shop.suggest('mug', { limit: 0 })).toEqual([]);
    expect(at.shop.suggest('mug', { limit: Number.MAX_SAFE_INTEGER })).toEqual([
      { kind: 'words', text: 'mug', count: 1 },
      { kind: 'product', text: 'Mug', sku: 'mug' },
    ]);
    expect(at.shop.suggest('m', { limit: 0 })).toEqual([]);
    expect(at.shop.suggest('m', { limit: Number.MAX_SAFE_INTEGER })).toEqual([
      { kind: 'words', text: 'mug', count: 1 },
    ]);
  });
});

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

/** What a text finds, or the error it is refused with; and nothing has changed. */
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

/** A thousand characters: the longest text there may be. */
function filled(part: string): string {
  return part.repeat(Math.ceil(1000 / part.length)).slice(0, 1000);
}

describe('a text without a letter or digit is refused', () => {
  test.each([
    ['empty', ''],
    ['blank', ' \t\n'],
    ['half of a character', '\ud800'],
    ['two halves in the wrong order', '\udc00\ud800'],
    ['a pattern of everything', '.*'],
    ['an open bracket', '('],
    ['a backslash', '\\'],
    ['a pattern that takes for ever', '(.*)*$'],
    ['an emoji', '\u{1f600}'],
    ['a family of them', '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}'],
    ['NUL', '\u0000'],
    ['an accent without a letter', '\u0301'],
    ['a thousand commas', ','.repeat(1000)],
  ])('%s', (_name, text) => {
    expect(found(text)).toBeInstanceOf(RangeError);
    expect(found(text)).toMatchObject({
      message: expect.stringMatching(/^text: expected .+ got /),
    });
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

describe('any other text is only its words', () => {
  test.each<[string, string, string[]]>([
    ['names of members of every object', 'constructor', ['odd']],
    ['with underscores', '__proto__', ['odd']],
    ['of which no product has any', 'hasOwnProperty', []],
    ['nor this', 'toString valueOf', []],
    ['brackets and stars between', '(mug.*)', ['mug']],
    ['a pattern with letters', '[a-z]+', []],
    ['a backslash and a letter', '\\mug', ['mug']],
    ['emoji around', '\u{1f600}mug\u{1f600}', ['mug']],
    ['half a character beside', '\ud800mug\udc00', ['mug']],
    ['NUL between two words', 'nul\u0000nul', ['odd']],
    ['a decimal comma', '10,5', ['odd']],
    ['wide letters', '\uff2d\uff35\uff27', ['mug']],
    ['mathematical letters', '\u{1d40c}\u{1d414}\u{1d406}', ['mug']],
    ['a word of a thousand letters', 'x'.repeat(1000), ['odd']],
    ['a beginning of it', 'x'.repeat(500), ['odd']],
    ['a word of a thousand letters with a typo', `${'x'.repeat(999)}y`, ['odd']],
    ['a word of a thousand letters that nobody has', 'y'.repeat(1000), []],
    ['five hundred words', filled('x '), []],
    ['one word two hundred times', filled('mug, '), ['mug']],
    ['hundreds of different words', hundreds(), []],
    ['a thousand accents', `mu\u0301g${'\u0301'.repeat(990)}`, ['mug']],
    ['a ligature that takes more letters than it is long', filled('\ufdfa'), []],
  ])('%s', (_name, text, skus) => {
    expect(text.length).toBeLessThanOrEqual(1000);
    expect(found(text)).toEqual(skus);
  });

  function hundreds(): string {
    const words = Array.from({ length: 200 }, (_, index) => (index + 1000).toString(36));
    return words.join(' ').slice(0, 1000);
  }
});

describe('unknown and odd categories', () => {
  test.each<[string, string[]]>([
    ['nowhere', []],
    ['constructor', []],
    ['toString', []],
    ['__proto__', ['odd']],
    ['KITCHEN', []],
    ['kitchen ', []],
    ['\ud800', []],
    ['x'.repeat(100_000), []],
  ])('%.20s', (category, skus) => {
    const { total, items } = at.shop.search([byCategory(category)]);
    expect({ total, skus: items.map(({ sku }) => sku) }).toEqual({ total: skus.length, skus });
    expect(picture(at)).toEqual(before);
  });

  test('are counted by their names', () => {
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
    ['half a product', () => at.shop.search([], { limit: 0.5 })],
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

  test('no suggestion, and as many as there are', () => {
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

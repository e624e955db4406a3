import fc from 'fast-check';
import type { Product } from '../../../src/index.ts';
import type { SearchOptions } from '../../../src/search.ts';
import type { FilterSpec } from './filterSpec.ts';

/**
 * A small vocabulary, so that words occur together: plurals, prefixes and typos of each other, accents
 * and upper case, letters outside the basic plane, and the names of members that every object has.
 */
const WORDS = [
  ...['cable', 'cables', 'Cabel', 'lamp', 'lamps', 'lantern', 'cab', 'café', 'knives', 'aaaaa'],
  ...['lamb', 'lanterns'],
  ...['CABLE', 'cabs', 'cabin', 'cabinet', 'câble', 'acble'],
  ...['Lantren', 'lanten', 'lantterns', 'xantern'],
  ...['knife', 'glass', 'glasses', 'glases', 'child', 'children', 'childrens', 'chidlren', 'news'],
  ...['CAFE', 'cafés', 'Straße', 'strasse', 'STRASSEN', 'ﬁnch', 'finch', 'finches'],
  ...['usb', 'us', 'a', 'aa', 'aaa', 'aaaa', 'aaaaaa', '7', '12', '12cm', '2s', 'x2000'],
  ...['日本', '日本語', '𐐨𐐩𐐪𐐫𐐬', '𐐀𐐁𐐂𐐄𐐃', 'constructor', '__proto__', 'ısı', 'İSI', 'ß'],
];

const CATEGORIES = ['kitchen', 'Kitchen', 'lamps', 'Ä', 'A\u0308', '__proto__', 'constructor', '?'];

const SKUS = [
  ...['s1', 's2', 's10', 'S1', 'ä', '__proto__', 'constructor', 's1 ', '日', '\u{1f600}', '\uffff'],
  ...Array.from({ length: 14 }, (_, index) => `p${index}`),
];

const PRICES = [0, 1, 99, 100, 101, 199, 200, 499, 500, 999, 1000, 5e15 - 1, 5e15, 2 ** 53 - 1];
const RATINGS = [0, 1, 1.4, 1.5, 2.75, 3.4999999, 3.5, 3.9999999, 4, 11 / 3, 13 / 3, 4.5, 5];

/** The first words are frequent, so that texts of several words find something. */
const word = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(...WORDS.slice(0, 12)) },
  { weight: 1, arbitrary: fc.constantFrom(...WORDS) },
);
const words = (maxLength: number) => fc.array(word, { minLength: 1, maxLength });
const gap = fc.constantFrom(' ', '-', ', ', '/');

/** Mostly words; some texts have no word at all, and some have more words than the index counts. */
const name = fc.oneof(
  { weight: 20, arbitrary: fc.tuple(words(4), gap).map(([parts, between]) => parts.join(between)) },
  { weight: 1, arbitrary: fc.constantFrom('!', '-', ' ', '\u0301', '\ud800', 'lamp '.repeat(300)) },
  { weight: 1, arbitrary: fc.constant('lamp '.repeat(256)) },
);
const description = fc.oneof(
  { weight: 2, arbitrary: fc.constant(undefined) },
  { weight: 1, arbitrary: fc.constant('') },
  { weight: 4, arbitrary: words(6).map((parts) => parts.join(' ')) },
);
const category = fc.constantFrom(...CATEGORIES);
const priceMinor = fc.constantFrom(...PRICES);
const rating = fc.constantFrom(...RATINGS);
const available = fc.constantFrom(0, 0, 1, 7);
const createdAt = fc.integer({ min: 0, max: 3 });

/** Part of a query: a word of the catalogue, its beginning, or the word with a typo. */
const typed = fc.oneof(
  { weight: 3, arbitrary: word },
  { weight: 2, arbitrary: fc.tuple(word, fc.nat(6)).map(([whole, end]) => start(whole, end)) },
  { weight: 2, arbitrary: fc.tuple(word, fc.nat(), fc.nat(3)).map(mistyped) },
);
export const text: fc.Arbitrary<string> = fc
  .oneof(
    { weight: 4, arbitrary: fc.tuple(typed) },
    { weight: 3, arbitrary: fc.tuple(word, typed) },
    { weight: 1, arbitrary: fc.tuple(typed, word, typed) },
  )
  .map((parts) => parts.join(' '));

function start(whole: string, end: number): string {
  return [...whole].slice(0, end + 1).join('');
}

/** The word with a letter wrong, missing or added, or with two neighbours swapped. */
function mistyped([whole, where, how]: [string, number, number]): string {
  const letters = [...whole];
  const at = where % letters.length;
  const [first = '', second = ''] = letters.slice(at, at + 2);
  if (how === 0) letters.splice(at, 1, 'z');
  else if (how === 1) letters.splice(at, 1);
  else if (how === 2) letters.splice(at, 0, first);
  else letters.splice(at, 2, second, first);
  return letters.length === 0 ? whole : letters.join('');
}

const custom: fc.Arbitrary<FilterSpec> = fc.constantFrom<FilterSpec[]>(
  { kind: 'custom', name: 'rated', passes: (product) => product.rating > 0 },
  { kind: 'custom', name: 'even', passes: ({ priceMinor }) => priceMinor % 2 === 0 },
  { kind: 'custom', name: 'short', passes: ({ name: { length } }) => length < 12 },
  { kind: 'custom', name: 'none', passes: () => false },
);

/** The bounds are in order; either may be left out. */
const price: fc.Arbitrary<FilterSpec> = fc
  .tuple(priceMinor, priceMinor, fc.nat(3))
  .map(([one, other, which]) => ({
    kind: 'price',
    ...(which !== 1 && { minMinor: Math.min(one, other) }),
    ...(which !== 2 && { maxMinor: Math.max(one, other) }),
  }));

/** `byText` refuses a text without a letter or digit. */
const searchable = text.filter((found) => /[\p{Letter}\p{Number}]/u.test(found));

const asText = (text: string): FilterSpec => ({ kind: 'text', text });
const asCategory = (names: string[]): FilterSpec => ({ kind: 'category', names });

const others = fc.oneof(
  {
    weight: 2,
    arbitrary: fc
      .array(fc.constantFrom(...CATEGORIES, 'nowhere', 'toString'), { minLength: 1, maxLength: 5 })
      .map(asCategory),
  },
  { weight: 2, arbitrary: price },
  { weight: 2, arbitrary: rating.map((minimum): FilterSpec => ({ kind: 'rating', minimum })) },
  { weight: 1, arbitrary: fc.constant<FilterSpec>({ kind: 'inStock' }) },
  { weight: 1, arbitrary: custom },
);
const filter = fc.oneof(
  { weight: 2, arbitrary: searchable.map(asText) },
  { weight: 3, arbitrary: others },
);
/** Texts that many products match, so that other filters beside them make a difference. */
const wide = fc.constantFrom('cab', 'lam', 'cable', 'lamp', 'kitchen', 'lamp cable').map(asText);

export const filters: fc.Arbitrary<FilterSpec[]> = fc.oneof(
  { weight: 1, arbitrary: fc.constant<FilterSpec[]>([]) },
  { weight: 3, arbitrary: fc.tuple(filter) },
  { weight: 3, arbitrary: fc.tuple(wide, others) },
  { weight: 1, arbitrary: fc.tuple(wide, filter, filter) },
  { weight: 1, arbitrary: fc.array(filter, { minLength: 2, maxLength: 4 }) },
);

const size = fc.oneof(fc.nat(30), fc.constantFrom(0, 1, 100, 2 ** 53 - 1));
const facetNames = fc.constantFrom('category', 'price', 'rating');
export const options: fc.Arbitrary<SearchOptions> = fc.record(
  {
    sort: fc.constantFrom('relevance', 'price', 'rating', 'name', 'newest'),
    limit: size,
    offset: fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, size),
    facets: fc.oneof(fc.boolean(), fc.uniqueArray(facetNames)),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<SearchOptions>;

export const sku: fc.Arbitrary<string> = fc.constantFrom(...SKUS);

export const product: fc.Arbitrary<Product> = fc
  .record({ sku, name, category, priceMinor, description, createdAt, rating, available })
  .map(({ description, ...rest }) => ({
    ...rest,
    reviewCount: rest.rating === 0 ? 0 : 1,
    ...(description !== undefined && { description }),
  }));

/** A change of members that the index reads from the product itself: of one, or of several. */
export const change: fc.Arbitrary<Partial<Product>> = fc.oneof(
  fc.record({ name }),
  fc.record({ category }),
  fc.record({ priceMinor }),
  fc.record({ description: description.map((found) => found ?? '') }),
  fc.record({ name, category, priceMinor }),
);

export const stock: fc.Arbitrary<number> = available;
export const mean: fc.Arbitrary<number> = rating;

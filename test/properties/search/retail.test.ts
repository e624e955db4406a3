import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Product } from '../../../src/index.ts';
import { SearchIndex, type SearchOptions, type Suggestion } from '../../../src/search.ts';
import { type FilterSpec, toFilter } from './filterSpec.ts';
import { type ExpectedResult, Oracle } from './Oracle.ts';
import { retailCatalogue } from './retailCatalogue.ts';

const SLICE = '../shared/data/online-retail.csv';
const path = fileURLToPath(new URL(`../../../${SLICE}`, import.meta.url));
const products = existsSync(path) ? retailCatalogue(readFileSync(path, 'utf8')) : undefined;

interface Question {
  readonly rule: string;
  readonly filters: readonly FilterSpec[];
  readonly options: SearchOptions;
  readonly expected: ExpectedResult;
}

/** The expected results were counted in the file itself, with regular expressions. */
const questions: readonly Question[] = [
  {
    rule: 'several words: only products that have all of them',
    filters: [{ kind: 'text', text: 'zinc lantern' }],
    options: {},
    expected: { total: 1, skus: ['84760S'] },
  },
  {
    rule: 'two words that several products have',
    filters: [{ kind: 'text', text: 'glass cloche' }],
    options: {},
    expected: { total: 2, skus: ['22777', '22778'] },
  },
  {
    rule: 'a plural also finds the singular',
    filters: [{ kind: 'text', text: 'tea cosies' }],
    options: {},
    expected: { total: 3, skus: ['22308', '22309', '47580'] },
  },
  {
    rule: 'a singular also finds plurals',
    filters: [{ kind: 'text', text: 'heart' }],
    options: { limit: 5, facets: true },
    expected: {
      total: 143,
      skus: ['20985', '21677', '48194', '10123C', '21349'],
      facets: {
        category: [
          { category: 'Gifts', count: 119 },
          { category: 'Lighting', count: 13 },
          { category: 'Christmas', count: 9 },
          { category: 'Kitchen', count: 2 },
        ],
        price: [
          { minMinor: 0, maxMinor: 99, count: 36 },
          { minMinor: 100, maxMinor: 199, count: 48 },
          { minMinor: 200, maxMinor: 499, count: 47 },
          { minMinor: 500, maxMinor: 999, count: 9 },
          { minMinor: 1000, maxMinor: 1999, count: 2 },
          { minMinor: 2000, maxMinor: 4999, count: 1 },
        ],
        rating: [
          { rating: 5, count: 2 },
          { rating: 4.5, count: 1 },
          { rating: 4, count: 2 },
          { rating: 3, count: 3 },
          { rating: 2.5, count: 2 },
          { rating: 2, count: 3 },
          { rating: 1.5, count: 9 },
          { rating: 1, count: 22 },
          { rating: 0, count: 99 },
        ],
      },
    },
  },
  {
    rule: 'a plural also finds the singular, with the same relevance',
    filters: [{ kind: 'text', text: 'hearts' }],
    options: { limit: 5, facets: true },
    expected: {
      total: 143,
      skus: ['20985', '21677', '48194', '10123C', '21349'],
      facets: {
        category: [
          { category: 'Gifts', count: 119 },
          { category: 'Lighting', count: 13 },
          { category: 'Christmas', count: 9 },
          { category: 'Kitchen', count: 2 },
        ],
        price: [
          { minMinor: 0, maxMinor: 99, count: 36 },
          { minMinor: 100, maxMinor: 199, count: 48 },
          { minMinor: 200, maxMinor: 499, count: 47 },
          { minMinor: 500, maxMinor: 999, count: 9 },
          { minMinor: 1000, maxMinor: 1999, count: 2 },
          { minMinor: 2000, maxMinor: 4999, count: 1 },
        ],
        rating: [
          { rating: 5, count: 2 },
          { rating: 4.5, count: 1 },
          { rating: 4, count: 2 },
          { rating: 3, count: 3 },
          { rating: 2.5, count: 2 },
          { rating: 2, count: 3 },
          { rating: 1.5, count: 9 },
          { rating: 1, count: 22 },
          { rating: 0, count: 99 },
        ],
      },
    },
  },
  {
    rule: 'a singular also finds irregular plurals and, as the last word, words that begin with it',
    filters: [{ kind: 'text', text: 'child' }],
    options: { limit: 8, facets: ['price'] },
    expected: {
      total: 34,
      skus: ['20684', '22514', '22515', '22516', '22517', '22518', '22519', '22520'],
      facets: {
        price: [
          { minMinor: 0, maxMinor: 99, count: 2 },
          { minMinor: 100, maxMinor: 199, count: 15 },
          { minMinor: 200, maxMinor: 499, count: 11 },
          { minMinor: 500, maxMinor: 999, count: 6 },
        ],
      },
    },
  },
  {
    rule: 'an irregular plural does not match as a prefix of its singular',
    filters: [{ kind: 'text', text: 'children' }],
    options: { limit: 8, facets: ['price'] },
    expected: {
      total: 32,
      skus: ['20684', '22514', '22515', '22516', '22517', '22518', '22519', '22520'],
      facets: {
        price: [
          { minMinor: 0, maxMinor: 99, count: 2 },
          { minMinor: 100, maxMinor: 199, count: 14 },
          { minMinor: 200, maxMinor: 499, count: 10 },
          { minMinor: 500, maxMinor: 999, count: 6 },
        ],
      },
    },
  },
  {
    rule: 'the last word as a prefix',
    filters: [{ kind: 'text', text: 'lant' }],
    options: {},
    expected: {
      total: 8,
      skus: ['22224', '22784', '71053', '21324', '22464', '22465', '40016', '84760S'],
    },
  },
  {
    rule: 'case and accents make no difference',
    filters: [{ kind: 'text', text: 'LÀNTERNS' }],
    options: {},
    expected: {
      total: 8,
      skus: ['22224', '22784', '71053', '21324', '22464', '22465', '40016', '84760S'],
    },
  },
  {
    rule: 'two letters swapped',
    filters: [{ kind: 'text', text: 'lantren' }],
    options: {},
    expected: {
      total: 8,
      skus: ['22224', '22784', '71053', '21324', '22464', '22465', '40016', '84760S'],
    },
  },
  {
    rule: 'two letters swapped in one of two words',
    filters: [{ kind: 'text', text: 'hangign heart' }],
    options: { limit: 6 },
    expected: { total: 20, skus: ['21385', '22161', '22227', '22318', '22464', '22804'] },
  },
  {
    rule: 'a letter missing',
    filters: [{ kind: 'text', text: 'umbrela' }],
    options: {},
    expected: {
      total: 14,
      skus: [
        '85014B',
        '85014b',
        '15060B',
        '20681',
        '20682',
        '20684',
        '21708',
        '21709',
        '21710',
        '85014A',
        '85014a',
        '20686',
        '21706',
        '21711',
      ],
    },
  },
  {
    rule: 'a typo in the catalogue is forgiven, too',
    filters: [{ kind: 'text', text: 'knife' }],
    options: {},
    expected: { total: 1, skus: ['16010'] },
  },
  {
    rule: 'a letter added',
    filters: [{ kind: 'text', text: 'umbrrella' }],
    options: { sort: 'price', limit: 4 },
    expected: { total: 14, skus: ['20681', '20682', '20686', '15060B'] },
  },
  {
    rule: 'a letter wrong',
    filters: [{ kind: 'text', text: 'jigzaw' }],
    options: { sort: 'name', limit: 4 },
    expected: { total: 11, skus: ['22623', '22233', '22231', '22543'] },
  },
  {
    rule: 'no typo is forgiven in a word of four letters',
    filters: [{ kind: 'text', text: 'mugz' }],
    options: {},
    expected: { total: 0, skus: [] },
  },
  {
    rule: 'two typos are not forgiven in a longer word',
    filters: [{ kind: 'text', text: 'lanrten' }],
    options: {},
    expected: { total: 0, skus: [] },
  },
  {
    rule: 'the first word does not match as a prefix',
    filters: [{ kind: 'text', text: 'lig wall' }],
    options: {},
    expected: { total: 0, skus: [] },
  },
  {
    rule: 'the last word matches as a prefix, here of the category',
    filters: [{ kind: 'text', text: 'wall lig' }],
    options: {},
    expected: { total: 1, skus: ['21372'] },
  },
  {
    rule: 'a repeated word counts once',
    filters: [{ kind: 'text', text: 'bag bag' }],
    options: { limit: 5, facets: ['category'] },
    expected: {
      total: 113,
      skus: ['20711', '20713', '20717', '20719', '20723'],
      facets: { category: [{ category: 'Bags', count: 113 }] },
    },
  },
  {
    rule: 'numbers are words',
    filters: [{ kind: 'text', text: '12 pencils' }],
    options: {},
    expected: {
      total: 8,
      skus: ['20973', '20974', '20981', '20982', '20984', '22491', '20975', '20983'],
    },
  },
  {
    rule: 'a word that no product has',
    filters: [{ kind: 'text', text: 'xylophone' }],
    options: { facets: true },
    expected: { total: 0, skus: [], facets: { category: [], price: [], rating: [] } },
  },
  {
    rule: 'codes are not searched',
    filters: [{ kind: 'text', text: '85123A' }],
    options: {},
    expected: { total: 0, skus: [] },
  },
  {
    rule: 'punctuation ends a word',
    filters: [{ kind: 'text', text: 'w/knif & s' }],
    options: {},
    expected: { total: 1, skus: ['16010'] },
  },
  {
    rule: 'words of the name weigh more than those of the category',
    filters: [{ kind: 'text', text: 'kitchen' }],
    options: { limit: 14, facets: ['category'] },
    expected: {
      total: 159,
      skus: [
        '22624',
        '22625',
        '22626',
        '22627',
        '22769',
        '82578',
        '21279',
        '21281',
        '22655',
        '22748',
        '47567B',
        '22675',
        '84637',
        '21872',
      ],
      facets: {
        category: [
          { category: 'Kitchen', count: 147 },
          { category: 'Gifts', count: 12 },
        ],
      },
    },
  },
  {
    rule: 'two plurals',
    filters: [{ kind: 'text', text: 'christmas lights' }],
    options: {},
    expected: { total: 6, skus: ['22941', '22942', '21816', '22943', '20878', '85048'] },
  },
  {
    rule: 'words of the category match, too',
    filters: [{ kind: 'text', text: 'hanging lighting' }],
    options: {},
    expected: {
      total: 17,
      skus: [
        '21324',
        '22464',
        '22465',
        '22178',
        '22217',
        '84760S',
        '84949',
        '20893',
        '20894',
        '21733',
        '71459',
        '84755',
        '84970S',
        '84970s',
        '84978',
        '85123A',
        '85123a',
      ],
    },
  },
  {
    rule: 'of two texts, a product must match both',
    filters: [
      { kind: 'text', text: 'red retrospot' },
      { kind: 'text', text: 'bag' },
    ],
    options: {},
    expected: {
      total: 8,
      skus: ['20718', '20724', '20725', '21039', '21155', '21936', '85099B', '22348'],
    },
  },
  {
    rule: 'pseudo products are products',
    filters: [{ kind: 'text', text: 'postage' }],
    options: { facets: true },
    expected: {
      total: 2,
      skus: ['POST', 'DOT'],
      facets: {
        category: [{ category: 'Gifts', count: 2 }],
        price: [
          { minMinor: 1000, maxMinor: 1999, count: 1 },
          { minMinor: 50000, maxMinor: 99999, count: 1 },
        ],
        rating: [
          { rating: 2, count: 1 },
          { rating: 0, count: 1 },
        ],
      },
    },
  },
  {
    rule: 'products with a word, sorted by rating',
    filters: [{ kind: 'text', text: 'clock' }],
    options: { sort: 'rating', limit: 6, facets: ['rating'] },
    expected: {
      total: 15,
      skus: ['22727', '22726', '22730', '22728', '22729', '22725'],
      facets: {
        rating: [
          { rating: 3.5, count: 2 },
          { rating: 2.5, count: 1 },
          { rating: 2, count: 1 },
          { rating: 1.5, count: 1 },
          { rating: 1, count: 1 },
          { rating: 0, count: 9 },
        ],
      },
    },
  },
  {
    rule: 'a text within a price range, the cheapest first',
    filters: [
      { kind: 'text', text: 'candles' },
      { kind: 'price', minMinor: 50, maxMinor: 85 },
    ],
    options: { sort: 'price' },
    expected: { total: 6, skus: ['72130', '22792', '72128', '72598', '72818', '84832'] },
  },
  {
    rule: 'a text and a minimum rating',
    filters: [
      { kind: 'text', text: 'retrospot' },
      { kind: 'rating', minimum: 3.5 },
    ],
    options: {},
    expected: { total: 4, skus: ['22632', '85099B', '21485', '21212'] },
  },
  {
    rule: 'a category, sorted by rating',
    filters: [{ kind: 'category', names: ['Christmas'] }],
    options: { sort: 'rating', limit: 5, facets: ['rating', 'price'] },
    expected: {
      total: 96,
      skus: ['22086', '22910', '22952', '22909', '22940'],
      facets: {
        price: [
          { minMinor: 0, maxMinor: 99, count: 44 },
          { minMinor: 100, maxMinor: 199, count: 25 },
          { minMinor: 200, maxMinor: 499, count: 17 },
          { minMinor: 500, maxMinor: 999, count: 9 },
          { minMinor: 1000, maxMinor: 1999, count: 1 },
        ],
        rating: [
          { rating: 5, count: 2 },
          { rating: 3.5, count: 1 },
          { rating: 3, count: 4 },
          { rating: 2.5, count: 3 },
          { rating: 2, count: 4 },
          { rating: 1.5, count: 11 },
          { rating: 1, count: 24 },
          { rating: 0, count: 47 },
        ],
      },
    },
  },
  {
    rule: 'two categories, the newest first',
    filters: [
      { kind: 'category', names: ['Bags', 'Kitchen'] },
      { kind: 'price', maxMinor: 40 },
    ],
    options: { sort: 'newest', limit: 6 },
    expected: { total: 1, skus: ['35271S'] },
  },
  {
    rule: 'only the facets of all products',
    filters: [],
    options: { limit: 0, facets: true },
    expected: {
      total: 2246,
      skus: [],
      facets: {
        category: [
          { category: 'Gifts', count: 1713 },
          { category: 'Lighting', count: 177 },
          { category: 'Kitchen', count: 147 },
          { category: 'Bags', count: 113 },
          { category: 'Christmas', count: 96 },
        ],
        price: [
          { minMinor: 0, maxMinor: 99, count: 439 },
          { minMinor: 100, maxMinor: 199, count: 577 },
          { minMinor: 200, maxMinor: 499, count: 790 },
          { minMinor: 500, maxMinor: 999, count: 336 },
          { minMinor: 1000, maxMinor: 1999, count: 76 },
          { minMinor: 2000, maxMinor: 4999, count: 22 },
          { minMinor: 5000, maxMinor: 9999, count: 3 },
          { minMinor: 10000, maxMinor: 19999, count: 1 },
          { minMinor: 20000, maxMinor: 49999, count: 1 },
          { minMinor: 50000, maxMinor: 99999, count: 1 },
        ],
        rating: [
          { rating: 5, count: 12 },
          { rating: 4.5, count: 7 },
          { rating: 4, count: 4 },
          { rating: 3.5, count: 7 },
          { rating: 3, count: 22 },
          { rating: 2.5, count: 38 },
          { rating: 2, count: 46 },
          { rating: 1.5, count: 106 },
          { rating: 1, count: 228 },
          { rating: 0, count: 1776 },
        ],
      },
    },
  },
  {
    rule: 'the most expensive products',
    filters: [{ kind: 'price', minMinor: 5000 }, { kind: 'inStock' }],
    options: { sort: 'price', facets: true },
    expected: {
      total: 6,
      skus: ['C2', '84078A', '21769', '22827', '22655', 'DOT'],
      facets: {
        category: [{ category: 'Gifts', count: 6 }],
        price: [
          { minMinor: 5000, maxMinor: 9999, count: 3 },
          { minMinor: 10000, maxMinor: 19999, count: 1 },
          { minMinor: 20000, maxMinor: 49999, count: 1 },
          { minMinor: 50000, maxMinor: 99999, count: 1 },
        ],
        rating: [{ rating: 0, count: 6 }],
      },
    },
  },
  {
    rule: 'the last page by name',
    filters: [],
    options: { sort: 'name', limit: 5, offset: 2241 },
    expected: { total: 2246, skus: ['20847', '20846', '84836', '84832', '84968E'] },
  },
  {
    rule: 'without a text, the order by relevance is the order by SKU',
    filters: [{ kind: 'rating', minimum: 5 }],
    options: { sort: 'relevance' },
    expected: {
      total: 12,
      skus: [
        '22086',
        '22114',
        '22423',
        '22632',
        '22633',
        '22865',
        '22866',
        '22867',
        '22910',
        '84029E',
        '84029G',
        '85123A',
      ],
    },
  },
  {
    rule: 'the first products in the order of the file',
    filters: [],
    options: { limit: 4 },
    expected: { total: 2246, skus: ['85123A', '71053', '84406B', '84029G'] },
  },
  {
    rule: 'products out of stock, by a custom filter',
    filters: [
      { kind: 'text', text: 'christmas' },
      { kind: 'custom', name: 'sold out', passes: ({ available }) => available === 0 },
    ],
    options: {},
    expected: { total: 4, skus: ['22591', '22689', '22942', '35833G'] },
  },
];

interface Beginning {
  readonly rule: string;
  readonly text: string;
  readonly limit: number;
  readonly expected: readonly Suggestion[];
}

const beginnings: readonly Beginning[] = [
  {
    rule: 'a prefix of one word',
    text: 'lan',
    limit: 10,
    expected: [
      { kind: 'words', text: 'lantern', count: 8 },
      { kind: 'product', text: 'WHITE LOVEBIRD LANTERN', sku: '22224' },
      { kind: 'product', text: 'LANTERN CREAM GAZEBO', sku: '22784' },
      { kind: 'product', text: 'WHITE METAL LANTERN', sku: '71053' },
      { kind: 'product', text: 'HANGING MEDINA LANTERN SMALL', sku: '21324' },
      { kind: 'product', text: 'HANGING METAL HEART LANTERN', sku: '22464' },
      { kind: 'product', text: 'HANGING METAL STAR LANTERN', sku: '22465' },
      { kind: 'product', text: 'CHINESE DRAGON PAPER LANTERNS', sku: '40016' },
      { kind: 'product', text: 'SMALL HANGING GLASS+ZINC LANTERN', sku: '84760S' },
    ],
  },
  {
    rule: 'a prefix of the second word',
    text: 'white met',
    limit: 8,
    expected: [
      { kind: 'words', text: 'white metal', count: 1 },
      { kind: 'product', text: 'WHITE METAL LANTERN', sku: '71053' },
    ],
  },
  {
    rule: 'a prefix of the third word',
    text: 'red retrospot umb',
    limit: 6,
    expected: [
      { kind: 'words', text: 'red retrospot umbrella', count: 3 },
      { kind: 'product', text: 'RED RETROSPOT UMBRELLA', sku: '85014B' },
      { kind: 'product', text: 'RED RETROSPOT UMBRELLA', sku: '85014b' },
      { kind: 'product', text: 'RED RETROSPOT CHILDRENS UMBRELLA', sku: '20682' },
    ],
  },
  {
    rule: 'a number, a word and three letters',
    text: '12 pencils tub',
    limit: 4,
    expected: [
      { kind: 'words', text: '12 pencils tube', count: 7 },
      { kind: 'product', text: '12 PENCIL SMALL TUBE WOODLAND', sku: '20973' },
      { kind: 'product', text: '12 PENCILS SMALL TUBE SKULL', sku: '20974' },
      { kind: 'product', text: '12 PENCILS TALL TUBE WOODLAND', sku: '20981' },
    ],
  },
  {
    rule: 'a number, a word and one letter, which completes no name of a product',
    text: '12 pencils t',
    limit: 4,
    expected: [
      { kind: 'words', text: '12 pencils tube', count: 7 },
      { kind: 'words', text: '12 pencils tall', count: 4 },
    ],
  },
  {
    rule: 'one letter that is also a whole word',
    text: 'hanging t',
    limit: 4,
    expected: [
      { kind: 'words', text: 'hanging t', count: 13 },
      { kind: 'words', text: 'hanging tealight', count: 1 },
      { kind: 'product', text: 'VICTORIAN GLASS HANGING T-LIGHT', sku: '22178' },
      { kind: 'product', text: 'T-LIGHT HOLDER HANGING LACE', sku: '22217' },
    ],
  },
  {
    rule: 'two letters, which complete no name of a product; the plural where more products have it',
    text: 'pe',
    limit: 6,
    expected: [
      { kind: 'words', text: 'pen', count: 20 },
      { kind: 'words', text: 'pencils', count: 19 },
      { kind: 'words', text: 'peg', count: 11 },
    ],
  },
  {
    rule: 'the alphabetically first form when as many products have the singular as the plural',
    text: 'bun',
    limit: 4,
    expected: [
      { kind: 'words', text: 'bunting', count: 14 },
      { kind: 'words', text: 'bunnies', count: 8 },
      { kind: 'product', text: 'PARTY BUNTING', sku: '47566' },
      { kind: 'product', text: 'PAPER BUNTING RETROSPOT', sku: '22090' },
    ],
  },
  {
    rule: 'a whole word; half of three suggestions is rounded up to two',
    text: 'zinc',
    limit: 3,
    expected: [
      { kind: 'words', text: 'zinc', count: 24 },
      { kind: 'product', text: 'HEART DECORATION PAINTED ZINC', sku: '22335' },
      { kind: 'product', text: 'DOVE DECORATION PAINTED ZINC', sku: '22336' },
    ],
  },
  {
    rule: 'a word that is also a prefix of others',
    text: 'tea',
    limit: 10,
    expected: [
      { kind: 'words', text: 'tea', count: 32 },
      { kind: 'words', text: 'teatime', count: 6 },
      { kind: 'words', text: 'tealight', count: 3 },
      { kind: 'words', text: 'teapot', count: 3 },
      { kind: 'words', text: 'teacup', count: 2 },
      { kind: 'product', text: 'MOROCCAN TEA GLASS', sku: '79000' },
      { kind: 'product', text: 'VINTAGE BILLBOARD TEA MUG', sku: '21069' },
      { kind: 'product', text: 'POTTING SHED TEA MUG', sku: '21868' },
      { kind: 'product', text: 'TEA PARTY BIRTHDAY CARD', sku: '22027' },
      { kind: 'product', text: 'METAL SIGN EMPIRE TEA', sku: '22115' },
    ],
  },
  {
    rule: 'a word with a typo, which suggestions do not forgive',
    text: 'lantren',
    limit: 10,
    expected: [],
  },
  { rule: 'a text without a word', text: '?!', limit: 10, expected: [] },
];

function filled(): { readonly index: SearchIndex<Product>; readonly oracle: Oracle } {
  const index = new SearchIndex<Product>({ view: (product) => product });
  const oracle = new Oracle();
  for (const product of products ?? []) {
    index.add(product, { rating: product.rating, inStock: product.available > 0 });
    oracle.put(product);
  }
  return { index, oracle };
}

describe.skipIf(products === undefined)(
  `the 2,246 products of a real retailer (skipped if ${SLICE} is missing)`,
  () => {
    const { index, oracle } = filled();

    test('are all in the index', () => {
      expect(products).toHaveLength(2246);
      expect(index.size).toBe(2246);
    });

    test.each(questions)('are found: $rule', ({ filters, options, expected }) => {
      const { items, ...rest } = index.search(filters.map(toFilter), options);
      expect({ ...rest, skus: items.map(({ sku }) => sku) }).toEqual(expected);
    });

    test.each(beginnings)('are suggested by $rule', ({ text, limit, expected }) => {
      expect(index.suggest(text, { limit })).toEqual(expected);
    });

    test('get the same answers from the oracle of the other tests', () => {
      for (const { filters, options, expected } of questions) {
        expect(oracle.search(filters, options)).toEqual(expected);
      }
      for (const { text, limit, expected } of beginnings) {
        expect(oracle.suggest(text, { limit })).toEqual(expected);
      }
    });
  },
);

import type { Fault } from '../fault.ts';

const SEARCH = 'test/rules/shop/search.test.ts';
const ENTRY = 'test/properties/search/searchIndex.test.ts';
const LONG_LIFE = 'test/properties/search/longLife.test.ts';
const STOCK_AND_RATING = 'test/rules/search/stockAndRating.test.ts';

/** What a search finds, in which order, and how it is counted. */
export const SEARCH_FAULTS: readonly Fault[] = [
  {
    rule: 'the highest price of a filter is included',
    file: 'src/search/filterKernels.ts',
    from: 'Number(value <= max)',
    to: 'Number(value < max)',
    tests: [SEARCH, ENTRY],
  },
  {
    rule: 'the lowest price of a filter is included',
    file: 'src/search/filterKernels.ts',
    from: 'Number(value >= min)',
    to: 'Number(value > min)',
    tests: [SEARCH, ENTRY],
  },
  {
    rule: 'several categories of two filters are those that both name',
    file: 'src/search/queryPlan.ts',
    from: '.filter((name) => criterion.names.has(name))',
    to: '',
    tests: [SEARCH, ENTRY],
  },
  {
    rule: 'of two lowest prices, the higher one counts',
    file: 'src/search/queryPlan.ts',
    from: 'minMinor = Math.max(minMinor, criterion.minMinor)',
    to: 'minMinor = criterion.minMinor',
    tests: [SEARCH, ENTRY],
  },
  {
    rule: 'a filter by stock leaves out what is sold out',
    file: 'src/search/queryPlan.ts',
    from: 'if (!inStock) buckets.push(bucket);',
    to: 'buckets.push(bucket);',
    tests: [SEARCH, STOCK_AND_RATING],
  },
  {
    rule: 'prices of a bucket that the bounds cover in part are checked one by one',
    file: 'src/search/queryPlan.ts',
    from: 'prices.minMinor >= minMinor && prices.maxMinor <= maxMinor',
    to: 'prices.maxMinor >= minMinor && prices.minMinor <= maxMinor',
    tests: [SEARCH, ENTRY],
  },
  {
    rule: 'a product that comes back into stock is found',
    file: 'src/catalog/catalog.ts',
    from: 'this.#index.setInStock(item.row, item.isShownInStock);',
    to: '',
    tests: [SEARCH, STOCK_AND_RATING],
  },
  {
    rule: 'a new rating is found',
    file: 'src/catalog/catalog.ts',
    from: 'this.#index.setRating(item.row, meanRating(item));',
    to: '',
    tests: [SEARCH, STOCK_AND_RATING],
  },
  {
    rule: 'a second review of a user replaces the first',
    file: 'src/catalog/catalog.ts',
    from: 'review.rating - (before?.review.rating ?? 0)',
    to: 'review.rating',
    tests: ['test/rules/shop/products.test.ts', STOCK_AND_RATING],
  },
  {
    rule: 'a product with a new price is found by it',
    file: 'src/search/indexedRows.ts',
    from: 'this.#setBucket(row, withPrice(this.columns.bucket(row), priceMinor), before);',
    to: '',
    tests: [SEARCH, ENTRY, LONG_LIFE],
  },
  {
    rule: 'a product with a new name is not found by the old one',
    file: 'src/search/indexedRows.ts',
    from: 'this.remove(row);\n    return',
    to: 'return',
    tests: [SEARCH, ENTRY],
  },
  {
    rule: 'of many hits, the first ones are the best',
    file: 'src/search/topK.ts',
    from: 'if (rowKey > lastKey) continue;',
    to: 'if (rowKey >= lastKey) continue;',
    tests: ['test/properties/search/retail.test.ts', LONG_LIFE],
  },
  {
    rule: 'hits of the same rank are sorted by SKU',
    file: 'src/search/ranking.ts',
    from: '(tie[a] as number) - (tie[b] as number) || breakTie(a, b)',
    to: '(tie[b] as number) - (tie[a] as number) || breakTie(b, a)',
    tests: [SEARCH, ENTRY],
  },
  {
    rule: 'the best rated products come first',
    file: 'src/search/sorting.ts',
    from: '{ key: columns.rating, isDescending: true }',
    to: '{ key: columns.rating, isDescending: false }',
    tests: [SEARCH],
  },
  {
    rule: 'the last word of a text may be the beginning of a word',
    file: 'src/search/queryWords.ts',
    from: 'word === last && letters',
    to: 'word !== last && letters',
    tests: [SEARCH],
  },
  {
    rule: 'a plural finds the singular',
    file: 'src/search/words.ts',
    from: 'return pluralize.singular(word);',
    to: 'return word;',
    tests: [SEARCH, 'test/properties/search/words.test.ts'],
  },
  {
    rule: 'accents make no difference',
    file: 'src/search/words.ts',
    from: ".replace(/\\p{Mark}/gu, '')",
    to: '',
    tests: [SEARCH, 'test/properties/search/words.test.ts'],
  },
];

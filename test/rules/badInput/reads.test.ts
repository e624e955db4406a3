import { beforeAll, describe, expect, it } from 'vitest';
import {
  bestOf,
  bulkPricing,
  byCategory,
  byPrice,
  byRating,
  byText,
  inOrder,
  membershipPricing,
} from '../../../src/index.ts';
import { simulatedClock } from '../../../src/testing.ts';
import {
  badCounts,
  badFunctions,
  badIds,
  badObjects,
  badOptionalCounts,
  badQuantities,
  badTexts,
  badTextsMayBeEmpty,
  complaints,
  type Misuse,
} from './misuse.ts';
import { type Stage, stage } from './stage.ts';

const badRatios = [
  ...badCounts.filter((bad) => typeof bad !== 'number'),
  Number.NaN,
  Number.POSITIVE_INFINITY,
  -1,
  -Number.MIN_VALUE,
  1e308,
];

const reads: readonly Misuse[] = [
  ...(['get', 'reviews'] as const).map(
    (name): Misuse => ({
      call: `products.${name}(…)`,
      argument: 'sku',
      type: 'string',
      bad: badIds,
      run: ({ shop }, sku) => shop.products[name](sku),
    }),
  ),
  {
    call: 'users.get(…)',
    argument: 'userId',
    type: 'string',
    bad: badIds,
    run: ({ shop }, userId) => shop.users.get(userId),
  },
  {
    call: 'carts.get(…)',
    argument: 'userId',
    type: 'string',
    bad: badIds,
    run: ({ shop }, userId) => shop.carts.get(userId),
  },
  {
    call: 'quote(…)',
    argument: 'userId',
    type: 'string',
    bad: badIds,
    run: ({ shop }, userId) => shop.quote(userId),
  },
  {
    call: "quote('ada', …)",
    argument: 'options',
    type: 'object',
    bad: badObjects,
    run: ({ shop }, options) => shop.quote('ada', options),
  },
  {
    call: "quote('ada', { pricing: … })",
    argument: 'pricing',
    type: 'function',
    bad: badFunctions,
    run: ({ shop }, pricing) => shop.quote('ada', { pricing }),
  },
  ...(['get', 'history'] as const).map(
    (name): Misuse => ({
      call: `orders.${name}(…)`,
      argument: 'orderId',
      type: 'string',
      bad: badIds,
      run: ({ shop }, orderId) => shop.orders[name](orderId),
    }),
  ),
  {
    call: 'orders.list(…)',
    argument: 'options',
    type: 'object',
    bad: [undefined, ...badObjects],
    run: ({ shop }, options) => shop.orders.list(options),
  },
  {
    call: 'orders.list({ userId: … })',
    argument: 'userId',
    type: 'string',
    bad: badIds,
    run: ({ shop }, userId) => shop.orders.list({ userId }),
  },
  {
    call: 'orders.list({ limit: … })',
    argument: 'limit',
    type: 'number',
    bad: badOptionalCounts,
    run: ({ shop }, limit) => shop.orders.list({ userId: 'ada', limit }),
  },
  {
    call: 'orders.list({ before: … })',
    argument: 'before',
    type: 'number or string',
    bad: [
      ...badOptionalCounts.filter((bad) => typeof bad !== 'string'),
      '',
      'no such order',
      'x'.repeat(257),
    ],
    run: ({ shop }, before) => shop.orders.list({ userId: 'ada', before }),
  },
  {
    call: 'explain(…)',
    argument: 'sku',
    type: 'string',
    bad: badIds,
    run: ({ shop }, sku) => shop.explain(sku),
  },
  {
    call: 'search(…)',
    argument: 'filters',
    type: 'object',
    bad: [null, true, 5, 'x', '', {}, () => true, Symbol('x'), 1n],
    run: ({ shop }, filters) => shop.search(filters),
  },
  {
    call: 'search([…])',
    argument: 'filters[1]',
    type: 'function',
    bad: [undefined, ...badFunctions],
    run: ({ shop }, filter) => shop.search([() => true, filter]),
  },
  {
    call: 'search([], …)',
    argument: 'options',
    type: 'object',
    bad: badObjects,
    run: ({ shop }, options) => shop.search([], options),
  },
  {
    call: 'search([], { sort: … })',
    argument: 'sort',
    type: 'string',
    bad: [...badTexts.slice(1), 'Price', 'constructor', '__proto__'],
    run: ({ shop }, sort) => shop.search([], { sort }),
  },
  ...(['limit', 'offset'] as const).map(
    (name): Misuse => ({
      call: `search([], { ${name}: … })`,
      argument: name,
      type: 'number',
      bad: badOptionalCounts,
      run: ({ shop }, bad) => shop.search([], { [name]: bad }),
    }),
  ),
  {
    call: 'search([], { facets: … })',
    argument: 'facets',
    type: 'object',
    bad: [null, 0, 5, 'x', '', 'price', {}, { price: true }, () => true, Symbol('x'), 1n],
    run: ({ shop }, facets) => shop.search([], { facets }),
  },
  {
    call: 'search([], { facets: [ … ] })',
    argument: 'facets[1]',
    type: 'string',
    bad: [...badTexts, 'Price', 'sku', 'constructor', '__proto__'],
    run: ({ shop }, name) => shop.search([], { facets: ['price', name] }),
  },
  {
    call: 'suggest(…)',
    argument: 'text',
    type: 'string',
    bad: [...badTexts.filter((bad) => bad !== ''), 'x'.repeat(1001), ' '.repeat(1001)],
    run: ({ shop }, text) => shop.suggest(text),
  },
  {
    call: "suggest('mug', …)",
    argument: 'options',
    type: 'object',
    bad: badObjects,
    run: ({ shop }, options) => shop.suggest('mug', options),
  },
  {
    call: "suggest('mug', { limit: … })",
    argument: 'limit',
    type: 'number',
    bad: badOptionalCounts,
    run: ({ shop }, limit) => shop.suggest('mug', { limit }),
  },
];

const subscriptions: readonly Misuse[] = [
  {
    call: 'on(…, handler)',
    argument: 'type',
    type: 'string',
    bad: badIds,
    run: ({ shop }, type) => shop.on(type, () => {}),
  },
  {
    call: "on('*', …)",
    argument: 'handler',
    type: 'function',
    bad: [undefined, ...badFunctions],
    run: ({ shop }, handler) => shop.on('*', handler),
  },
  {
    call: 'observe(…)',
    argument: 'notifier',
    type: 'object',
    bad: [undefined, null, true, 5, 'x', '', () => {}, Symbol('x'), 1n],
    run: ({ shop }, notifier) => shop.observe(notifier),
  },
  {
    call: 'observe({ name: … })',
    argument: 'notifier.name',
    type: 'string',
    bad: badTexts,
    run: ({ shop }, name) => shop.observe({ name, notify() {} }),
  },
  {
    call: 'observe({ notify: … })',
    argument: 'notifier.notify',
    type: 'function',
    bad: [undefined, ...badFunctions],
    run: ({ shop }, notify) => shop.observe({ name: 'mail', notify }),
  },
];

const factories: readonly Misuse[] = [
  {
    call: 'byCategory(…)',
    argument: 'category',
    type: 'string',
    bad: [...badTexts.filter((bad) => !Array.isArray(bad)), ['kitchen', 5], [[]]],
    given: (bad) => (Array.isArray(bad) ? (bad as unknown[]).at(-1) : bad),
    run: (_, category) => byCategory(category),
  },
  {
    call: 'byPrice(…)',
    argument: 'byPrice',
    type: 'object',
    bad: [undefined, ...badObjects],
    run: (_, bounds) => byPrice(bounds),
  },
  ...(['minMinor', 'maxMinor'] as const).map(
    (name): Misuse => ({
      call: `byPrice({ ${name}: … })`,
      argument: name,
      type: 'number',
      bad: badOptionalCounts,
      run: (_, bound) => byPrice({ [name]: bound }),
    }),
  ),
  {
    call: 'byRating(…)',
    argument: 'minimum',
    type: 'number',
    bad: [...badRatios, 5.000001],
    run: (_, minimum) => byRating(minimum),
  },
  {
    call: 'byText(…)',
    argument: 'text',
    type: 'string',
    bad: [undefined, ...badTextsMayBeEmpty, 'x'.repeat(1001), 'x '.repeat(501)],
    run: (_, text) => byText(text),
  },
  {
    call: 'bulkPricing(…)',
    argument: 'bulkPricing',
    type: 'object',
    bad: [undefined, ...badObjects],
    run: (_, terms) => bulkPricing(terms),
  },
  {
    call: 'bulkPricing({ percent: … })',
    argument: 'percent',
    type: 'number',
    bad: [...badRatios, 100.01, 33.333],
    run: (_, percent) => bulkPricing({ percent, minQuantity: 5 }),
  },
  {
    call: 'bulkPricing({ minQuantity: … })',
    argument: 'minQuantity',
    type: 'number',
    bad: badQuantities,
    run: (_, minQuantity) => bulkPricing({ percent: 10, minQuantity }),
  },
  {
    call: 'membershipPricing(…)',
    argument: 'membershipPricing',
    type: 'object',
    bad: [undefined, ...badObjects],
    run: (_, terms) => membershipPricing(terms),
  },
  {
    call: 'membershipPricing({ percent: … })',
    argument: 'percent',
    type: 'number',
    bad: [...badRatios, 100.01, 33.333],
    run: (_, percent) => membershipPricing({ percent }),
  },
  {
    call: 'bestOf(…)',
    argument: 'bestOf: strategy 1',
    type: 'function',
    bad: [undefined, ...badFunctions],
    run: (_, strategy) => bestOf(strategy),
  },
  {
    call: 'inOrder(…)',
    argument: 'locations',
    type: 'object',
    bad: [undefined, ...badObjects.filter((bad) => !Array.isArray(bad)), 'main'],
    run: (_, locations) => inOrder(locations),
  },
  {
    call: 'inOrder([…])',
    argument: 'locations[0]',
    type: 'string',
    bad: badIds,
    run: (_, location) => inOrder([location]),
  },
];

const clocks: readonly Misuse[] = [
  {
    call: 'simulatedClock(…)',
    argument: 'startAt',
    type: 'number',
    bad: badOptionalCounts,
    run: (_, startAt) => simulatedClock(startAt),
  },
  {
    call: 'clock.advance(…)',
    argument: 'ms',
    type: 'number',
    bad: badCounts,
    run: ({ clock }, ms) => clock.advance(ms),
  },
];

describe.each([
  ['reads', reads],
  ['subscriptions', subscriptions],
  ['filter, pricing and allocation factories', factories],
  ['the simulated clock', clocks],
] as const)('%s', (_, table) => {
  let at: Stage;
  beforeAll(async () => {
    at = await stage();
  });

  it.each(table)(
    '$call throws for every bad $argument, and nothing has changed',
    async (misuse) => {
      expect(await complaints(at, { ...misuse, sync: true })).toEqual([]);
    },
  );
});

describe('every sort order and every facet may be asked for', () => {
  it.each([
    { sort: 'relevance' },
    { sort: 'relevance', facets: [] },
    { facets: ['rating', 'rating'] },
    { facets: false },
  ] as const)('%o', async (options) => {
    const { shop } = await stage();
    expect(shop.search([], options).total).toBe(2);
  });
});

describe('empty and contradictory bounds', () => {
  it.each([
    ['byCategory([])', () => byCategory([]), /^category: expected at least one category, got/],
    [
      'byPrice({ minMinor: 2, maxMinor: 1 })',
      () => byPrice({ minMinor: 2, maxMinor: 1 }),
      /^minMinor: .+ got 2$/,
    ],
    ['bestOf()', () => bestOf(), /^bestOf: expected at least one pricing strategy, got/],
  ])('%s is out of range', (_, run, message) => {
    expect(run).toThrow(RangeError);
    expect(run).toThrow(message);
  });
});

import { beforeAll, describe, expect, it } from 'vitest';
import {
  badBooleans,
  badCounts,
  badFunctions,
  badIds,
  badObjects,
  badOptionalCounts,
  badOptionalIds,
  badOptionalQuantities,
  badOptionalTexts,
  badQuantities,
  badQuantitiesOrNull,
  badTexts,
  badTextsMayBeEmpty,
  badTextsOrNull,
  complaints,
  type Misuse,
} from './misuse.ts';
import { orderOf, type Stage, stage } from './stage.ts';

const mug = { name: 'New', category: 'kitchen', priceMinor: 1 };

/** More than a visitor may write when `maxTextLength` is left out. */
const TOO_LONG = 'x'.repeat(10_001);

const products: readonly Misuse[] = [
  {
    call: 'products.add(…)',
    argument: 'product',
    type: 'object',
    bad: [undefined, ...badObjects],
    run: ({ shop }, bad) => shop.products.add(bad),
  },
  {
    call: 'products.add({ sku: … })',
    argument: 'sku',
    type: 'string',
    bad: badOptionalIds,
    run: ({ shop }, sku) => shop.products.add({ ...mug, sku }),
  },
  {
    call: 'products.add({ name: … })',
    argument: 'name',
    type: 'string',
    bad: badTexts,
    run: ({ shop }, name) => shop.products.add({ ...mug, name }),
  },
  {
    call: 'products.add({ category: … })',
    argument: 'category',
    type: 'string',
    bad: badTexts,
    run: ({ shop }, category) => shop.products.add({ ...mug, category }),
  },
  {
    call: 'products.add({ priceMinor: … })',
    argument: 'priceMinor',
    type: 'number',
    bad: badCounts,
    run: ({ shop }, priceMinor) => shop.products.add({ ...mug, priceMinor }),
  },
  {
    call: 'products.add({ stock: … })',
    argument: 'stock',
    type: 'number',
    bad: badOptionalCounts.filter((bad) => typeof bad !== 'object' || Array.isArray(bad)),
    run: ({ shop }, stock) => shop.products.add({ ...mug, stock }),
  },
  {
    call: 'products.add({ stock: { main: … } })',
    argument: 'stock at main',
    type: 'number',
    bad: badCounts,
    run: ({ shop }, main) => shop.products.add({ ...mug, stock: { main } }),
  },
  {
    call: 'products.add({ stock: { good: 1, […]: 1 } })',
    argument: 'stock location',
    type: 'string',
    bad: ['', 'x'.repeat(257)],
    run: ({ shop }, bad) => shop.products.add({ ...mug, stock: { good: 1, [bad]: 1 } }),
  },
  {
    call: 'products.add({ description: … })',
    argument: 'description',
    type: 'string',
    bad: badTextsMayBeEmpty,
    run: ({ shop }, description) => shop.products.add({ ...mug, description }),
  },
  {
    call: 'products.add({ maxPerOrder: … })',
    argument: 'maxPerOrder',
    type: 'number',
    bad: badOptionalQuantities,
    run: ({ shop }, maxPerOrder) => shop.products.add({ ...mug, maxPerOrder }),
  },
  {
    call: 'products.update(…)',
    argument: 'sku',
    type: 'string',
    bad: badIds,
    run: ({ shop }, sku) => shop.products.update(sku, { name: 'New' }),
  },
  {
    call: "products.update('mug', …)",
    argument: 'change',
    type: 'object',
    bad: [undefined, ...badObjects],
    run: ({ shop }, change) => shop.products.update('mug', change),
  },
  {
    call: "products.update('mug', { name: … })",
    argument: 'name',
    type: 'string',
    bad: badOptionalTexts,
    run: ({ shop }, name) => shop.products.update('mug', { category: 'new', name }),
  },
  {
    call: "products.update('mug', { category: … })",
    argument: 'category',
    type: 'string',
    bad: badOptionalTexts,
    run: ({ shop }, category) => shop.products.update('mug', { name: 'New', category }),
  },
  {
    call: "products.update('mug', { priceMinor: … })",
    argument: 'priceMinor',
    type: 'number',
    bad: badOptionalCounts,
    run: ({ shop }, priceMinor) => shop.products.update('mug', { name: 'New', priceMinor }),
  },
  {
    call: "products.update('mug', { description: … })",
    argument: 'description',
    type: 'string',
    bad: badTextsOrNull,
    run: ({ shop }, description) => shop.products.update('mug', { name: 'New', description }),
  },
  {
    call: "products.update('mug', { maxPerOrder: … })",
    argument: 'maxPerOrder',
    type: 'number',
    bad: badQuantitiesOrNull,
    run: ({ shop }, maxPerOrder) => shop.products.update('mug', { name: 'New', maxPerOrder }),
  },
  {
    call: 'products.restock(…)',
    argument: 'sku',
    type: 'string',
    bad: badIds,
    run: ({ shop }, sku) => shop.products.restock(sku, 1),
  },
  {
    call: "products.restock('mug', …)",
    argument: 'quantity',
    type: 'number',
    bad: badQuantities,
    run: ({ shop }, quantity) => shop.products.restock('mug', quantity),
  },
  {
    call: "products.restock('mug', 1, …)",
    argument: 'options',
    type: 'object',
    bad: badObjects,
    run: ({ shop }, options) => shop.products.restock('mug', 1, options),
  },
  {
    call: "products.restock('mug', 1, { location: … })",
    argument: 'location',
    type: 'string',
    bad: badOptionalIds,
    run: ({ shop }, location) => shop.products.restock('mug', 1, { location }),
  },
  {
    call: 'products.review(…)',
    argument: 'sku',
    type: 'string',
    bad: badIds,
    run: ({ shop }, sku) => shop.products.review(sku, { userId: 'ada', rating: 5 }),
  },
  {
    call: "products.review('mug', …)",
    argument: 'review',
    type: 'object',
    bad: [undefined, ...badObjects],
    run: ({ shop }, review) => shop.products.review('mug', review),
  },
  {
    call: "products.review('mug', { userId: … })",
    argument: 'userId',
    type: 'string',
    bad: badIds,
    run: ({ shop }, userId) => shop.products.review('mug', { userId, rating: 5 }),
  },
  {
    call: "products.review('mug', { rating: … })",
    argument: 'rating',
    type: 'number',
    bad: [...badQuantities, 6, 4.5, Number.MAX_SAFE_INTEGER],
    run: ({ shop }, rating) => shop.products.review('mug', { userId: 'ada', rating }),
  },
  {
    call: "products.review('mug', { text: … })",
    argument: 'text',
    type: 'string',
    bad: [...badTextsMayBeEmpty, TOO_LONG],
    run: ({ shop }, text) => shop.products.review('mug', { userId: 'ada', rating: 5, text }),
  },
];

const users: readonly Misuse[] = [
  {
    call: 'users.register(…)',
    argument: 'user',
    type: 'object',
    bad: [undefined, ...badObjects],
    run: ({ shop }, user) => shop.users.register(user),
  },
  {
    call: 'users.register({ userId: … })',
    argument: 'userId',
    type: 'string',
    bad: badOptionalIds,
    run: ({ shop }, userId) => shop.users.register({ userId, name: 'New' }),
  },
  {
    call: 'users.register({ name: … })',
    argument: 'name',
    type: 'string',
    bad: [...badTexts, TOO_LONG],
    run: ({ shop }, name) => shop.users.register({ userId: 'ada', name }),
  },
  {
    call: 'users.register({ email: … })',
    argument: 'email',
    type: 'string',
    bad: [...badOptionalTexts, TOO_LONG],
    run: ({ shop }, email) => shop.users.register({ userId: 'ada', name: 'New', email }),
  },
  {
    call: 'users.register({ phone: … })',
    argument: 'phone',
    type: 'string',
    bad: [...badOptionalTexts, TOO_LONG],
    run: ({ shop }, phone) => shop.users.register({ userId: 'ada', name: 'New', phone }),
  },
  {
    call: 'users.register({ member: … })',
    argument: 'member',
    type: 'boolean',
    bad: badBooleans,
    run: ({ shop }, member) => shop.users.register({ userId: 'ada', name: 'New', member }),
  },
];

const carts: readonly Misuse[] = [
  ...(['add', 'setQuantity'] as const).flatMap((name): Misuse[] => [
    {
      call: `carts.${name}(…, 'mug', 1)`,
      argument: 'userId',
      type: 'string',
      bad: badIds,
      run: ({ shop }, userId) => shop.carts[name](userId, 'mug', 1),
    },
    {
      call: `carts.${name}('ada', …, 1)`,
      argument: 'sku',
      type: 'string',
      bad: badIds,
      run: ({ shop }, sku) => shop.carts[name]('ada', sku, 1),
    },
    {
      call: `carts.${name}('ada', 'mug', …)`,
      argument: 'quantity',
      type: 'number',
      bad: name === 'add' ? badQuantities : badCounts,
      run: ({ shop }, quantity) => shop.carts[name]('ada', 'mug', quantity),
    },
  ]),
  {
    call: "carts.remove(…, 'mug')",
    argument: 'userId',
    type: 'string',
    bad: badIds,
    run: ({ shop }, userId) => shop.carts.remove(userId, 'mug'),
  },
  {
    call: "carts.remove('ada', …)",
    argument: 'sku',
    type: 'string',
    bad: badIds,
    run: ({ shop }, sku) => shop.carts.remove('ada', sku),
  },
  {
    call: 'carts.clear(…)',
    argument: 'userId',
    type: 'string',
    bad: badIds,
    run: ({ shop }, userId) => shop.carts.clear(userId),
  },
  {
    call: 'checkout(…)',
    argument: 'userId',
    type: 'string',
    bad: badIds,
    run: ({ shop }, userId) => shop.checkout(userId),
  },
  {
    call: "checkout('ada', …)",
    argument: 'options',
    type: 'object',
    bad: badObjects,
    run: ({ shop }, options) => shop.checkout('ada', options),
  },
  {
    call: "checkout('ada', { idempotencyKey: … })",
    argument: 'idempotencyKey',
    type: 'string',
    bad: badOptionalIds,
    run: ({ shop }, idempotencyKey) => shop.checkout('ada', { idempotencyKey }),
  },
  {
    call: "checkout('ada', { pricing: … })",
    argument: 'pricing',
    type: 'function',
    bad: badFunctions,
    run: ({ shop }, pricing) => shop.checkout('ada', { pricing }),
  },
  {
    call: "checkout('ada', { expectedTotalMinor: … })",
    argument: 'expectedTotalMinor',
    type: 'number',
    bad: badOptionalCounts,
    run: ({ shop }, expectedTotalMinor) => shop.checkout('ada', { expectedTotalMinor }),
  },
];

const orders: readonly Misuse[] = [
  {
    call: 'orders.confirm(…)',
    argument: 'orderId',
    type: 'string',
    bad: badIds,
    run: ({ shop }, orderId) => shop.orders.confirm(orderId),
  },
  {
    call: "orders.ship(…, { trackingNumber: 'T' })",
    argument: 'orderId',
    type: 'string',
    bad: badIds,
    run: ({ shop }, orderId) => shop.orders.ship(orderId, { trackingNumber: 'T' }),
  },
  {
    call: 'orders.ship(order, …)',
    argument: 'options',
    type: 'object',
    bad: [undefined, ...badObjects],
    run: (at, options) => at.shop.orders.ship(orderOf(at, 'ada'), options),
  },
  {
    call: 'orders.ship(order, { trackingNumber: … })',
    argument: 'trackingNumber',
    type: 'string',
    bad: badIds,
    run: (at, trackingNumber) => at.shop.orders.ship(orderOf(at, 'ada'), { trackingNumber }),
  },
  {
    call: 'orders.deliver(…)',
    argument: 'orderId',
    type: 'string',
    bad: badIds,
    run: ({ shop }, orderId) => shop.orders.deliver(orderId),
  },
  {
    call: 'orders.cancel(…)',
    argument: 'orderId',
    type: 'string',
    bad: badIds,
    run: ({ shop }, orderId) => shop.orders.cancel(orderId),
  },
  {
    call: 'orders.cancel(order, …)',
    argument: 'options',
    type: 'object',
    bad: badObjects,
    run: (at, options) => at.shop.orders.cancel(orderOf(at, 'ada'), options),
  },
  {
    call: 'orders.cancel(order, { reason: … })',
    argument: 'reason',
    type: 'string',
    bad: [...badOptionalTexts, TOO_LONG],
    run: (at, reason) => at.shop.orders.cancel(orderOf(at, 'ada'), { reason }),
  },
  {
    call: "orders.send(…, { type: 'order.confirm' })",
    argument: 'orderId',
    type: 'string',
    bad: badIds,
    run: ({ shop }, orderId) => shop.orders.send(orderId, { type: 'order.confirm' }),
  },
  {
    call: 'orders.send(order, …)',
    argument: 'event',
    type: 'object',
    // An array is an object without a type, which the next row covers.
    bad: [undefined, ...badObjects.filter((bad) => !Array.isArray(bad))],
    run: (at, event) => at.shop.orders.send(orderOf(at, 'bob'), event),
  },
  {
    call: 'orders.send(order, { type: … })',
    argument: 'event.type',
    type: 'string',
    bad: [...badIds, 'xstate.stop', 'xstate.init', 'inventory.reserved', 'xstate.', 'inventory.'],
    run: (at, type) => at.shop.orders.send(orderOf(at, 'bob'), { type }),
  },
  {
    call: "orders.send(order, { type: 'order.ship', trackingNumber: … })",
    argument: 'trackingNumber',
    type: 'string',
    bad: badIds,
    run: (at, trackingNumber) =>
      at.shop.orders.send(orderOf(at, 'ada'), { type: 'order.ship', trackingNumber }),
  },
  {
    call: "orders.send(order, { type: 'order.cancel', reason: … })",
    argument: 'reason',
    type: 'string',
    bad: [...badOptionalTexts, TOO_LONG],
    run: (at, reason) => at.shop.orders.send(orderOf(at, 'ada'), { type: 'order.cancel', reason }),
  },
];

describe.each([
  ['products', products],
  ['users', users],
  ['carts', carts],
  ['orders', orders],
] as const)('%s', (_, table) => {
  let at: Stage;
  beforeAll(async () => {
    at = await stage();
  });

  it.each(table)('$call rejects every bad $argument, and nothing has changed', async (misuse) => {
    expect(await complaints(at, misuse)).toEqual([]);
  });
});

describe('stock above 2^53 - 1 units of one product', () => {
  it.each([
    [
      'restock',
      'quantity',
      Number.MAX_SAFE_INTEGER,
      (at: Stage, quantity: never) => at.shop.products.restock('mug', quantity),
    ],
    [
      'a new product',
      'stock',
      { a: Number.MAX_SAFE_INTEGER, b: 1 },
      (at: Stage, stock: never) => at.shop.products.add({ ...mug, stock }),
    ],
  ] as const)('is misuse: %s', async (_, argument, given, run) => {
    const at = await stage();
    expect(
      await complaints(at, {
        call: '',
        argument,
        type: 'number',
        bad: [1],
        given: () => given,
        run: () => run(at, given as never),
      }),
    ).toEqual([]);
  });
});

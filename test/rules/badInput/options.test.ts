import { describe, expect, it } from 'vitest';
import { LIMIT_NAMES } from '../../../src/base/shopLimits.ts';
import {
  ArgumentError,
  bulkPricing,
  byPrice,
  createShop,
  membershipPricing,
  memoryStore,
  systemClock,
} from '../../../src/index.ts';
import {
  badFunctions,
  badObjects,
  badOptionalCounts,
  badOptionalQuantities,
  badOptionalTexts,
  complaints,
  type Misuse,
} from './misuse.ts';
import { errorOf, orderOf, picture, type Stage, stage } from './stage.ts';

const MAY_BE_INFINITE = ['shedAboveMs', 'sliceMs', 'maxWaitMs', 'maxCommandsPerSecond'];

const options: readonly Misuse[] = [
  {
    call: 'createShop(…)',
    argument: 'options',
    type: 'object',
    bad: badObjects,
    run: (_, bad) => createShop(bad),
  },
  {
    call: 'createShop({ store: … })',
    argument: 'store',
    type: 'object',
    bad: [
      ...badObjects,
      {},
      { ...memoryStore(), commit: undefined },
      { ...memoryStore(), close: 'now' },
    ],
    run: (_, store) => createShop({ store }),
  },
  {
    call: 'createShop({ clock: … })',
    argument: 'clock',
    type: 'object',
    bad: [...badObjects, {}, Date, { ...systemClock(), now: 0 }],
    run: (_, clock) => createShop({ clock }),
  },
  {
    call: 'createShop({ currency: … })',
    argument: 'currency',
    type: 'string',
    bad: [...badOptionalTexts, 'usd', 'US', 'XXXX', 'EURO', '__proto__'],
    run: (_, currency) => createShop({ currency }),
  },
  ...(['pricing', 'allocation', 'createId'] as const).map(
    (name): Misuse => ({
      call: `createShop({ ${name}: … })`,
      argument: name,
      type: 'function',
      bad: badFunctions,
      run: (_, bad) => createShop({ [name]: bad }),
    }),
  ),
  ...(['cartExpiryMs', 'paymentTimeoutMs'] as const).map(
    (name): Misuse => ({
      call: `createShop({ ${name}: … })`,
      argument: name,
      type: 'number',
      bad: badOptionalQuantities,
      run: (_, bad) => createShop({ [name]: bad }),
    }),
  ),
  ...LIMIT_NAMES.map(
    (name): Misuse => ({
      call: `createShop({ ${name}: … })`,
      argument: name,
      type: 'number',
      bad: [
        ...(name === 'reserveInCartMs' ? badOptionalCounts : badOptionalQuantities).filter(
          (bad) => bad !== Number.POSITIVE_INFINITY || !MAY_BE_INFINITE.includes(name),
        ),
        ...(name === 'maxTextLength' ? [100_001, Number.MAX_SAFE_INTEGER] : []),
      ],
      run: (_, bad) => createShop({ [name]: bad }),
    }),
  ),
  {
    call: 'createShop({ machines: … })',
    argument: 'machines',
    type: 'object',
    bad: badObjects,
    run: (_, machines) => createShop({ machines }),
  },
  ...(['cart', 'order'] as const).map(
    (name): Misuse => ({
      call: `createShop({ machines: { ${name}: … } })`,
      argument: `machines.${name}`,
      type: 'object',
      bad: [...badObjects, {}, { root: {}, provide: {}, implementations: {} }],
      run: (_, bad) => createShop({ machines: { [name]: bad } }),
    }),
  ),
  {
    call: 'createShop({ inspect: … })',
    argument: 'inspect',
    type: 'function',
    bad: [null, true, 5, 'x', '', Symbol('x'), 1n, { next: 5 }],
    run: (_, inspect) => createShop({ inspect }),
  },
];

describe('createShop', () => {
  it.each(options)('$call rejects every bad $argument', async (misuse) => {
    expect(await complaints(await stage(), misuse)).toEqual([]);
  });

  it.each([
    { cartExpiryMs: Number.MAX_SAFE_INTEGER },
    { paymentTimeoutMs: Number.MAX_SAFE_INTEGER },
    { cartExpiryMs: 1, paymentTimeoutMs: 1 },
    Object.fromEntries(LIMIT_NAMES.map((name) => [name, undefined])) as object,
    { store: undefined, clock: undefined, inspect: undefined, machines: undefined } as object,
    { machines: { cart: undefined, order: undefined } } as object,
  ])('takes %o', async (good) => {
    const at = await stage(good);
    expect(picture(at).audit).toEqual({ ok: true, problems: [] });
  });
});

describe('the limits of a shop', () => {
  it.each([
    ['the lowest', Object.fromEntries(LIMIT_NAMES.map((name) => [name, 1]))],
    [
      'those that may be infinite',
      Object.fromEntries(MAY_BE_INFINITE.map((name) => [name, 1 / 0])),
    ],
    ['no reserving in carts', { reserveInCartMs: 0 }],
    ['the longest texts', { maxTextLength: 100_000 }],
  ])('are taken: %s', async (_, limits) => {
    const shop = await createShop(limits);
    expect(shop.audit()).toEqual({ ok: true, problems: [] });
    await shop.close();
  });

  it.each([
    ['sliceMs', { sliceMs: 1001, shedAboveMs: 1000 }],
    ['sliceMs', { sliceMs: 1001, maxWaitMs: 1000 }],
    ['sliceMs', { sliceMs: Number.POSITIVE_INFINITY, shedAboveMs: 1000 }],
    ['shedAboveMs', { shedAboveMs: Number.POSITIVE_INFINITY, maxWaitMs: 5000 }],
    ['refusedIdempotencyWindowMs', { refusedIdempotencyWindowMs: 2, idempotencyWindowMs: 1 }],
    ['maxIdempotencyKeysPerUser', { maxIdempotencyKeysPerUser: 101, maxIdempotencyKeys: 100 }],
  ])('are refused where two of them contradict each other: %s', async (argument, limits) => {
    const [smaller = 0, larger = 0] = Object.values(limits);
    const error = await errorOf(() => createShop(limits));
    expect(error).toBeInstanceOf(RangeError);
    expect(error).toMatchObject({
      code: 'ERR_STATECART_ARGUMENT',
      argument,
      given: smaller,
      message: `${argument}: expected at most ${Object.keys(limits)[1]}, which is ${larger}, got ${smaller}`,
    });
  });
});

describe('an unknown member', () => {
  const unknown: readonly [
    call: string,
    message: string,
    run: (at: Stage, extra: object) => unknown,
  ][] = [
    ['createShop', 'options', (_, extra) => createShop(extra)],
    ['createShop machines', 'machines', (_, extra) => createShop({ machines: extra })],
    [
      'products.add',
      'product',
      ({ shop }, extra) => shop.products.add({ name: 'N', category: 'c', priceMinor: 1, ...extra }),
    ],
    ['products.update', 'change', ({ shop }, extra) => shop.products.update('mug', extra)],
    ['products.restock', 'options', ({ shop }, extra) => shop.products.restock('mug', 1, extra)],
    [
      'products.review',
      'review',
      ({ shop }, extra) => shop.products.review('mug', { userId: 'ada', rating: 1, ...extra }),
    ],
    ['users.register', 'user', ({ shop }, extra) => shop.users.register({ name: 'N', ...extra })],
    ['checkout', 'options', ({ shop }, extra) => shop.checkout('ada', extra)],
    [
      'orders.ship',
      'options',
      (at, extra) => at.shop.orders.ship(orderOf(at, 'ada'), { trackingNumber: 'T', ...extra }),
    ],
    ['orders.cancel', 'options', (at, extra) => at.shop.orders.cancel(orderOf(at, 'ada'), extra)],
    ['orders.list', 'options', ({ shop }, extra) => shop.orders.list({ userId: 'ada', ...extra })],
    ['search', 'options', ({ shop }, extra) => shop.search([], extra)],
    ['byPrice', 'byPrice', (_, extra) => byPrice(extra)],
    [
      'bulkPricing',
      'bulkPricing',
      (_, extra) => bulkPricing({ percent: 1, minQuantity: 1, ...extra }),
    ],
    [
      'membershipPricing',
      'membershipPricing',
      (_, extra) => membershipPricing({ percent: 1, ...extra }),
    ],
  ];
  const spellings = ['Sku', 'qty', 'constructor', 'toString', 'idempotencykey', ' limit', ''];

  it.each(unknown)(
    'is refused by %s with its name, and nothing has changed',
    async (_, name, run) => {
      const at = await stage();
      const before = picture(at);
      for (const key of [...spellings, '__proto__']) {
        const error = await errorOf(() => run(at, JSON.parse(`{ ${JSON.stringify(key)}: 1 }`)));
        expect(error).toBeInstanceOf(TypeError);
        expect(error).toBeInstanceOf(ArgumentError);
        expect(error).toMatchObject({ argument: name, given: key });
        const { message } = error as TypeError;
        expect(message.startsWith(`${name}: expected only `), message).toBe(true);
        expect(
          message.replace(/ \(did you mean \w+\?\)$/, '').endsWith(`got '${key}'`),
          message,
        ).toBe(true);
      }
      expect(picture(at)).toEqual(before);
    },
  );
});

describe('an instance of a class', () => {
  it('is refused as an options object', async () => {
    const { shop } = await stage();
    for (const given of [
      new Map([['limit', 1]]),
      new Set(),
      new Date(0),
      /limit/,
      Promise.resolve(),
    ]) {
      expect(() => shop.search([], given as never)).toThrow(TypeError);
    }
  });
});

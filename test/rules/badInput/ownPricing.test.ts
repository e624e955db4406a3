import { describe, expect, it } from 'vitest';
import {
  ArgumentError,
  bestOf,
  bulkPricing,
  type Pricing,
  regularPricing,
  type User,
} from '../../../src/index.ts';
import { buy, emptyStage, errorOf, picture, stage, unheardRejections } from './stage.ts';
import { expectThrownByUser, expectUserCodeError, expectWrongResult } from './userCode.ts';

const rubbish: readonly (readonly [string, unknown])[] = [
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
  ['a negative amount', -1],
  ['2^53', 2 ** 53],
  ['a string', '900'],
  ['undefined', undefined],
  ['null', null],
  ['a bigint', 900n],
  ['true', true],
  ['an object', { valueOf: () => 900 }],
  ['an array', [900]],
  ['a promise', Promise.resolve(900)],
];

/** The shop's strategy misbehaves only while this is set, since the stage has to be built first. */
let armed = false;

describe.each([
  [
    'of the shop',
    async (pricing: Pricing) => {
      const at = await stage({ pricing: (line, user) => (armed ? pricing(line, user) : 1) });
      return { at, checkout: () => at.shop.checkout('ada') };
    },
  ],
  [
    'of one checkout',
    async (pricing: Pricing) => {
      const at = await stage();
      return { at, checkout: () => at.shop.checkout('ada', { pricing }) };
    },
  ],
  [
    'within bestOf',
    async (pricing: Pricing) => {
      const at = await stage();
      return {
        at,
        checkout: () => at.shop.checkout('ada', { pricing: bestOf(() => 1, pricing) }),
      };
    },
  ],
])('a pricing strategy %s', (_, open) => {
  it.each(rubbish)(
    'that answers %s rejects the checkout with a UserCodeError and changes nothing',
    async (_name, value) => {
      armed = false;
      const { at, checkout } = await open((() => value) as Pricing);
      const before = picture(at);
      armed = true;
      const error = await errorOf(checkout);
      armed = false;
      expect(expectWrongResult(error, 'pricing', RangeError).message).toMatch(
        /^pricing '.+', 3 × mug: expected a line total in minor units, from 0 to 2\^53 - 1, got /,
      );
      expect(picture(at)).toEqual(before);
      expect(await at.shop.checkout('ada', { pricing: () => 1 })).toMatchObject({ ok: true });
    },
  );

  it.each([new Error('no price today'), new TypeError('x'), 'a string', undefined, null, 0])(
    'that throws %o rejects the checkout with it as the cause and changes nothing',
    async (thrown) => {
      armed = false;
      const { at, checkout } = await open(() => {
        throw thrown;
      });
      const before = picture(at);
      armed = true;
      expectThrownByUser(await errorOf(checkout), 'pricing', thrown);
      armed = false;
      expect(picture(at)).toEqual(before);
      expect(await at.shop.checkout('ada', { pricing: () => 1 })).toMatchObject({ ok: true });
    },
  );
});

describe('a pricing strategy', () => {
  it('may answer a fraction, which is rounded half up', async () => {
    const at = await stage();
    const prices: Record<string, number> = { mug: 99.5, cup: 0.49999999999999994 };
    const answer = await at.shop.checkout('ada', { pricing: ({ sku }) => prices[sku] ?? 0 });
    expect(answer).toMatchObject({
      order: { lines: [{ lineTotalMinor: 100 }, { lineTotalMinor: 0 }], totalMinor: 100 },
    });
  });

  it.each([-0.1, -0.5])('must not answer a negative fraction: %d', async (price) => {
    const { shop } = await stage();
    const error = await errorOf(() => shop.checkout('ada', { pricing: () => price }));
    expectWrongResult(error, 'pricing', RangeError);
  });

  it('that answers -0 costs 0', async () => {
    const { shop } = await stage();
    const answer = await shop.checkout('ada', { pricing: () => -0 });
    expect(answer).toMatchObject({ ok: true, order: { totalMinor: 0 } });
    expect(answer.ok && Object.is(answer.order.totalMinor, 0)).toBe(true);
  });

  it('keeps whole amounts above 2^52 as they are', async () => {
    const at = await emptyStage();
    const priceMinor = 2 ** 52 + 1;
    await at.shop.products.add({ sku: 'ship', name: 'S', category: 'c', priceMinor, stock: 1 });
    await at.shop.users.register({ userId: 'ada', name: 'Ada' });
    expect((await buy(at, 'ada', { ship: 1 })).totalMinor).toBe(priceMinor);
  });

  const dear: Pricing = () => Number.MAX_SAFE_INTEGER;

  it.each([
    ['alone', dear],
    ['within bestOf', bestOf(dear)],
    ['within a bestOf within another', bestOf(bestOf(dear, dear))],
  ])(
    'whose line totals add up to more than 2^53 - 1 rejects the checkout: %s',
    async (_, pricing) => {
      const at = await stage();
      const before = picture(at);
      const error = await errorOf(() => at.shop.checkout('ada', { pricing }));
      expect(expectWrongResult(error, 'pricing', RangeError).message).toMatch(
        /^the order total: expected at most 2\^53 - 1 minor units, got /,
      );
      expect(picture(at)).toEqual(before);
    },
  );

  it('that calls the library with a bad argument is not taken for a bad argument of the checkout', async () => {
    const at = await stage();
    const before = picture(at);
    const calls: Pricing[] = [
      () => bulkPricing({ percent: -1, minQuantity: 1 })({} as never, {} as never),
      () => at.shop.search([], { limit: -1 }).total,
      () => at.shop.products.get('')?.priceMinor ?? 0,
    ];
    for (const pricing of calls) {
      const error = await errorOf(() => at.shop.checkout('ada', { pricing }));
      const { cause } = expectUserCodeError(error, 'pricing');
      expect(cause).toBeInstanceOf(ArgumentError);
    }
    expect(picture(at)).toEqual(before);
  });

  it('is not blamed for prices of the catalogue that add up to more than 2^53 - 1', async () => {
    const at = await stage();
    await at.shop.products.update('mug', { priceMinor: Number.MAX_SAFE_INTEGER });
    for (const pricing of [regularPricing(), bestOf(regularPricing())]) {
      const error = await errorOf(() => at.shop.checkout('ada', { pricing }));
      expect(error).toBeInstanceOf(ArgumentError);
      expect(error).toBeInstanceOf(RangeError);
    }
  });

  it('that changes what it is given changes only its own copy', async () => {
    const at = await stage();
    const vandal: Pricing = (line, user) => {
      Object.assign(line, { sku: 'cup', name: 'X', quantity: 1, unitPriceMinor: 0 });
      Object.assign(user as { -readonly [key in keyof User]: User[key] }, {
        name: 'Eve',
        member: false,
        userId: 'eve',
      });
      return 1;
    };
    const user = at.shop.users.get('ada');
    const answer = await at.shop.checkout('ada', { pricing: vandal });
    expect(answer).toMatchObject({
      order: {
        userId: 'ada',
        lines: [
          { sku: 'mug', name: 'Mug', quantity: 3, unitPriceMinor: 900 },
          { sku: 'cup', name: 'Cup', quantity: 2, unitPriceMinor: 500 },
        ],
      },
    });
    expect(at.shop.users.get('ada')).toEqual(user);
  });

  it('that answers a rejecting promise is refused without an unhandled rejection', async () => {
    const at = await stage();
    const pricing = (async () => {
      throw new Error('no price today');
    }) as unknown as Pricing;
    const unheard = await unheardRejections(async () => {
      const error = await errorOf(() => at.shop.checkout('ada', { pricing }));
      expectWrongResult(error, 'pricing', RangeError);
    });
    expect(unheard).toEqual([]);
  });

  it('without a usable name is recorded as custom', async () => {
    const unnamed = Object.defineProperty(() => 1, 'name', { value: 5 });
    const { shop } = await stage();
    expect(await shop.checkout('ada', { pricing: unnamed })).toMatchObject({
      order: { pricing: 'custom' },
    });
  });
});

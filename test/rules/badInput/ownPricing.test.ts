import { describe, expect, it } from 'vitest';
import { bestOf, type Pricing, type User } from '../../../src/index.ts';
import { buy, emptyStage, errorOf, picture, stage, unheardRejections } from './stage.ts';

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
    'that answers %s rejects the checkout with a RangeError and changes nothing',
    async (_name, value) => {
      armed = false;
      const { at, checkout } = await open((() => value) as Pricing);
      const before = picture(at);
      armed = true;
      const error = await errorOf(checkout);
      armed = false;
      expect(error).toBeInstanceOf(RangeError);
      expect((error as Error).message).toMatch(
        /^pricing '.+', 3 × mug: expected a line total in minor units, from 0 to 2\^53 - 1, got /,
      );
      expect(picture(at)).toEqual(before);
      expect(await at.shop.checkout('ada', { pricing: () => 1 })).toMatchObject({ ok: true });
    },
  );

  it.each([new Error('no price today'), 'a string', undefined, null, 0])(
    'that throws %o rejects the checkout with the same and changes nothing',
    async (thrown) => {
      armed = false;
      const { at, checkout } = await open(() => {
        throw thrown;
      });
      const before = picture(at);
      armed = true;
      expect(await errorOf(checkout)).toBe(thrown);
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
    await expect(shop.checkout('ada', { pricing: () => price })).rejects.toThrow(RangeError);
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

  it('whose line totals add up to more than 2^53 - 1 rejects the checkout', async () => {
    const at = await stage();
    const before = picture(at);
    const pricing = () => Number.MAX_SAFE_INTEGER;
    const error = await errorOf(() => at.shop.checkout('ada', { pricing }));
    expect(error).toBeInstanceOf(RangeError);
    expect(String(error)).toMatch(/the order total: expected at most 2\^53 - 1 minor units, got /);
    expect(picture(at)).toEqual(before);
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
      await expect(at.shop.checkout('ada', { pricing })).rejects.toThrow(RangeError);
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

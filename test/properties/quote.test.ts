import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createShop, type Pricing } from '../../src/index.ts';
import { runs } from './runs.ts';
import { type PricingName, pricings } from './shop/pricings.ts';

const SKUS = ['a', 'b', 'c', 'd'];

const product = fc.record({
  priceMinor: fc.oneof(
    fc.nat(2000),
    fc.maxSafeNat().map((price) => Math.floor(price / 64)),
  ),
  stock: fc.integer({ min: 1, max: 12 }),
});
const pricingName = fc.constantFrom(...(Object.keys(pricings) as PricingName[]));
/** One that is different for each line and user, and mostly has to be rounded. */
const anyPricing = fc.oneof(
  pricingName.map((name) => pricings[name].pricing),
  fc.func(fc.double({ min: 0, max: 1e9, noNaN: true })) as fc.Arbitrary<Pricing>,
);

const cases = fc.record({
  products: fc.array(product, { minLength: SKUS.length, maxLength: SKUS.length }),
  /** Units in the cart by SKU, in the order of the lines. */
  cart: fc.uniqueArray(fc.tuple(fc.constantFrom(...SKUS), fc.integer({ min: 1, max: 12 })), {
    selector: ([sku]) => sku,
  }),
  /** Units that are sold to another user after the cart was filled. */
  sold: fc.tuple(...SKUS.map(() => fc.nat(12))),
  member: fc.boolean(),
  shopPricing: anyPricing,
  pricing: fc.option(anyPricing, { nil: undefined }),
});

it('a quote is what a checkout charges, line by line, and says what it would be refused for', async () => {
  const property = fc.asyncProperty(cases, async ({ products, cart, sold, member, ...given }) => {
    const shop = await createShop({ pricing: given.shopPricing });
    for (const [index, sku] of SKUS.entries()) {
      const { priceMinor, stock } = products[index] as (typeof products)[number];
      await shop.products.add({ sku, name: sku, category: 'any', priceMinor, stock });
    }
    await shop.users.register({ userId: 'ada', name: 'Ada', member });
    await shop.users.register({ userId: 'bob', name: 'Bob' });
    for (const [sku, quantity] of cart) await shop.carts.add('ada', sku, quantity);
    for (const [index, sku] of SKUS.entries()) {
      const units = Math.min(sold[index] ?? 0, shop.products.get(sku)?.available ?? 0);
      if (units > 0) await shop.carts.add('bob', sku, units);
    }
    await shop.checkout('bob', { pricing: () => 0 });

    const options = given.pricing === undefined ? {} : { pricing: given.pricing };
    const before = shop.carts.get('ada');
    const answer = shop.quote('ada', options);
    expect(shop.carts.get('ada')).toEqual(before);
    if (!answer.ok) {
      expect(answer).toEqual(await shop.checkout('ada', options));
      expect(before?.lines).toEqual([]);
      return;
    }
    const { shortages, ...quote } = answer.quote;
    const { totalMinor } = quote;
    const other = await shop.checkout('ada', { ...options, expectedTotalMinor: totalMinor + 1 });
    const refusal = { code: 'price-changed', expectedTotalMinor: totalMinor + 1, totalMinor };
    expect(other).toEqual({ ok: false, refusal });
    const bought = await shop.checkout('ada', { ...options, expectedTotalMinor: totalMinor });
    if (shortages !== undefined) {
      expect(bought).toEqual({ ok: false, refusal: { code: 'out-of-stock', shortages } });
    } else expect(bought).toMatchObject({ ok: true, order: quote });
    expect(shop.audit()).toEqual({ ok: true, problems: [] });
    await shop.close();
  });
  await fc.assert(property, { numRuns: runs(150) });
});

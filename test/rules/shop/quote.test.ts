import { describe, expect, test } from 'vitest';
import { membershipPricing, type Pricing, UserCodeError } from '../../../src/index.ts';
import { accepted, buy, fillCart, openShop } from './openShop.ts';

describe('a quote', () => {
  test('tells what the cart would cost, line by line', async () => {
    const { shop, facts } = await openShop({ currency: 'EUR' });
    await fillCart(shop, 'ada', { lamp: 1, mug: 3 });
    const cart = shop.carts.get('ada');
    facts.length = 0;
    expect(shop.quote('ada')).toEqual({
      ok: true,
      quote: {
        userId: 'ada',
        lines: [
          { sku: 'lamp', name: 'Lamp', quantity: 1, unitPriceMinor: 2501, lineTotalMinor: 2501 },
          { sku: 'mug', name: 'Mug', quantity: 3, unitPriceMinor: 900, lineTotalMinor: 2700 },
        ],
        totalMinor: 5201,
        currency: 'EUR',
        pricing: 'regular',
      },
    });
    expect(shop.carts.get('ada')).toEqual(cart);
    expect(shop.explain('mug')).toMatchObject({ available: 10, held: 0 });
    expect(facts).toEqual([]);
  });

  test('is by the pricing of the shop, or by the given one, for that user', async () => {
    const { shop } = await openShop({ pricing: membershipPricing({ percent: 15 }) });
    await fillCart(shop, 'mia', { mug: 1 });
    await fillCart(shop, 'ada', { mug: 1 });
    expect(accepted(shop.quote('mia')).quote).toMatchObject({
      totalMinor: 765,
      pricing: 'membership',
      lines: [{ unitPriceMinor: 900, lineTotalMinor: 765 }],
    });
    expect(accepted(shop.quote('ada')).quote.totalMinor).toBe(900);
    function free(): number {
      return 0;
    }
    expect(accepted(shop.quote('mia', { pricing: free })).quote).toMatchObject({
      totalMinor: 0,
      pricing: 'free',
    });
  });

  test('is what a checkout then costs, until a price changes', async () => {
    const { shop } = await openShop();
    await fillCart(shop, 'ada', { mug: 2, lamp: 1 });
    const { totalMinor } = accepted(shop.quote('ada')).quote;
    await shop.products.update('mug', { priceMinor: 1000 });
    const late = await shop.checkout('ada', { expectedTotalMinor: totalMinor });
    expect(late).toMatchObject({ refusal: { code: 'price-changed', totalMinor: 4501 } });
    const { quote } = accepted(shop.quote('ada'));
    const { order } = accepted(
      await shop.checkout('ada', { expectedTotalMinor: quote.totalMinor }),
    );
    expect(order).toMatchObject({
      totalMinor: quote.totalMinor,
      currency: quote.currency,
      pricing: quote.pricing,
      lines: quote.lines,
    });
  });

  test('lists the products that a checkout would be refused for now', async () => {
    const { shop } = await openShop();
    await fillCart(shop, 'ada', { vase: 1, mug: 1, lamp: 3 });
    await buy(shop, 'bob', { vase: 1, lamp: 1 });
    const { shortages } = accepted(shop.quote('ada')).quote;
    expect(shortages).toEqual([
      { sku: 'vase', requested: 1, available: 0 },
      { sku: 'lamp', requested: 3, available: 2 },
    ]);
    const answer = await shop.checkout('ada');
    expect(answer).toEqual({ ok: false, refusal: { code: 'out-of-stock', shortages } });
  });

  test('is refused for an unknown user and for an empty cart', async () => {
    const { shop, facts } = await openShop();
    expect(shop.quote('nobody')).toEqual({
      ok: false,
      refusal: { code: 'unknown-user', userId: 'nobody' },
    });
    expect(shop.quote('ada')).toEqual({ ok: false, refusal: { code: 'empty-cart' } });
    expect(facts).toEqual([]);
  });

  test('can still be read when the shop is closed', async () => {
    const { shop } = await openShop();
    await fillCart(shop, 'ada', { mug: 1 });
    const before = shop.quote('ada');
    await shop.close();
    expect(shop.quote('ada')).toEqual(before);
  });

  test.each<[string, Pricing]>([
    ['throws', () => JSON.parse('{')],
    ['answers NaN', () => Number.NaN],
    ['answers a promise', (() => Promise.resolve(1)) as unknown as Pricing],
    ['answers too much', () => 2 ** 53],
  ])('throws what a checkout rejects with when the pricing %s', async (_, pricing) => {
    const { shop } = await openShop();
    await fillCart(shop, 'ada', { mug: 1 });
    const outcome = await shop.checkout('ada', { pricing }).catch((error) => error);
    expect(outcome).toBeInstanceOf(Error);
    expect(() => shop.quote('ada', { pricing })).toThrow(outcome);
  });

  test('throws, as the checkout does, when the total cannot be counted', async () => {
    const { shop } = await openShop();
    await fillCart(shop, 'ada', { mug: 1, lamp: 1 });
    const pricing: Pricing = () => Number.MAX_SAFE_INTEGER;
    const outcome = await shop.checkout('ada', { pricing }).catch((error) => error);
    expect(outcome).toBeInstanceOf(UserCodeError);
    expect(() => shop.quote('ada', { pricing })).toThrow(outcome);
  });
});

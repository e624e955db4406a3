import { describe, expect, test } from 'vitest';
import { membershipPricing } from '../../../src/index.ts';
import { accepted, buy, fillCart, openShop } from './openShop.ts';

describe('a checkout that states what it expects to pay', () => {
  test('buys the cart when it costs that', async () => {
    const { shop } = await openShop();
    await fillCart(shop, 'ada', { mug: 2, lamp: 1 });
    const { order } = accepted(await shop.checkout('ada', { expectedTotalMinor: 4301 }));
    expect(order.totalMinor).toBe(4301);
    expect(order).not.toHaveProperty('expectedTotalMinor');
  });

  test('is refused when it costs more or less, with both totals, and reserves nothing', async () => {
    const { shop, facts } = await openShop();
    await fillCart(shop, 'ada', { mug: 2 });
    const cart = shop.carts.get('ada');
    for (const priceMinor of [901, 899]) {
      await shop.products.update('mug', { priceMinor });
      facts.length = 0;
      const refusal = {
        code: 'price-changed',
        expectedTotalMinor: 1800,
        totalMinor: 2 * priceMinor,
      };
      const answer = await shop.checkout('ada', { expectedTotalMinor: 1800 });
      expect(answer).toEqual({ ok: false, refusal });
      expect(shop.carts.get('ada')).toMatchObject({ cartId: cart?.cartId, state: 'open' });
      expect(shop.carts.get('ada')?.expiresAt).toBe(cart?.expiresAt);
      expect(shop.explain('mug')).toMatchObject({ available: 10, held: 0 });
      expect(shop.orders.list({ userId: 'ada' })).toEqual([]);
      expect(facts).toMatchObject([
        { type: 'checkout.refused', userId: 'ada', cartId: cart?.cartId, refusal },
      ]);
    }
    await shop.products.update('mug', { priceMinor: 900 });
    expect((await shop.checkout('ada', { expectedTotalMinor: 1800 })).ok).toBe(true);
  });

  test('means the total by the pricing of that checkout', async () => {
    const { shop } = await openShop();
    const pricing = membershipPricing({ percent: 15 });
    await fillCart(shop, 'mia', { mug: 1 });
    const listed = await shop.checkout('mia', { pricing, expectedTotalMinor: 900 });
    expect(listed).toMatchObject({ refusal: { code: 'price-changed', totalMinor: 765 } });
    expect((await shop.checkout('mia', { pricing, expectedTotalMinor: 765 })).ok).toBe(true);
  });

  test('may expect to pay nothing', async () => {
    const { shop } = await openShop();
    await fillCart(shop, 'ada', { mug: 1 });
    const refused = await shop.checkout('ada', { expectedTotalMinor: -0 });
    expect(refused).toMatchObject({ refusal: { expectedTotalMinor: 0, totalMinor: 900 } });
    const options = { pricing: () => 0, expectedTotalMinor: 0 };
    expect((await shop.checkout('ada', options)).ok).toBe(true);
  });

  test('is refused empty-cart first, then price-changed, then purchase-limit, then out-of-stock', async () => {
    const { shop } = await openShop();
    const code = async (expectedTotalMinor: number) => {
      const answer = await shop.checkout('ada', { expectedTotalMinor });
      return answer.ok ? 'bought' : answer.refusal.code;
    };
    expect(await code(1)).toBe('empty-cart');
    await fillCart(shop, 'ada', { lamp: 2 });
    await buy(shop, 'bob', { lamp: 2 });
    await shop.products.update('lamp', { maxPerOrder: 1 });
    expect(await code(1)).toBe('price-changed');
    expect(await code(5002)).toBe('purchase-limit');
    await shop.products.update('lamp', { maxPerOrder: null });
    expect(await code(5002)).toBe('out-of-stock');
    expect(await code(1)).toBe('price-changed');
    await shop.carts.setQuantity('ada', 'lamp', 1);
    expect(await code(2501)).toBe('bought');
  });
});

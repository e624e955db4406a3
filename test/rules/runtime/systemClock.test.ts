import { describe, expect, it } from 'vitest';
import { createShop, type Shop, type ShopOptions } from '../../../src/index.ts';

async function openShop(options: ShopOptions): Promise<Shop> {
  const shop = await createShop(options);
  await shop.products.add({ sku: 'a', name: 'A', category: 'c', priceMinor: 1, stock: 1 });
  await shop.users.register({ userId: 'ada', name: 'Ada' });
  return shop;
}

// These tests wait for one timer, however late it fires: no other timer of theirs is due within half an hour.
describe('on the clock of the machine', () => {
  it('the payment timeout of an order fires by itself', async () => {
    const shop = await openShop({ paymentTimeoutMs: 10 });
    const cancelled = new Promise((resolve) => shop.on('order.cancelled', resolve));
    await shop.carts.add('ada', 'a', 1);
    await shop.checkout('ada');
    expect(await cancelled).toMatchObject({ userId: 'ada', reason: 'payment-timeout' });
    expect(shop.products.get('a')?.available).toBe(1);
    await shop.close();
  });

  it('the expiry of a cart fires by itself', async () => {
    const shop = await openShop({ cartExpiryMs: 10 });
    const expired = new Promise((resolve) => shop.on('cart.expired', resolve));
    await shop.carts.add('ada', 'a', 1);
    expect(await expired).toMatchObject({ userId: 'ada' });
    expect(shop.carts.get('ada')?.state).toBe('empty');
    await shop.close();
  });
});

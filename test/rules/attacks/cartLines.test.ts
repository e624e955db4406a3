import { describe, expect, test } from 'vitest';
import { createShop } from '../../../src/index.ts';
import { countingStore } from './countingStore.ts';

const PRODUCTS = 600;

/** A shop that sells many products, and what is in its store before visitors come. */
async function openShop() {
  const counted = countingStore();
  const shop = await createShop({ store: counted.store });
  const skus = Array.from({ length: PRODUCTS }, (_, index) => `sku-${index}`);
  for (const sku of skus) {
    await shop.products.add({ sku, name: sku, category: 'c', priceMinor: 1, stock: 9 });
  }
  await shop.users.register({ userId: 'mallory', name: 'Mallory' });
  return { shop, skus, ...counted };
}

describe('a visitor who puts every product of the shop into one cart', () => {
  test('gets a cart of 200 lines, and a refusal for each further one that writes nothing', async () => {
    const { shop, skus, batches } = await openShop();
    const codes = new Map<string, number>();
    const before = batches();
    for (const sku of skus) {
      const answer = await shop.carts.add('mallory', sku, 1);
      const code = answer.ok ? 'added' : answer.refusal.code;
      codes.set(code, (codes.get(code) ?? 0) + 1);
    }
    expect(Object.fromEntries(codes)).toEqual({ added: 200, 'cart-limit': PRODUCTS - 200 });
    expect(shop.carts.get('mallory')?.lines).toHaveLength(200);
    expect(batches() - before).toBe(200);
  });

  test('writes nothing either with any other command that is refused', async () => {
    const { shop, skus, batches } = await openShop();
    for (const sku of skus.slice(0, 200)) await shop.carts.add('mallory', sku, 1);
    const before = batches();
    for (let time = 0; time < 100; time++) {
      const answers = [
        await shop.carts.add('mallory', 'sku-300', 1),
        await shop.carts.add('mallory', 'sku-0', 99),
        await shop.carts.setQuantity('mallory', 'sku-0', 99),
        await shop.carts.setQuantity('mallory', 'sku-300', 1),
        await shop.carts.setQuantity('mallory', 'sku-0', 1),
        await shop.carts.remove('mallory', 'sku-300'),
      ];
      expect(answers.map(({ ok }) => ok)).toEqual([false, false, false, false, true, false]);
    }
    expect(batches()).toBe(before);
  });

  test('cannot make the record of the cart or of an order long', async () => {
    const { shop, skus, longest } = await openShop();
    for (const sku of skus) await shop.carts.add('mallory', sku, 1);
    expect(longest()).toBeLessThan(200 * 100);
    expect(await shop.checkout('mallory')).toMatchObject({ ok: true });
    expect(longest()).toBeLessThan(200 * 400);
    expect(shop.audit()).toEqual({ ok: true, problems: [] });
  });
});

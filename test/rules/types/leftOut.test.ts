import { expect, test } from 'vitest';
import { createShop } from '../../../src/index.ts';

/** As of a header or a variable of the environment that is not there. */
const left = undefined as string | undefined;

test('a member that is undefined counts as left out, in strict mode too', async () => {
  const shop = await createShop({ currency: left, store: undefined, maxCartLines: 5 });
  await shop.users.register({ userId: 'ada', name: 'Ada', email: left });
  const mug = { sku: 'mug', name: 'Mug', category: 'kitchen', priceMinor: 900, stock: 5 };
  const added = await shop.products.add({ ...mug, description: left });
  expect(added.ok && 'description' in added.product).toBe(false);
  await shop.products.update('mug', { name: left });
  await shop.carts.add('ada', 'mug', 1);
  const answer = await shop.checkout('ada', { idempotencyKey: left, pricing: undefined });
  expect(answer).toMatchObject({ ok: true, order: { currency: 'USD' } });
  expect(shop.orders.list({ userId: 'ada', before: left })).toHaveLength(1);
  expect(shop.search([], { sort: undefined, limit: undefined }).total).toBe(1);
});

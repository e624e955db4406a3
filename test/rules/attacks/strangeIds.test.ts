import { beforeEach, describe, expect, test } from 'vitest';
import { createShop, type Shop } from '../../../src/index.ts';
import { type CountingStore, countingStore } from './countingStore.ts';

/** Ids that are taken, and would be something else to a careless program. */
const STRANGE: readonly (readonly [string, string])[] = [
  ['the prototype of objects', '__proto__'],
  ['the constructor of objects', 'constructor'],
  ['a method of objects', 'toString'],
  ['NUL', '\u0000'],
  ['the characters that separate keys', 'a\u0000\u0001\u0002b'],
  ['a new line and a bell', 'a\r\n\u0007'],
  ['half of a surrogate pair', '\ud800'],
  ['a path', '../../etc/passwd'],
  ['a number', '-0'],
  ['an array as JSON', '["answer","ada"]'],
  ['the joint of two others', 'ada 3'],
  ['256 characters', 'x'.repeat(256)],
  ['256 signs of three bytes', '\u4e00'.repeat(256)],
];

let shop: Shop;
let counted: CountingStore;
beforeEach(async () => {
  counted = countingStore();
  shop = await createShop({ store: counted.store });
  await shop.products.add({ sku: 'mug', name: 'Mug', category: 'c', priceMinor: 1, stock: 9 });
  await shop.users.register({ userId: 'ada', name: 'Ada' });
});

describe('an id that nothing has', () => {
  test.each(STRANGE)('is refused by every command, and nothing is stored: %s', async (_, id) => {
    const before = counted.size();
    const answers = [
      await shop.carts.add(id, 'mug', 1),
      await shop.carts.add('ada', id, 1),
      await shop.carts.setQuantity(id, 'mug', 1),
      await shop.carts.setQuantity(id, 'mug', 0),
      await shop.carts.remove(id, 'mug'),
      await shop.carts.clear(id),
      await shop.checkout(id),
      await shop.checkout(id, { idempotencyKey: id }),
      await shop.products.review('mug', { userId: id, rating: 1 }),
      await shop.products.restock(id, 1),
      await shop.orders.confirm(id),
      await shop.orders.cancel(id),
      await shop.orders.send(id, { type: 'order.confirm' }),
    ];
    const codes = answers.map((answer) => (answer.ok ? 'ok' : answer.refusal.code));
    expect(codes.filter((code) => !code.startsWith('unknown-'))).toEqual([]);
    expect(shop.users.get(id)).toBeUndefined();
    expect(shop.products.get(id)).toBeUndefined();
    expect(shop.orders.get(id)).toBeUndefined();
    expect(shop.carts.get(id)).toBeUndefined();
    expect(shop.orders.list({ userId: id })).toEqual([]);
    expect(shop.orders.history(id)).toEqual([]);
    expect(counted.size()).toBe(before);
  });
});

describe('a user with a strange id', () => {
  test.each(STRANGE)('is a user like any other, with keys of their own: %s', async (_, userId) => {
    expect(await shop.users.register({ userId, name: 'Eve' })).toMatchObject({ ok: true });
    const key = { idempotencyKey: userId };
    await shop.carts.add(userId, 'mug', 1);
    const first = await shop.checkout(userId, key);
    expect(first).toMatchObject({ ok: true, order: { userId } });
    expect(await shop.checkout(userId, key)).toEqual({ ...first, replayed: true });
    await shop.carts.add('ada', 'mug', 1);
    expect(await shop.checkout('ada', key)).not.toHaveProperty('replayed');
    expect(shop.orders.list({ userId })).toHaveLength(1);
    expect(counted.count('answer')).toBe(2);
    expect(shop.audit()).toEqual({ ok: true, problems: [] });
  });
});

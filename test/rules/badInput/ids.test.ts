import { describe, expect, it } from 'vitest';
import { byCategory } from '../../../src/index.ts';
import { buy, emptyStage, orderOf, picture } from './stage.ts';

const oddIds = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'valueOf',
  'then',
  'length',
  '0',
  '-1',
  'NaN',
  ' ',
  '\n',
  'a\nb',
  '\u0000',
  ':',
  'cart:ada',
  'order:id-1',
  'inventory',
  'orders',
  'shop',
  'x/y/../z',
  '["ada","key"]',
  '*',
  'reply',
  '\ud800',
  '\udc00\ud800',
  '\u{1f600}',
  'e\u0301',
  '\u00e9',
  'x'.repeat(256),
  `${'x'.repeat(62)}\u0000`,
  `${'x'.repeat(62)}\ud800`,
  '\u{1f600}'.repeat(128),
  `${'x'.repeat(80)}\u0005`,
];

/** Longer than any id under test, so that generated ids never collide with one. */
const label = (id: string) => JSON.stringify(id.length > 20 ? `${id.slice(0, 20)}…` : id);

describe.each(oddIds.map((id) => [label(id), id] as const))('%s', (_, id) => {
  it('works as the id of a user, a product, a location, a category and a key', async () => {
    const at = await emptyStage();
    const { shop } = at;
    at.userIds.push(id);
    await shop.users.register({ userId: id, name: id });
    await shop.users.register({ userId: 'other', name: 'Other' });
    await shop.products.add({
      sku: id,
      name: id,
      category: id,
      priceMinor: 100,
      stock: Object.fromEntries([
        [id, 6],
        ['north', 1],
      ]),
    });
    await shop.products.add({
      sku: 'other',
      name: 'O',
      category: 'other',
      priceMinor: 1,
      stock: 9,
    });
    await shop.products.restock(id, 3, { location: id });
    await shop.products.review(id, { userId: id, rating: 5, text: id });
    await shop.carts.add(id, id, 1);
    await shop.carts.add(id, 'other', 1);
    await shop.carts.setQuantity(id, id, 4);
    await shop.carts.remove(id, 'other');
    const first = await shop.checkout(id, { idempotencyKey: id });
    const again = await shop.checkout(id, { idempotencyKey: id });
    expect(again).toEqual({ ...first, replayed: true });
    const order = orderOf(at, id);
    await shop.orders.confirm(order);
    const shipped = await shop.orders.ship(order, { trackingNumber: id });
    const delivered = await shop.orders.deliver(order);

    expect(shipped).toMatchObject({ ok: true, order: { trackingNumber: id } });
    expect(delivered).toMatchObject({ ok: true, order: { state: 'delivered', userId: id } });
    expect(shop.orders.get(order)?.lines).toMatchObject([
      { sku: id, quantity: 4, allocations: [{ location: id, quantity: 4 }], status: 'purchased' },
    ]);
    expect(shop.products.get(id)).toMatchObject({ sku: id, category: id, available: 6, rating: 5 });
    expect(shop.products.reviews(id)).toMatchObject([{ userId: id, text: id }]);
    expect(Object.entries(shop.explain(id)?.locations ?? {})).toContainEqual([
      id,
      { onHand: 5, available: 5, held: 0, shipped: 4 },
    ]);
    expect(shop.search([byCategory(id)]).items).toMatchObject([{ sku: id }]);
    expect(shop.orders.list({ userId: id })).toHaveLength(1);
    expect(shop.orders.list({ userId: 'other' })).toEqual([]);
    expect(shop.carts.get(id)).toMatchObject({ userId: id, state: 'empty', lines: [] });
    expect(picture(at).audit).toEqual({ ok: true, problems: [] });
  });

  it('works as the id of a cart and an order', async () => {
    const ids = ['', id];
    const at = await emptyStage({ createId: () => ids.pop() ?? 'no more ids' });
    const { shop } = at;
    await shop.products.add({ sku: 'mug', name: 'M', category: 'c', priceMinor: 1, stock: 9 });
    await shop.users.register({ userId: 'ada', name: 'Ada' });
    await shop.carts.add('ada', 'mug', 2);
    expect(shop.carts.get('ada')?.cartId).toBe(id);
    ids.push(id);
    const answer = await shop.checkout('ada');
    expect(answer).toMatchObject({ ok: true, order: { orderId: id } });
    expect(shop.explain('mug')?.holds).toMatchObject([{ orderId: id, quantity: 2 }]);
    expect(shop.orders.list({ userId: 'ada', before: id })).toEqual([]);
    expect(await shop.orders.cancel(id, { reason: id })).toMatchObject({
      ok: true,
      order: { orderId: id, cancelReason: id },
    });
    expect(shop.orders.get(id)).toMatchObject({ orderId: id, state: 'cancelled' });
    expect(shop.orders.history(id).map(({ type }) => type)).toEqual([
      'order.placed',
      'order.cancelled',
    ]);
    expect(shop.audit()).toEqual({ ok: true, problems: [] });
  });

  it('is unknown as long as it has not been used', async () => {
    const { shop } = await emptyStage();
    await shop.users.register({ userId: 'ada', name: 'Ada' });
    expect(shop.users.get(id)).toBeUndefined();
    expect(shop.products.get(id)).toBeUndefined();
    expect(shop.products.reviews(id)).toEqual([]);
    expect(shop.carts.get(id)).toBeUndefined();
    expect(shop.orders.get(id)).toBeUndefined();
    expect(shop.orders.history(id)).toEqual([]);
    expect(shop.orders.list({ userId: id })).toEqual([]);
    expect(shop.explain(id)).toBeUndefined();
    expect(await shop.carts.add(id, 'mug', 1)).toEqual({
      ok: false,
      refusal: { code: 'unknown-user', userId: id },
    });
    expect(await shop.carts.add('ada', id, 1)).toEqual({
      ok: false,
      refusal: { code: 'unknown-product', sku: id },
    });
    expect(await shop.orders.confirm(id)).toEqual({
      ok: false,
      refusal: { code: 'unknown-order', orderId: id },
    });
  });
});

describe('an id of 64 characters or more', () => {
  it.each(['\u0000', '\u0004', '\ud800', '\udc00'])(
    'is refused with %j in it, with which a store on disk would mix it up with others',
    async (character) => {
      const { shop } = await emptyStage();
      const userId = `${'x'.repeat(63)}${character}`;
      await expect(shop.users.register({ userId, name: 'Ada' })).rejects.toThrow(
        'userId: expected no U+0000 to U+0004 and no lone surrogates in an id of 64 characters or more',
      );
    },
  );
});

describe('ids that look like one another', () => {
  const pairs = [
    ['e\u0301', '\u00e9'],
    ['\ud800', '\ud801'],
    ['a', 'a\u0000'],
    ['a', 'A'],
    ['a', 'a '],
    ['1', '01'],
    ['cart:a', 'a'],
  ] as const;

  it.each(pairs)(
    '%j and %j are two users with two carts and two sets of orders',
    async (one, two) => {
      const at = await emptyStage();
      const { shop } = at;
      await shop.products.add({ sku: 'mug', name: 'M', category: 'c', priceMinor: 1, stock: 9 });
      for (const userId of [one, two]) await shop.users.register({ userId, name: userId });
      const order = await buy(at, one, { mug: 1 });
      await shop.carts.add(one, 'mug', 2);
      expect(shop.carts.get(two)?.lines).toEqual([]);
      expect(shop.orders.list({ userId: two })).toEqual([]);
      expect(shop.orders.list({ userId: one }).map(({ orderId }) => orderId)).toEqual([
        order.orderId,
      ]);
    },
  );

  it('keep the idempotency keys of different users apart, however user and key are joined', async () => {
    const at = await emptyStage();
    const { shop } = at;
    await shop.products.add({ sku: 'mug', name: 'M', category: 'c', priceMinor: 1, stock: 9 });
    const buyers = [
      ['a', 'b:c'],
      ['a:b', 'c'],
      ['a","b', 'c'],
      ['a', 'b","c'],
      ['\ud800', '\ud801'],
      ['\ud801', '\ud800'],
    ] as const;
    const orderIds = new Set<string>();
    for (const [userId, idempotencyKey] of buyers) {
      await shop.users.register({ userId, name: 'N' });
      await shop.carts.add(userId, 'mug', 1);
      const answer = await shop.checkout(userId, { idempotencyKey });
      if (answer.ok) orderIds.add(answer.order.orderId);
    }
    expect(orderIds.size).toBe(buyers.length);
  });
});

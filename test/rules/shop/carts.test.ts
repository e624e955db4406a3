import { describe, expect, test } from 'vitest';
import { accepted, buy, fillCart, HOUR, openShop, START } from './openShop.ts';

describe('a cart', () => {
  test('is empty for a user who has put nothing in, and undefined for an unknown user', async () => {
    const { shop } = await openShop();
    expect(shop.carts.get('ada')).toEqual({
      userId: 'ada',
      cartId: null,
      state: 'empty',
      lines: [],
      totalMinor: 0,
      expiresAt: null,
    });
    expect(shop.carts.get('nobody')).toBeUndefined();
  });

  test('shows its lines at list price, in the order in which they were added', async () => {
    const { shop } = await openShop();
    await fillCart(shop, 'ada', { lamp: 1, mug: 2 });
    const { cart } = accepted(await shop.carts.add('ada', 'lamp', 1));
    expect(cart).toEqual({
      userId: 'ada',
      cartId: expect.any(String),
      state: 'open',
      lines: [
        { sku: 'lamp', name: 'Lamp', quantity: 2, unitPriceMinor: 2501, status: 'added' },
        { sku: 'mug', name: 'Mug', quantity: 2, unitPriceMinor: 900, status: 'added' },
      ],
      totalMinor: 6802,
      expiresAt: START + 24 * HOUR,
    });
    expect(shop.carts.get('ada')).toEqual(cart);
  });

  test('shows the prices of today', async () => {
    const { shop } = await openShop();
    await fillCart(shop, 'ada', { mug: 2 });
    await shop.products.update('mug', { priceMinor: 1000, name: 'Big mug' });
    expect(shop.carts.get('ada')).toMatchObject({
      lines: [{ name: 'Big mug', unitPriceMinor: 1000 }],
      totalMinor: 2000,
    });
  });

  test('never changes the stock', async () => {
    const { shop } = await openShop();
    const before = [shop.explain('mug'), shop.products.get('mug')];
    await fillCart(shop, 'ada', { mug: 10 });
    await shop.carts.setQuantity('ada', 'mug', 4);
    await shop.carts.remove('ada', 'mug');
    await fillCart(shop, 'ada', { mug: 3 });
    await shop.carts.clear('ada');
    expect([shop.explain('mug'), shop.products.get('mug')]).toEqual(before);
  });

  test('may hold the same units as other carts', async () => {
    const { shop } = await openShop();
    await fillCart(shop, 'ada', { mug: 10 });
    await fillCart(shop, 'bob', { mug: 10 });
    expect(shop.products.get('mug')?.available).toBe(10);
  });

  test('is new after it was empty', async () => {
    const { shop } = await openShop();
    await fillCart(shop, 'ada', { mug: 1 });
    const first = shop.carts.get('ada')?.cartId;
    await fillCart(shop, 'ada', { lamp: 1 });
    expect(shop.carts.get('ada')?.cartId).toBe(first);
    await shop.carts.clear('ada');
    await fillCart(shop, 'ada', { mug: 1 });
    expect(shop.carts.get('ada')?.cartId).not.toBe(first);
  });

  test('of another user is another cart', async () => {
    const { shop } = await openShop();
    await fillCart(shop, 'ada', { mug: 1 });
    expect(shop.carts.get('bob')?.lines).toEqual([]);
  });
});

describe('adding to a cart', () => {
  test('is refused when less is available now than the line would hold', async () => {
    const { shop } = await openShop();
    await fillCart(shop, 'ada', { mug: 6 });
    const before = shop.carts.get('ada');
    expect(await shop.carts.add('ada', 'mug', 5)).toEqual({
      ok: false,
      refusal: {
        code: 'out-of-stock',
        shortages: [{ sku: 'mug', requested: 11, available: 10 }],
      },
    });
    expect(shop.carts.get('ada')).toEqual(before);
  });

  test('is refused above the purchase limit, also when the stock is short as well', async () => {
    const { shop } = await openShop();
    await shop.products.update('mug', { maxPerOrder: 4 });
    await fillCart(shop, 'ada', { mug: 4 });
    for (const quantity of [1, 100]) {
      expect(await shop.carts.add('ada', 'mug', quantity)).toEqual({
        ok: false,
        refusal: {
          code: 'purchase-limit',
          sku: 'mug',
          requested: 4 + quantity,
          maxPerOrder: 4,
        },
      });
    }
    expect(shop.carts.get('ada')?.lines).toMatchObject([{ sku: 'mug', quantity: 4 }]);
  });

  test('is refused for unknown users and products, the user first', async () => {
    const { shop } = await openShop();
    expect(await shop.carts.add('nobody', 'nothing', 1)).toEqual({
      ok: false,
      refusal: { code: 'unknown-user', userId: 'nobody' },
    });
    expect(await shop.carts.add('ada', 'nothing', 1)).toEqual({
      ok: false,
      refusal: { code: 'unknown-product', sku: 'nothing' },
    });
  });
});

describe('a line', () => {
  test('stays in the cart when the stock falls later', async () => {
    const { shop } = await openShop();
    await fillCart(shop, 'ada', { mug: 8 });
    const before = shop.carts.get('ada');
    await buy(shop, 'bob', { mug: 9 });
    expect(shop.carts.get('ada')).toEqual(before);
  });

  test('may become smaller when the stock has fallen below it, but not larger', async () => {
    const { shop } = await openShop();
    await fillCart(shop, 'ada', { mug: 8 });
    await buy(shop, 'bob', { mug: 9 });
    const { cart } = accepted(await shop.carts.setQuantity('ada', 'mug', 5));
    expect(cart.lines).toMatchObject([{ sku: 'mug', quantity: 5 }]);
    expect(await shop.carts.setQuantity('ada', 'mug', 6)).toEqual({
      ok: false,
      refusal: { code: 'out-of-stock', shortages: [{ sku: 'mug', requested: 6, available: 1 }] },
    });
  });

  test('may become smaller when the limit has come down below it, but not larger', async () => {
    const { shop } = await openShop();
    await fillCart(shop, 'ada', { mug: 8 });
    await shop.products.update('mug', { maxPerOrder: 2 });
    accepted(await shop.carts.setQuantity('ada', 'mug', 3));
    expect(await shop.carts.setQuantity('ada', 'mug', 4)).toEqual({
      ok: false,
      refusal: { code: 'purchase-limit', sku: 'mug', requested: 4, maxPerOrder: 2 },
    });
  });

  test('that is not there cannot be set or removed', async () => {
    const { shop } = await openShop();
    await fillCart(shop, 'ada', { lamp: 1 });
    const refusal = { ok: false, refusal: { code: 'not-in-cart', sku: 'mug' } };
    expect(await shop.carts.setQuantity('ada', 'mug', 1)).toEqual(refusal);
    expect(await shop.carts.remove('ada', 'mug')).toEqual(refusal);
    expect(await shop.carts.remove('bob', 'mug')).toEqual(refusal);
  });

  test('of zero units is removed, as by remove', async () => {
    const { shop, facts } = await openShop();
    await fillCart(shop, 'ada', { mug: 2, lamp: 1 });
    await fillCart(shop, 'bob', { mug: 2, lamp: 1 });
    facts.length = 0;
    const zeroed = accepted(await shop.carts.setQuantity('ada', 'mug', 0)).cart;
    const removed = accepted(await shop.carts.remove('bob', 'mug')).cart;
    expect(zeroed).toEqual({ ...removed, userId: 'ada', cartId: zeroed.cartId });
    expect(zeroed.lines).toMatchObject([{ sku: 'lamp', quantity: 1 }]);
    expect(facts).toMatchObject([
      { type: 'cart.lineRemoved', userId: 'ada', sku: 'mug', quantity: 2, lineQuantity: 0 },
      { type: 'cart.lineRemoved', userId: 'bob', sku: 'mug', quantity: 2, lineQuantity: 0 },
    ]);
    // The last line: the cart is empty then, and does not expire any more.
    const emptied = accepted(await shop.carts.setQuantity('ada', 'lamp', -0)).cart;
    expect(emptied).toMatchObject({ state: 'empty', cartId: null, lines: [], expiresAt: null });
  });

  test('that is not there cannot be set to zero, whether there is such a product or not', async () => {
    const { shop, facts } = await openShop();
    await fillCart(shop, 'ada', { lamp: 1 });
    facts.length = 0;
    for (const sku of ['mug', 'nothing']) {
      const refusal = { code: 'not-in-cart', sku };
      expect(await shop.carts.setQuantity('ada', sku, 0)).toEqual({ ok: false, refusal });
      expect(await shop.carts.setQuantity('bob', sku, 0)).toEqual({ ok: false, refusal });
    }
    expect(await shop.carts.setQuantity('nobody', 'lamp', 0)).toMatchObject({
      refusal: { code: 'unknown-user' },
    });
    expect(facts).toEqual([]);
  });

  test('emits a fact when it grows, shrinks and is removed', async () => {
    const { shop, facts } = await openShop();
    await fillCart(shop, 'ada', { mug: 2 });
    await shop.carts.add('ada', 'mug', 3);
    await shop.carts.setQuantity('ada', 'mug', 4);
    await shop.carts.setQuantity('ada', 'mug', 4);
    await fillCart(shop, 'ada', { lamp: 1 });
    await shop.carts.remove('ada', 'mug');
    await shop.carts.clear('ada');
    const told = facts.map((fact) =>
      'lineQuantity' in fact ? [fact.type, fact.sku, fact.quantity, fact.lineQuantity] : fact,
    );
    expect(told).toEqual([
      ['cart.lineAdded', 'mug', 2, 2],
      ['cart.lineAdded', 'mug', 3, 5],
      ['cart.lineRemoved', 'mug', 1, 4],
      ['cart.lineAdded', 'lamp', 1, 1],
      ['cart.lineRemoved', 'mug', 4, 0],
      ['cart.lineRemoved', 'lamp', 1, 0],
    ]);
  });
});

describe('emptying a cart', () => {
  test('has the same effect by removing its last line and by clearing it', async () => {
    const { shop } = await openShop();
    await fillCart(shop, 'ada', { mug: 1 });
    await fillCart(shop, 'bob', { mug: 1, lamp: 2 });
    const removed = accepted(await shop.carts.remove('ada', 'mug')).cart;
    const cleared = accepted(await shop.carts.clear('bob')).cart;
    expect({ ...removed, userId: 'bob' }).toEqual(cleared);
    expect(cleared).toMatchObject({ state: 'empty', cartId: null, lines: [], expiresAt: null });
  });

  test('is accepted for an empty cart', async () => {
    const { shop, facts } = await openShop();
    expect(accepted(await shop.carts.clear('ada')).cart.state).toBe('empty');
    expect(facts).toEqual([]);
  });
});

describe('a cart expires', () => {
  test('24 hours after its first line, and the fact says what was in it', async () => {
    const { shop, clock, facts } = await openShop();
    await fillCart(shop, 'ada', { mug: 2 });
    const cartId = shop.carts.get('ada')?.cartId;
    clock.advance(10 * HOUR);
    await fillCart(shop, 'ada', { lamp: 1 });
    facts.length = 0;

    clock.advance(14 * HOUR - 1);
    expect(shop.carts.get('ada')?.lines).toHaveLength(2);
    expect(facts).toEqual([]);

    clock.advance(1);
    expect(shop.carts.get('ada')).toMatchObject({ state: 'empty', lines: [], cartId: null });
    expect(facts).toEqual([
      {
        type: 'cart.expired',
        userId: 'ada',
        cartId,
        lines: [
          { sku: 'mug', quantity: 2 },
          { sku: 'lamp', quantity: 1 },
        ],
        at: START + 24 * HOUR,
        seq: expect.any(Number),
      },
    ]);
  });

  test('no later for a checkout that was refused', async () => {
    const { shop, clock } = await openShop();
    await fillCart(shop, 'ada', { vase: 1 });
    const { orderId } = await buy(shop, 'bob', { vase: 1 });
    await shop.orders.confirm(orderId);
    for (let hour = 1; hour < 24; hour++) {
      clock.advance(HOUR);
      expect(await shop.checkout('ada')).toMatchObject({ refusal: { code: 'out-of-stock' } });
      expect(shop.carts.get('ada')?.expiresAt).toBe(START + 24 * HOUR);
    }
    clock.advance(HOUR - 1);
    expect(shop.carts.get('ada')?.state).toBe('open');
    clock.advance(1);
    expect(shop.carts.get('ada')?.state).toBe('empty');
  });

  test('24 hours after its new first line when it was empty in between', async () => {
    const { shop, clock, facts } = await openShop();
    await fillCart(shop, 'ada', { mug: 1 });
    clock.advance(20 * HOUR);
    await shop.carts.remove('ada', 'mug');
    await fillCart(shop, 'ada', { mug: 1 });
    clock.advance(24 * HOUR - 1);
    expect(shop.carts.get('ada')?.state).toBe('open');
    clock.advance(1);
    expect(shop.carts.get('ada')?.state).toBe('empty');
    expect(facts.filter(({ type }) => type === 'cart.expired')).toHaveLength(1);
  });

  test('never once it is bought or cleared', async () => {
    const { shop, clock, facts } = await openShop();
    await buy(shop, 'ada', { mug: 1 });
    await fillCart(shop, 'bob', { mug: 1 });
    await shop.carts.clear('bob');
    clock.advance(100 * HOUR);
    expect(facts.filter(({ type }) => type === 'cart.expired')).toEqual([]);
  });

  test('after the time that the shop has set', async () => {
    const { shop, clock } = await openShop({ cartExpiryMs: 5000 });
    await fillCart(shop, 'ada', { mug: 1 });
    expect(shop.carts.get('ada')?.expiresAt).toBe(START + 5000);
    clock.advance(4999);
    expect(shop.carts.get('ada')?.state).toBe('open');
    clock.advance(1);
    expect(shop.carts.get('ada')?.state).toBe('empty');
  });

  test('each at its own time', async () => {
    const { shop, clock, facts } = await openShop();
    await fillCart(shop, 'bob', { mug: 1 });
    clock.advance(HOUR);
    await fillCart(shop, 'ada', { mug: 1 });
    clock.advance(100 * HOUR);
    const expired = facts.filter(({ type }) => type === 'cart.expired');
    expect(expired).toMatchObject([
      { userId: 'bob', at: START + 24 * HOUR },
      { userId: 'ada', at: START + 25 * HOUR },
    ]);
  });
});

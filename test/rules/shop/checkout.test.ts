import { describe, expect, test } from 'vitest';
import { type Allocation, type Pricing, UserCodeError } from '../../../src/index.ts';
import { accepted, buy, fillCart, MINUTE, openShop, START } from './openShop.ts';

describe('a checkout', () => {
  test('turns the cart into a pending order and holds its units', async () => {
    const { shop, facts } = await openShop();
    await fillCart(shop, 'ada', { lamp: 2, mug: 3 });
    const answer = await shop.checkout('ada');
    const order = {
      orderId: expect.any(String),
      userId: 'ada',
      state: 'pending',
      lines: [
        {
          sku: 'lamp',
          name: 'Lamp',
          quantity: 2,
          unitPriceMinor: 2501,
          lineTotalMinor: 5002,
          allocations: [{ location: 'main', quantity: 2 }],
          status: 'reserved',
        },
        {
          sku: 'mug',
          name: 'Mug',
          quantity: 3,
          unitPriceMinor: 900,
          lineTotalMinor: 2700,
          allocations: [{ location: 'main', quantity: 3 }],
          status: 'reserved',
        },
      ],
      totalMinor: 7702,
      currency: 'USD',
      pricing: 'regular',
      createdAt: START,
      paymentDueAt: START + 30 * MINUTE,
    };
    expect(answer).toEqual({ ok: true, order });
    const { orderId } = accepted(answer).order;
    expect(shop.orders.get(orderId)).toEqual(accepted(answer).order);
    expect(shop.carts.get('ada')).toMatchObject({ state: 'empty', lines: [], cartId: null });
    expect(shop.explain('mug')).toMatchObject({ available: 7, held: 3 });
    expect(shop.explain('lamp')).toMatchObject({ available: 1, held: 2 });
    expect(facts).toContainEqual({
      type: 'order.placed',
      orderId,
      userId: 'ada',
      totalMinor: 7702,
      paymentDueAt: START + 30 * MINUTE,
      at: START,
      seq: expect.any(Number),
    });
  });

  test('of the last item by two users succeeds for exactly one of them', async () => {
    const { shop } = await openShop();
    await fillCart(shop, 'ada', { vase: 1 });
    await fillCart(shop, 'bob', { vase: 1 });
    const answers = await Promise.all([shop.checkout('ada'), shop.checkout('bob')]);
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(answers.find(({ ok }) => !ok)).toEqual({
      ok: false,
      refusal: { code: 'out-of-stock', shortages: [{ sku: 'vase', requested: 1, available: 0 }] },
    });
    expect(shop.explain('vase')).toMatchObject({ available: 0, held: 1 });
  });

  test('of one cart started twice makes one order', async () => {
    const { shop } = await openShop();
    await fillCart(shop, 'ada', { mug: 1 });
    const answers = await Promise.all([shop.checkout('ada'), shop.checkout('ada')]);
    expect(answers).toMatchObject([{ ok: true }, { ok: false, refusal: { code: 'empty-cart' } }]);
    expect(shop.orders.list({ userId: 'ada' })).toHaveLength(1);
  });

  test('reserves with the currency and the time to pay that the shop has set', async () => {
    const { shop } = await openShop({ currency: 'EUR', paymentTimeoutMs: 5000 });
    const order = await buy(shop, 'ada', { mug: 1 });
    expect(order).toMatchObject({ currency: 'EUR', paymentDueAt: START + 5000 });
  });
});

describe('a checkout is refused', () => {
  test('when any line is short, naming every short product, how many units were requested and are left', async () => {
    const { shop, facts } = await openShop();
    await fillCart(shop, 'ada', { lamp: 2, mug: 4, vase: 1 });
    await buy(shop, 'bob', { lamp: 2, vase: 1, mug: 6 });
    const cart = shop.carts.get('ada');
    const stock = ['lamp', 'mug', 'vase'].map((sku) => shop.explain(sku));
    facts.length = 0;

    const refusal = {
      code: 'out-of-stock',
      shortages: [
        { sku: 'lamp', requested: 2, available: 1 },
        { sku: 'vase', requested: 1, available: 0 },
      ],
    };
    expect(await shop.checkout('ada')).toEqual({ ok: false, refusal });
    expect(shop.carts.get('ada')).toEqual(cart);
    expect(['lamp', 'mug', 'vase'].map((sku) => shop.explain(sku))).toEqual(stock);
    expect(shop.orders.list({ userId: 'ada' })).toEqual([]);
    expect(facts).toEqual([
      {
        type: 'checkout.refused',
        userId: 'ada',
        cartId: cart?.cartId,
        refusal,
        at: START,
        seq: expect.any(Number),
      },
    ]);
  });

  test('and succeeds later with the unchanged cart, once the stock is there again', async () => {
    const { shop } = await openShop();
    await fillCart(shop, 'ada', { vase: 1, mug: 1 });
    const { orderId } = await buy(shop, 'bob', { vase: 1 });
    expect((await shop.checkout('ada')).ok).toBe(false);
    await shop.orders.cancel(orderId);
    const { order } = accepted(await shop.checkout('ada'));
    expect(order.lines.map(({ sku, quantity }) => [sku, quantity])).toEqual([
      ['vase', 1],
      ['mug', 1],
    ]);
  });

  test('for an empty cart', async () => {
    const { shop, facts } = await openShop();
    const refusal = { code: 'empty-cart' };
    expect(await shop.checkout('ada')).toEqual({ ok: false, refusal });
    expect(facts).toMatchObject([
      { type: 'checkout.refused', userId: 'ada', cartId: null, refusal },
    ]);
  });

  test('for an unknown user', async () => {
    const { shop, facts } = await openShop();
    expect(await shop.checkout('nobody')).toEqual({
      ok: false,
      refusal: { code: 'unknown-user', userId: 'nobody' },
    });
    expect(facts).toEqual([]);
  });

  test('above a purchase limit that has come down since the line was added', async () => {
    const { shop, facts } = await openShop();
    await fillCart(shop, 'ada', { lamp: 1, mug: 4 });
    await shop.products.update('mug', { maxPerOrder: 3 });
    const cart = shop.carts.get('ada');
    facts.length = 0;
    const refusal = { code: 'purchase-limit', sku: 'mug', requested: 4, maxPerOrder: 3 };
    expect(await shop.checkout('ada')).toEqual({ ok: false, refusal });
    expect(shop.carts.get('ada')).toEqual(cart);
    expect(shop.explain('lamp')).toMatchObject({ available: 3, held: 0 });
    expect(facts).toMatchObject([{ type: 'checkout.refused', cartId: cart?.cartId, refusal }]);

    accepted(await shop.carts.setQuantity('ada', 'mug', 3));
    expect((await shop.checkout('ada')).ok).toBe(true);
  });
});

describe('a purchase limit', () => {
  test('holds for one order, not for a user', async () => {
    const { shop } = await openShop();
    await shop.products.update('mug', { maxPerOrder: 2 });
    await buy(shop, 'ada', { mug: 2 });
    await buy(shop, 'ada', { mug: 2 });
    expect(shop.explain('mug')?.held).toBe(4);
  });
});

describe('a checkout that cannot be computed rejects and leaves everything as it was', () => {
  test('when the allocation strategy throws', async () => {
    let broken = true;
    const allocation: Allocation = (demands) => {
      if (broken) throw new Error('no map of the warehouse');
      return demands.map(() => []);
    };
    const { shop, facts } = await openShop({ allocation });
    await fillCart(shop, 'ada', { mug: 2 });
    const cart = shop.carts.get('ada');
    facts.length = 0;
    await expect(shop.checkout('ada')).rejects.toThrow('no map of the warehouse');
    expect(shop.carts.get('ada')).toEqual(cart);
    expect(shop.explain('mug')).toMatchObject({ available: 10, held: 0 });
    expect(facts).toEqual([]);

    broken = false;
    expect((await shop.checkout('ada')).ok).toBe(true);
  });

  const wrongPrices: [string, Pricing, RegExp][] = [
    ['throws', () => JSON.parse('{'), /JSON/],
    ['answers NaN', () => Number.NaN, /got NaN/],
    ['answers a negative amount', () => -1, /got -1/],
    ['answers a string', () => '900' as unknown as number, /got '900'/],
    ['answers more than a safe integer', () => 2 ** 60, /got 1152921504606847000/],
  ];
  test.each(wrongPrices)('when the pricing %s', async (_, pricing, message) => {
    const { shop } = await openShop();
    await fillCart(shop, 'ada', { mug: 2 });
    const cart = shop.carts.get('ada');
    await expect(shop.checkout('ada', { pricing })).rejects.toThrow(message);
    expect(shop.carts.get('ada')).toEqual(cart);
    expect(shop.explain('mug')).toMatchObject({ available: 10, held: 0 });
    expect((await shop.checkout('ada')).ok).toBe(true);
  });

  test('when createId returns the id of an order that exists', async () => {
    let next = 'order-1';
    const { shop } = await openShop({ createId: () => next });
    await buy(shop, 'ada', { mug: 1 });
    await fillCart(shop, 'ada', { mug: 2 });
    const cart = shop.carts.get('ada');
    await expect(shop.checkout('ada')).rejects.toThrow(/createId\(\).*'order-1'/);
    expect(shop.carts.get('ada')).toEqual(cart);
    expect(shop.explain('mug')).toMatchObject({ available: 9, held: 1 });

    next = 'order-2';
    expect(accepted(await shop.checkout('ada')).order.orderId).toBe('order-2');
  });

  test('when createId returns the id of an order that has ended', async () => {
    const { shop } = await openShop({ createId: () => 'order-1' });
    const { orderId } = await buy(shop, 'ada', { mug: 1 });
    await shop.orders.cancel(orderId);
    await fillCart(shop, 'ada', { mug: 2 });
    await expect(shop.checkout('ada')).rejects.toThrow(UserCodeError);
    expect(shop.orders.get('order-1')?.state).toBe('cancelled');
  });
});

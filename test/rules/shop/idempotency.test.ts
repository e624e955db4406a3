import { describe, expect, test } from 'vitest';
import { bulkPricing, type Pricing } from '../../../src/index.ts';
import { loopTurns } from '../loopTurns.ts';
import { accepted, buy, fillCart, HOUR, openShop, stallingStore } from './openShop.ts';

const idempotencyKey = 'purchase-1';

describe('a client that retries a checkout with the same key', () => {
  test('gets the same order and not a second one', async () => {
    const { shop, facts } = await openShop();
    await fillCart(shop, 'ada', { mug: 2, lamp: 1 });
    const first = await shop.checkout('ada', { idempotencyKey });
    await fillCart(shop, 'ada', { mug: 5 });
    facts.length = 0;
    expect(await shop.checkout('ada', { idempotencyKey })).toEqual(first);
    expect(await shop.checkout('ada', { idempotencyKey })).toEqual(first);
    expect(shop.orders.list({ userId: 'ada' })).toHaveLength(1);
    expect(shop.carts.get('ada')?.lines).toMatchObject([{ sku: 'mug', quantity: 5 }]);
    expect(facts).toEqual([]);
  });

  test('gets the same answer while the first checkout is still running', async () => {
    const { store, stall, goOn } = stallingStore();
    const { shop } = await openShop({ store });
    await fillCart(shop, 'ada', { mug: 2 });
    stall();
    let answered = 0;
    const answers = [1, 2, 3].map(() =>
      shop.checkout('ada', { idempotencyKey }).finally(() => answered++),
    );
    await loopTurns();
    expect(answered).toBe(0);
    goOn();
    const [first, ...others] = await Promise.all(answers);
    expect(first?.ok).toBe(true);
    for (const other of others) expect(other).toEqual(first);
    expect(shop.orders.list({ userId: 'ada' })).toHaveLength(1);
    expect(shop.explain('mug')?.held).toBe(2);
  });

  test('gets the same answer after the order has moved on', async () => {
    const { shop } = await openShop();
    await fillCart(shop, 'ada', { mug: 2 });
    const first = await shop.checkout('ada', { idempotencyKey });
    const { orderId } = accepted(first).order;
    await shop.orders.confirm(orderId);
    expect(await shop.checkout('ada', { idempotencyKey })).toEqual(first);
    await shop.orders.ship(orderId, { trackingNumber: 'T1' });
    expect(await shop.checkout('ada', { idempotencyKey })).toEqual(first);
    await shop.orders.deliver(orderId);
    expect(await shop.checkout('ada', { idempotencyKey })).toEqual(first);
    expect(shop.orders.get(orderId)).toMatchObject({ state: 'delivered', trackingNumber: 'T1' });
  });

  test('gets the same answer after the order was cancelled', async () => {
    const { shop } = await openShop();
    await fillCart(shop, 'ada', { mug: 2 });
    const first = await shop.checkout('ada', { idempotencyKey });
    await shop.orders.cancel(accepted(first).order.orderId, { reason: 'too blue' });
    expect(await shop.checkout('ada', { idempotencyKey })).toEqual(first);
  });

  test('gets the prices of the first checkout, also when it asks for others now', async () => {
    const { shop } = await openShop();
    await fillCart(shop, 'ada', { mug: 5 });
    const first = await shop.checkout('ada', { idempotencyKey });
    await shop.products.update('mug', { priceMinor: 1 });
    const pricing = bulkPricing({ percent: 10, minQuantity: 5 });
    expect(await shop.checkout('ada', { idempotencyKey, pricing })).toEqual(first);
  });

  test('gets the same refusal, until it takes another key', async () => {
    const { shop, facts } = await openShop();
    await fillCart(shop, 'ada', { vase: 1 });
    await buy(shop, 'bob', { vase: 1 });
    const first = await shop.checkout('ada', { idempotencyKey });
    expect(first.ok).toBe(false);
    await shop.products.restock('vase', 1);
    facts.length = 0;
    expect(await shop.checkout('ada', { idempotencyKey })).toEqual(first);
    expect(facts).toEqual([]);
    expect((await shop.checkout('ada', { idempotencyKey: 'purchase-2' })).ok).toBe(true);
  });
});

describe('an idempotency key', () => {
  test('of another user is another key', async () => {
    const { shop } = await openShop();
    await fillCart(shop, 'ada', { mug: 1 });
    await fillCart(shop, 'bob', { mug: 2 });
    const ofAda = accepted(await shop.checkout('ada', { idempotencyKey })).order;
    const ofBob = accepted(await shop.checkout('bob', { idempotencyKey })).order;
    expect(ofBob.orderId).not.toBe(ofAda.orderId);
    expect(ofBob).toMatchObject({ userId: 'bob', lines: [{ quantity: 2 }] });
  });

  test('cannot be mistaken for another by the way user and key are joined', async () => {
    const { shop } = await openShop();
    await shop.users.register({ userId: 'a', name: 'A' });
    await shop.users.register({ userId: 'a","b', name: 'B' });
    await fillCart(shop, 'a', { mug: 1 });
    await fillCart(shop, 'a","b', { mug: 2 });
    const first = accepted(await shop.checkout('a', { idempotencyKey: 'b","c' })).order;
    const second = accepted(await shop.checkout('a","b', { idempotencyKey: 'c' })).order;
    expect(second.orderId).not.toBe(first.orderId);
  });

  test('that is new buys the present cart', async () => {
    const { shop } = await openShop();
    const first = await buy(shop, 'ada', { mug: 1 }, { idempotencyKey });
    const second = await buy(shop, 'ada', { mug: 1 }, { idempotencyKey: 'purchase-2' });
    expect(second.orderId).not.toBe(first.orderId);
  });

  test('is remembered for 24 hours', async () => {
    const { shop, clock } = await openShop();
    const first = await buy(shop, 'ada', { mug: 1 }, { idempotencyKey });
    clock.advance(24 * HOUR - 1);
    const retried = await shop.checkout('ada', { idempotencyKey });
    expect(retried).toEqual({ ok: true, order: first });
    clock.advance(1);
    await fillCart(shop, 'ada', { mug: 1 });
    const { order } = accepted(await shop.checkout('ada', { idempotencyKey }));
    expect(order.orderId).not.toBe(first.orderId);
  });

  test('is free again when its checkout has rejected', async () => {
    const { shop } = await openShop();
    const broken: Pricing = () => {
      throw new Error('no prices today');
    };
    await fillCart(shop, 'ada', { mug: 1 });
    await expect(shop.checkout('ada', { idempotencyKey, pricing: broken })).rejects.toThrow();
    expect((await shop.checkout('ada', { idempotencyKey })).ok).toBe(true);
  });

  test('is not used up by a user who is not registered yet', async () => {
    const { shop } = await openShop();
    expect((await shop.checkout('eve', { idempotencyKey })).ok).toBe(false);
    await shop.users.register({ userId: 'eve', name: 'Eve' });
    await fillCart(shop, 'eve', { mug: 1 });
    expect((await shop.checkout('eve', { idempotencyKey })).ok).toBe(true);
  });
});

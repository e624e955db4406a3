import { describe, expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '../../../src/base/shopLimits.ts';
import { Idempotency } from '../../../src/checkout/idempotency.ts';
import {
  bulkPricing,
  type CheckoutAnswer,
  type CheckoutOptions,
  createShop,
  membershipPricing,
  memoryStore,
  type Pricing,
} from '../../../src/index.ts';
import type { OrderPart } from '../../../src/orders/orderPart.ts';
import { simulatedClock } from '../../../src/testing.ts';
import { loopTurns } from '../loopTurns.ts';
import { lampEngine } from '../runtime/lamps.ts';
import { accepted, buy, fillCart, HOUR, openShop, START, stallingStore } from './openShop.ts';

const idempotencyKey = 'purchase-1';

function replayOf(first: CheckoutAnswer): CheckoutAnswer {
  return { ...first, replayed: true };
}

describe('a client that retries a checkout with the same key', () => {
  test('gets the same order and not a second one', async () => {
    const { shop, facts } = await openShop();
    await fillCart(shop, 'ada', { mug: 2, lamp: 1 });
    const first = await shop.checkout('ada', { idempotencyKey });
    expect(first).not.toHaveProperty('replayed');
    facts.length = 0;
    expect(await shop.checkout('ada', { idempotencyKey })).toEqual(replayOf(first));
    expect(await shop.checkout('ada', { idempotencyKey })).toEqual(replayOf(first));
    expect(shop.orders.list({ userId: 'ada' })).toHaveLength(1);
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
    for (const other of others) expect(other).toEqual(replayOf(first as CheckoutAnswer));
    expect(shop.orders.list({ userId: 'ada' })).toHaveLength(1);
    expect(shop.explain('mug')?.held).toBe(2);
  });

  test('gets the same answer after the order has moved on', async () => {
    const { shop } = await openShop();
    await fillCart(shop, 'ada', { mug: 2 });
    const first = await shop.checkout('ada', { idempotencyKey });
    const { orderId } = accepted(first).order;
    await shop.orders.confirm(orderId);
    expect(await shop.checkout('ada', { idempotencyKey })).toEqual(replayOf(first));
    await shop.orders.ship(orderId, { trackingNumber: 'T1' });
    expect(await shop.checkout('ada', { idempotencyKey })).toEqual(replayOf(first));
    await shop.orders.deliver(orderId);
    expect(await shop.checkout('ada', { idempotencyKey })).toEqual(replayOf(first));
    expect(shop.orders.get(orderId)).toMatchObject({ state: 'delivered', trackingNumber: 'T1' });
  });

  test('gets the same answer after the order was cancelled', async () => {
    const { shop } = await openShop();
    await fillCart(shop, 'ada', { mug: 2 });
    const first = await shop.checkout('ada', { idempotencyKey });
    await shop.orders.cancel(accepted(first).order.orderId, { reason: 'too blue' });
    expect(await shop.checkout('ada', { idempotencyKey })).toEqual(replayOf(first));
  });

  test('gets the prices of the first checkout, also when they have changed', async () => {
    const { shop } = await openShop();
    await fillCart(shop, 'ada', { mug: 5 });
    const pricing = bulkPricing({ percent: 10, minQuantity: 5 });
    const options = { idempotencyKey, pricing, expectedTotalMinor: 4050 };
    const first = await shop.checkout('ada', options);
    expect(accepted(first).order.totalMinor).toBe(4050);
    await shop.products.update('mug', { priceMinor: 1 });
    // A client that retries makes its strategy again: what counts is the name, as in the order.
    const retried = { ...options, pricing: bulkPricing({ percent: 10, minQuantity: 5 }) };
    expect(await shop.checkout('ada', retried)).toEqual(replayOf(first));
  });

  test('gets the same refusal, until it takes another key', async () => {
    const { shop, facts } = await openShop();
    await fillCart(shop, 'ada', { vase: 1 });
    await buy(shop, 'bob', { vase: 1 });
    const first = await shop.checkout('ada', { idempotencyKey });
    expect(first.ok).toBe(false);
    await shop.products.restock('vase', 1);
    facts.length = 0;
    expect(await shop.checkout('ada', { idempotencyKey })).toEqual(replayOf(first));
    expect(facts).toEqual([]);
    expect((await shop.checkout('ada', { idempotencyKey: 'purchase-2' })).ok).toBe(true);
  });
});

describe('a checkout with the key of an earlier one is refused and changes nothing', () => {
  const mismatch = { code: 'idempotency-mismatch', idempotencyKey };

  test('when the user has filled another cart since, naming the order of the earlier one', async () => {
    const { shop, facts } = await openShop();
    const { orderId } = await buy(shop, 'ada', { mug: 2, lamp: 1 }, { idempotencyKey });
    await fillCart(shop, 'ada', { mug: 5 });
    const cart = shop.carts.get('ada');
    facts.length = 0;
    const refused = { ok: false, refusal: { ...mismatch, orderId } };
    expect(await shop.checkout('ada', { idempotencyKey })).toEqual(refused);
    expect(await shop.checkout('ada', { idempotencyKey })).toEqual(refused);
    expect(shop.carts.get('ada')).toEqual(cart);
    expect(shop.explain('mug')).toMatchObject({ available: 8, held: 2 });
    expect(shop.orders.list({ userId: 'ada' })).toHaveLength(1);
    expect(facts).toEqual([]);
    expect((await shop.checkout('ada', { idempotencyKey: 'purchase-2' })).ok).toBe(true);
  });

  test.each<[string, Readonly<Record<string, number>>]>([
    ['fewer units', { mug: 1, lamp: 1 }],
    ['more units', { mug: 3, lamp: 1 }],
    ['a line less', { mug: 2 }],
    ['a line more', { mug: 2, lamp: 1, vase: 1 }],
    ['another product', { mug: 2, vase: 1 }],
    ['the quantities swapped', { mug: 1, lamp: 2 }],
  ])('when the cart has %s than the one that was bought', async (_, lines) => {
    const { shop } = await openShop();
    await buy(shop, 'ada', { mug: 2, lamp: 1 }, { idempotencyKey });
    await fillCart(shop, 'ada', lines);
    expect(await shop.checkout('ada', { idempotencyKey })).toMatchObject({ refusal: mismatch });
  });

  test('when the cart has changed after a refusal, which no order is named for', async () => {
    const { shop } = await openShop();
    await fillCart(shop, 'ada', { lamp: 3 });
    await buy(shop, 'bob', { lamp: 2 });
    const first = await shop.checkout('ada', { idempotencyKey });
    expect(first).toMatchObject({ refusal: { code: 'out-of-stock' } });
    await shop.carts.setQuantity('ada', 'lamp', 1);
    expect(await shop.checkout('ada', { idempotencyKey })).toEqual({
      ok: false,
      refusal: mismatch,
    });
    await shop.carts.clear('ada');
    expect(await shop.checkout('ada', { idempotencyKey })).toEqual({
      ok: false,
      refusal: mismatch,
    });
  });

  test('when the first one was refused for an empty cart, which has lines now', async () => {
    const { shop } = await openShop();
    await shop.checkout('ada', { idempotencyKey });
    expect(await shop.checkout('ada', { idempotencyKey })).toMatchObject({
      refusal: { code: 'empty-cart' },
      replayed: true,
    });
    await fillCart(shop, 'ada', { mug: 1 });
    expect(await shop.checkout('ada', { idempotencyKey })).toEqual({
      ok: false,
      refusal: mismatch,
    });
  });

  const pricing = bulkPricing({ percent: 10, minQuantity: 5 });
  test.each<[string, CheckoutOptions, CheckoutOptions]>([
    ['a pricing where there was none', {}, { pricing }],
    ['no pricing where there was one', { pricing }, {}],
    ['another pricing', { pricing }, { pricing: membershipPricing({ percent: 15 }) }],
    ['an expected total where there was none', {}, { expectedTotalMinor: 900 }],
    ['another expected total', { expectedTotalMinor: 900 }, { expectedTotalMinor: 0 }],
  ])('when it asks for %s', async (_, before, after) => {
    const { shop } = await openShop();
    const order = await buy(shop, 'ada', { mug: 1 }, { idempotencyKey, ...before });
    const refusal = { ...mismatch, orderId: order.orderId };
    const again = await shop.checkout('ada', { idempotencyKey, ...after });
    expect(again).toEqual({ ok: false, refusal });
    expect(await shop.checkout('ada', { idempotencyKey, ...before })).toEqual({
      ok: true,
      order,
      replayed: true,
    });
  });

  test('and an observer of the engine is told of it, with the type of the command', async () => {
    const { engine } = lampEngine();
    const told: string[] = [];
    engine.observers.add({ refused: (command, code) => told.push(`${command} ${code}`) });
    const orders = {} as OrderPart;
    const idempotency = new Idempotency({
      engine,
      store: memoryStore(),
      orders,
      limits: DEFAULT_LIMITS,
    });
    const purchase = { userId: 'ada', key: idempotencyKey, options: 1, lines: 1 };
    const refuse = async () => {
      const answer = { ok: false, refusal: { code: 'empty-cart' } } as const;
      idempotency.recordAnswer(purchase, answer);
      return answer;
    };
    await idempotency.once(purchase, refuse);
    await idempotency.once(purchase, refuse);
    expect(told).toEqual([]);
    await idempotency.once({ ...purchase, lines: 2 }, refuse);
    expect(told).toEqual(['checkout idempotency-mismatch']);
  });

  test('also while the first one is still running, with no order yet to name', async () => {
    const { store, stall, goOn } = stallingStore();
    const { shop } = await openShop({ store });
    await fillCart(shop, 'ada', { mug: 2 });
    stall();
    const running = shop.checkout('ada', { idempotencyKey });
    const other = { idempotencyKey, expectedTotalMinor: 1 };
    expect(await shop.checkout('ada', other)).toEqual({ ok: false, refusal: mismatch });
    goOn();
    expect((await running).ok).toBe(true);
  });

  test('when the cart is emptied while the refusal of the first one is still running', async () => {
    const { store, stall, goOn } = stallingStore();
    const { shop } = await openShop({ store });
    await fillCart(shop, 'ada', { vase: 1 });
    await buy(shop, 'bob', { vase: 1 });
    stall();
    const running = shop.checkout('ada', { idempotencyKey });
    const clearing = shop.carts.clear('ada');
    const again = shop.checkout('ada', { idempotencyKey });
    goOn();
    expect(await running).toMatchObject({ refusal: { code: 'out-of-stock' } });
    await clearing;
    expect(await again).toEqual({ ok: false, refusal: mismatch });
  });
});

describe('an idempotency key', () => {
  test('repeats its answer to a cart with the same lines again, in any order', async () => {
    const { shop } = await openShop();
    const order = await buy(shop, 'ada', { mug: 2, lamp: 1 }, { idempotencyKey });
    const replay = { ok: true, order, replayed: true };
    await fillCart(shop, 'ada', { lamp: 1, mug: 2 });
    expect(await shop.checkout('ada', { idempotencyKey })).toEqual(replay);
    expect(shop.carts.get('ada')?.lines).toHaveLength(2);
    await shop.carts.clear('ada');
    expect(await shop.checkout('ada', { idempotencyKey })).toEqual(replay);
  });

  test('repeats an answer that was stored without what was asked for to any cart', async () => {
    const store = memoryStore();
    const { shop } = await openShop({ store });
    const order = await buy(shop, 'ada', { mug: 2 }, { idempotencyKey });
    await shop.close();
    const key = ['answer', 'ada', idempotencyKey];
    const [at, outcome] = JSON.parse(store.get(key) ?? '');
    await store.commit([{ op: 'put', key, value: JSON.stringify([at, outcome]) }]);
    const again = await createShop({ store, clock: simulatedClock(START) });
    await fillCart(again, 'ada', { lamp: 1 });
    const options = { idempotencyKey, expectedTotalMinor: 1 };
    expect(await again.checkout('ada', options)).toEqual({ ok: true, order, replayed: true });
  });

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
    expect(retried).toEqual({ ok: true, order: first, replayed: true });
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

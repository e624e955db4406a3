import { describe, expect, test } from 'vitest';
import { accepted, buy, fillCart, MINUTE, openShop, orderIn, START } from './openShop.ts';

const STATES = ['pending', 'confirmed', 'shipped', 'delivered', 'cancelled'] as const;
const ALLOWED: Record<(typeof STATES)[number], string[]> = {
  pending: ['order.confirm', 'order.cancel'],
  confirmed: ['order.ship', 'order.cancel'],
  shipped: ['order.deliver'],
  delivered: [],
  cancelled: [],
};

describe('the life of an order', () => {
  test('goes from pending through confirmed and shipped to delivered', async () => {
    const { shop, facts } = await openShop();
    const { orderId } = await buy(shop, 'ada', { mug: 2 });
    facts.length = 0;
    const answers = [
      await shop.orders.confirm(orderId),
      await shop.orders.ship(orderId, { trackingNumber: 'T1' }),
      await shop.orders.deliver(orderId),
    ];
    expect(answers.map((answer) => accepted(answer).order.state)).toEqual([
      'confirmed',
      'shipped',
      'delivered',
    ]);
    expect(accepted(answers[2] as (typeof answers)[0]).order).toEqual(shop.orders.get(orderId));
    expect(shop.orders.get(orderId)?.trackingNumber).toBe('T1');
    expect(facts).toMatchObject([
      { type: 'order.confirmed', orderId, userId: 'ada' },
      { type: 'order.shipped', orderId, userId: 'ada', trackingNumber: 'T1' },
      { type: 'order.delivered', orderId, userId: 'ada' },
    ]);
  });

  test('shows in the status of its lines: reserved, purchased or removed', async () => {
    for (const [state, status] of [
      ['pending', 'reserved'],
      ['confirmed', 'reserved'],
      ['shipped', 'purchased'],
      ['delivered', 'purchased'],
      ['cancelled', 'removed'],
    ] as const) {
      const { shop } = await openShop();
      const orderId = await orderIn(state, shop);
      expect(shop.orders.get(orderId)?.lines, state).toMatchObject([{ sku: 'mug', status }]);
    }
  });

  test('decides whether its units are held, shipped or released', async () => {
    for (const [state, figures] of [
      ['pending', { available: 8, held: 2, shipped: 0 }],
      ['confirmed', { available: 8, held: 2, shipped: 0 }],
      ['shipped', { available: 8, held: 0, shipped: 2 }],
      ['delivered', { available: 8, held: 0, shipped: 2 }],
      ['cancelled', { available: 10, held: 0, shipped: 0 }],
    ] as const) {
      const { shop } = await openShop();
      await orderIn(state, shop);
      expect(shop.explain('mug'), state).toMatchObject(figures);
      expect(shop.audit(), state).toEqual({ ok: true, problems: [] });
    }
  });

  test('accepts only the events of its state: every other is refused, and the refusal says what is allowed', async () => {
    for (const state of STATES) {
      const { shop, facts } = await openShop();
      const orderId = await orderIn(state, shop);
      const before = shop.orders.get(orderId);
      facts.length = 0;
      const attempts = {
        'order.confirm': () => shop.orders.confirm(orderId),
        'order.ship': () => shop.orders.ship(orderId, { trackingNumber: 'T2' }),
        'order.deliver': () => shop.orders.deliver(orderId),
        'order.cancel': () => shop.orders.cancel(orderId, { reason: 'too late' }),
      };
      for (const [event, attempt] of Object.entries(attempts)) {
        if (ALLOWED[state].includes(event)) continue;
        expect(await attempt(), `${event} when ${state}`).toEqual({
          ok: false,
          refusal: { code: 'invalid-transition', state, event, allowed: ALLOWED[state] },
        });
      }
      expect(shop.orders.get(orderId)).toEqual(before);
      expect(facts).toEqual([]);
    }
  });

  test('is refused as unknown when there is no such order', async () => {
    const { shop } = await openShop();
    const refusal = { ok: false, refusal: { code: 'unknown-order', orderId: 'none' } };
    expect(await shop.orders.confirm('none')).toEqual(refusal);
    expect(await shop.orders.ship('none', { trackingNumber: 'T1' })).toEqual(refusal);
    expect(await shop.orders.deliver('none')).toEqual(refusal);
    expect(await shop.orders.cancel('none')).toEqual(refusal);
    expect(shop.orders.get('none')).toBeUndefined();
    expect(shop.orders.history('none')).toEqual([]);
  });
});

describe('cancelling an order', () => {
  test.each(['pending', 'confirmed'] as const)('is possible while it is %s', async (state) => {
    const { shop, facts } = await openShop();
    const orderId = await orderIn(state, shop);
    facts.length = 0;
    const { order } = accepted(await shop.orders.cancel(orderId, { reason: 'too blue' }));
    expect(order).toMatchObject({ state: 'cancelled', cancelReason: 'too blue' });
    expect(shop.explain('mug')).toMatchObject({ available: 10, held: 0, shipped: 0, holds: [] });
    expect(facts).toMatchObject([
      { type: 'order.cancelled', orderId, userId: 'ada', reason: 'too blue' },
    ]);
  });

  test('needs no reason', async () => {
    const { shop, facts } = await openShop();
    const orderId = await orderIn('cancelled', shop);
    expect(shop.orders.get(orderId)).not.toHaveProperty('cancelReason');
    expect(facts.at(-1)).not.toHaveProperty('reason');
  });

  test('makes its units available to the next user at once', async () => {
    const { shop } = await openShop();
    const { orderId } = await buy(shop, 'ada', { vase: 1 });
    expect((await shop.carts.add('bob', 'vase', 1)).ok).toBe(false);
    await shop.orders.cancel(orderId);
    expect((await buy(shop, 'bob', { vase: 1 })).state).toBe('pending');
  });

  test('does not bring the cart back', async () => {
    const { shop } = await openShop();
    await orderIn('cancelled', shop);
    expect(shop.carts.get('ada')?.lines).toEqual([]);
  });
});

describe('an order that is not paid', () => {
  test('is cancelled after 30 minutes, its units are released and a fact is emitted', async () => {
    const { shop, clock, facts } = await openShop();
    const { orderId } = await buy(shop, 'ada', { vase: 1, mug: 2 });
    facts.length = 0;
    clock.advance(30 * MINUTE - 1);
    expect(shop.orders.get(orderId)?.state).toBe('pending');
    expect(shop.explain('vase')).toMatchObject({ available: 0, held: 1 });
    expect(facts).toEqual([]);

    clock.advance(1);
    expect(shop.orders.get(orderId)).toMatchObject({
      state: 'cancelled',
      cancelReason: 'payment-timeout',
      lines: [{ status: 'removed' }, { status: 'removed' }],
    });
    expect(shop.explain('vase')).toMatchObject({ available: 1, held: 0 });
    expect(shop.explain('mug')).toMatchObject({ available: 10, held: 0 });
    expect(facts).toEqual([
      {
        type: 'order.cancelled',
        orderId,
        userId: 'ada',
        reason: 'payment-timeout',
        at: START + 30 * MINUTE,
        seq: expect.any(Number),
      },
    ]);
  });

  test('can no longer be confirmed then', async () => {
    const { shop, clock } = await openShop();
    const { orderId } = await buy(shop, 'ada', { mug: 1 });
    clock.advance(30 * MINUTE);
    expect(await shop.orders.confirm(orderId)).toMatchObject({
      ok: false,
      refusal: { code: 'invalid-transition', state: 'cancelled', event: 'order.confirm' },
    });
  });

  test('is cancelled once, not again after it was cancelled by hand', async () => {
    const { shop, clock, facts } = await openShop();
    await orderIn('cancelled', shop);
    clock.advance(60 * MINUTE);
    expect(facts.filter(({ type }) => type === 'order.cancelled')).toHaveLength(1);
    expect(shop.explain('mug')?.available).toBe(10);
  });

  test('has the payment timeout of the shop', async () => {
    const { shop, clock } = await openShop({ paymentTimeoutMs: 1000 });
    const { orderId } = await buy(shop, 'ada', { mug: 1 });
    clock.advance(999);
    expect(shop.orders.get(orderId)?.state).toBe('pending');
    clock.advance(1);
    expect(shop.orders.get(orderId)?.state).toBe('cancelled');
  });

  test('is cancelled at its own time, in due order with all that falls due', async () => {
    const { shop, clock, facts } = await openShop();
    const first = await buy(shop, 'ada', { mug: 1 });
    clock.advance(10 * MINUTE);
    const second = await buy(shop, 'bob', { mug: 1 });
    facts.length = 0;
    clock.advance(1000 * MINUTE);
    expect(facts).toMatchObject([
      { orderId: first.orderId, at: START + 30 * MINUTE },
      { orderId: second.orderId, at: START + 40 * MINUTE },
    ]);
  });
});

describe('an order that is paid', () => {
  test.each(['confirmed', 'shipped', 'delivered'] as const)(
    'is not cancelled by the clock: it stays %s',
    async (state) => {
      const { shop, clock } = await openShop();
      const orderId = await orderIn(state, shop);
      const stock = shop.explain('mug');
      clock.advance(10_000 * MINUTE);
      expect(shop.orders.get(orderId)?.state).toBe(state);
      expect(shop.explain('mug')).toEqual(stock);
    },
  );
});

describe('the list of a user’s orders', () => {
  async function openShopWithOrders() {
    const { shop, clock } = await openShop();
    const ids: string[] = [];
    for (let index = 0; index < 5; index++) {
      ids.unshift((await buy(shop, 'ada', { mug: 1 })).orderId);
      await buy(shop, index % 2 === 0 ? 'bob' : 'mia', { mug: 1 });
      if (index > 0) clock.advance(MINUTE); // The first two are placed in the same millisecond.
    }
    const list = (options: { limit?: number; before?: string | number }) =>
      shop.orders.list({ userId: 'ada', ...options }).map(({ orderId }) => orderId);
    return { shop, ids, list };
  }

  test('has all of them, newest first, and no other user’s', async () => {
    const { shop, ids, list } = await openShopWithOrders();
    expect(list({})).toEqual(ids);
    expect(shop.orders.list({ userId: 'bob' })).toHaveLength(3);
    expect(shop.orders.list({ userId: 'ada' })[0]).toEqual(shop.orders.get(ids[0] as string));
  });

  test('has orders in every state', async () => {
    const { shop } = await openShop();
    const ids = [];
    for (const state of STATES) ids.unshift(await orderIn(state, shop));
    const states = shop.orders.list({ userId: 'ada' }).map(({ state }) => state);
    expect(states).toEqual([...STATES].reverse());
  });

  test('is as long as its limit', async () => {
    const { ids, list } = await openShopWithOrders();
    expect(list({ limit: 2 })).toEqual(ids.slice(0, 2));
    expect(list({ limit: 50 })).toEqual(ids);
    expect(list({ limit: 0 })).toEqual([]);
  });

  test('goes on before an order', async () => {
    const { ids, list } = await openShopWithOrders();
    const [, second] = ids as [string, string];
    expect(list({ before: second, limit: 2 })).toEqual(ids.slice(2, 4));
    expect(list({ before: ids.at(-1) as string })).toEqual([]);
  });

  test('goes on before a moment', async () => {
    const { ids, list } = await openShopWithOrders();
    expect(list({ before: START })).toEqual([]);
    expect(list({ before: START + 1 })).toEqual(ids.slice(3));
    expect(list({ before: START + 2 * MINUTE })).toEqual(ids.slice(2));
  });

  test('is empty for a user who has bought nothing, and for an unknown user', async () => {
    const { shop } = await openShop();
    expect(shop.orders.list({ userId: 'ada' })).toEqual([]);
    expect(shop.orders.list({ userId: 'nobody' })).toEqual([]);
  });

  test('does not stop at 100 when more are asked for', async () => {
    const { shop } = await openShop();
    await shop.products.restock('mug', 200);
    for (let index = 0; index < 120; index++) await buy(shop, 'ada', { mug: 1 });
    expect(shop.orders.list({ userId: 'ada' })).toHaveLength(100);
    expect(shop.orders.list({ userId: 'ada', limit: 1000 })).toHaveLength(120);
  });
});

describe('the history of an order', () => {
  test('has every fact about it, oldest first, with its time', async () => {
    const { shop, clock, facts } = await openShop();
    const { orderId } = await buy(shop, 'ada', { mug: 1 });
    clock.advance(MINUTE);
    await shop.orders.confirm(orderId);
    await buy(shop, 'bob', { mug: 1 });
    clock.advance(MINUTE);
    await shop.orders.ship(orderId, { trackingNumber: 'T1' });
    await shop.orders.ship(orderId, { trackingNumber: 'T2' });
    await shop.orders.deliver(orderId);
    const history = shop.orders.history(orderId);
    expect(history.map(({ type, at }) => [type, at - START])).toEqual([
      ['order.placed', 0],
      ['order.confirmed', MINUTE],
      ['order.shipped', 2 * MINUTE],
      ['order.delivered', 2 * MINUTE],
    ]);
    expect(history).toEqual(facts.filter((fact) => 'orderId' in fact && fact.orderId === orderId));
  });

  test('ends with the cancellation', async () => {
    const { shop, clock } = await openShop();
    const { orderId } = await buy(shop, 'ada', { mug: 1 });
    clock.advance(30 * MINUTE);
    expect(shop.orders.history(orderId)).toMatchObject([
      { type: 'order.placed' },
      { type: 'order.cancelled', reason: 'payment-timeout' },
    ]);
  });

  test('cannot be changed by its reader', async () => {
    const { shop } = await openShop();
    const { orderId } = await buy(shop, 'ada', { mug: 1 });
    shop.orders.history(orderId).length = 0;
    expect(shop.orders.history(orderId)).toHaveLength(1);
  });
});

describe('an order', () => {
  test('that was read does not change later, and changing it does not change the shop', async () => {
    const { shop } = await openShop();
    const { orderId } = await buy(shop, 'ada', { mug: 1 });
    const read = shop.orders.get(orderId);
    const copy = structuredClone(read);
    await shop.orders.confirm(orderId);
    expect(read).toEqual(copy);
    Object.assign(read?.lines[0] ?? {}, { quantity: 99 });
    read?.lines.pop();
    expect(shop.orders.get(orderId)?.lines).toMatchObject([{ sku: 'mug', quantity: 1 }]);
  });

  test('is not affected by the next cart of its user', async () => {
    const { shop } = await openShop();
    const { orderId } = await buy(shop, 'ada', { mug: 1 });
    await fillCart(shop, 'ada', { lamp: 1 });
    expect(shop.orders.get(orderId)?.lines).toMatchObject([{ sku: 'mug' }]);
    expect(shop.carts.get('ada')?.lines).toMatchObject([{ sku: 'lamp' }]);
  });

  test('keeps the name under which its product was sold, whatever the product is called later', async () => {
    const { shop } = await openShop();
    const names = ['Cup', 'Mug', 'Cup', 'Beaker'];
    const orders: string[] = [];
    for (const name of names) {
      accepted(await shop.products.update('mug', { name }));
      const { orderId } = await buy(shop, 'ada', { mug: 1 });
      accepted(await shop.orders.cancel(orderId));
      orders.push(orderId);
    }
    accepted(await shop.products.update('mug', { name: 'Bowl' }));
    expect(orders.map((orderId) => shop.orders.get(orderId)?.lines[0]?.name)).toEqual(names);
  });
});

import { describe, expect, test } from 'vitest';
import { type AnyStateMachine, createMachine, fromPromise, setup } from 'xstate';
import {
  extendOrder,
  type OrderContext,
  orderActions,
  orderMachine,
} from '../../../machines/index.ts';
import {
  createShop,
  memoryStore,
  type Shop,
  type ShopOptions,
  type Store,
} from '../../../src/index.ts';
import { type SimulatedClock, simulatedClock } from '../../../src/testing.ts';
import { loopTurns } from '../loopTurns.ts';
import { accepted, buy, fillCart, HOUR, MINUTE, openShop, orderIn, START } from './openShop.ts';

/** The shop of `openShop`, which can be closed and opened again at another time. */
async function durableShop(options: Omit<ShopOptions, 'clock' | 'store'> = {}) {
  const store = memoryStore();
  const first = await openShop({ store, ...options });
  async function reopen(
    clock: SimulatedClock,
    changed: Omit<ShopOptions, 'clock' | 'store'> = options,
  ): Promise<Shop> {
    return createShop({ store, clock, ...changed });
  }
  return { ...first, store, reopen };
}

const at = (ms: number) => simulatedClock(START + ms);

/** Everything that can be read of a shop. */
function picture(shop: Shop): unknown {
  const users = ['ada', 'bob', 'mia', 'nobody'];
  const orders = users.flatMap((userId) => shop.orders.list({ userId }));
  return {
    products: shop.search().items,
    users: users.map((userId) => shop.users.get(userId)),
    carts: users.map((userId) => shop.carts.get(userId)),
    orders,
    histories: orders.map(({ orderId }) => shop.orders.history(orderId)),
    stock: ['mug', 'lamp', 'vase'].map((sku) => shop.explain(sku)),
    reviews: ['mug', 'lamp', 'vase'].map((sku) => shop.products.reviews(sku)),
    audit: shop.audit(),
  };
}

describe('a shop that is opened again', () => {
  test('is as it was in every respect', async () => {
    const { shop, reopen } = await durableShop();
    for (const state of ['pending', 'confirmed', 'shipped', 'delivered', 'cancelled'] as const) {
      await shop.products.restock('mug', 2, { location: state });
      await orderIn(state, shop);
    }
    await fillCart(shop, 'bob', { mug: 1, lamp: 2 });
    await shop.products.review('lamp', { userId: 'mia', rating: 2, text: 'Dim.' });
    await shop.products.review('lamp', { userId: 'ada', rating: 5 });
    await shop.products.review('lamp', { userId: 'mia', rating: 3 });
    await shop.products.update('vase', { priceMinor: 7, description: 'Blue', maxPerOrder: 1 });
    await shop.users.register({ userId: 'bob', name: 'Robert', email: 'bob@example.com' });
    const before = picture(shop);
    await shop.close();
    expect(picture(await reopen(at(0)))).toEqual(before);
  });

  test('goes on: orders can be finished, and what was sold out stays sold out', async () => {
    const { shop, reopen } = await durableShop();
    const orderId = await orderIn('confirmed', shop);
    await fillCart(shop, 'bob', { vase: 1 });
    await buy(shop, 'mia', { vase: 1 });
    await shop.close();
    const again = await reopen(at(MINUTE));
    expect(await again.checkout('bob')).toMatchObject({
      ok: false,
      refusal: { code: 'out-of-stock', shortages: [{ sku: 'vase', available: 0 }] },
    });
    accepted(await again.orders.ship(orderId, { trackingNumber: 'T1' }));
    accepted(await again.orders.deliver(orderId));
    expect(again.explain('mug')).toMatchObject({ available: 8, held: 0, shipped: 2 });
    accepted(await again.carts.add('ada', 'mug', 8));
    expect(again.audit()).toEqual({ ok: true, problems: [] });
  });

  test('numbers new orders after the old ones: the newest stay first', async () => {
    const { shop, reopen } = await durableShop();
    const first = await buy(shop, 'ada', { mug: 1 });
    await shop.close();
    const again = await reopen(at(0));
    const second = await buy(again, 'ada', { mug: 1 });
    const listed = again.orders.list({ userId: 'ada' }).map(({ orderId }) => orderId);
    expect(listed).toEqual([second.orderId, first.orderId]);
    const before = again.orders.list({ userId: 'ada', before: second.orderId });
    expect(before).toMatchObject([{ orderId: first.orderId }]);
  });

  test('repeats the answers of its idempotency keys for a day, refusals for five minutes', async () => {
    const { shop, reopen } = await durableShop();
    await fillCart(shop, 'ada', { mug: 2 });
    await fillCart(shop, 'bob', { vase: 1 });
    await buy(shop, 'mia', { vase: 1 });
    const bought = await shop.checkout('ada', { idempotencyKey: 'k' });
    const refused = await shop.checkout('bob', { idempotencyKey: 'k' });
    expect([bought.ok, refused.ok]).toEqual([true, false]);
    await shop.close();

    const replayed = true;
    const soon = await reopen(at(5 * MINUTE - 1));
    expect(await soon.checkout('bob', { idempotencyKey: 'k' })).toEqual({ ...refused, replayed });
    await soon.close();

    const again = await reopen(at(23 * HOUR));
    expect(await again.checkout('ada', { idempotencyKey: 'k' })).toEqual({ ...bought, replayed });
    expect(await again.checkout('bob', { idempotencyKey: 'k' })).not.toHaveProperty('replayed');
    // What was asked for is stored, too.
    await fillCart(again, 'ada', { mug: 1 });
    const { orderId } = accepted(bought).order;
    expect(await again.checkout('ada', { idempotencyKey: 'k' })).toEqual({
      ok: false,
      refusal: { code: 'idempotency-mismatch', idempotencyKey: 'k', orderId },
    });
    await again.close();

    const later = await reopen(at(24 * HOUR));
    const next = accepted(await later.checkout('ada', { idempotencyKey: 'k' }));
    expect(next.order.lines).toMatchObject([{ sku: 'mug', quantity: 1 }]);
  });

  test('removes outdated answers from the store, too', async () => {
    const { shop, store, clock } = await durableShop();
    for (const key of ['a', 'b', 'c']) {
      await fillCart(shop, 'ada', { mug: 1 });
      accepted(await shop.checkout('ada', { idempotencyKey: key }));
    }
    clock.advance(25 * HOUR);
    await fillCart(shop, 'ada', { mug: 1 });
    accepted(await shop.checkout('ada', { idempotencyKey: 'd' }));
    const kept = [...store.range({ prefix: ['answer'] })].map(([key]) => key);
    expect(kept).toEqual([['answer', 'ada', 'd']]);
  });

  test('with an empty cart of a day ago is the same as a new one', async () => {
    const { shop, store } = await durableShop();
    await fillCart(shop, 'ada', { mug: 1 });
    await shop.carts.clear('ada');
    expect([...store.range({ prefix: ['open', 'cart'] })]).toEqual([]);
  });
});

describe('a timer', () => {
  test('that falls due while the shop is closed has run when it is open again', async () => {
    const { shop, reopen } = await durableShop();
    const order = await buy(shop, 'ada', { mug: 3 });
    await fillCart(shop, 'bob', { lamp: 1 });
    await shop.close();
    const again = await reopen(at(30 * MINUTE));
    expect(again.orders.get(order.orderId)).toMatchObject({
      state: 'cancelled',
      cancelReason: 'payment-timeout',
    });
    expect(again.products.get('mug')?.available).toBe(10);
    expect(again.carts.get('bob')?.lines).toHaveLength(1);
  });

  test('goes on counting from where it began', async () => {
    const { shop, clock, reopen } = await durableShop();
    const { orderId } = await buy(shop, 'ada', { mug: 3 });
    clock.advance(20 * MINUTE);
    await shop.close();
    const later = at(25 * MINUTE);
    const again = await reopen(later);
    later.advance(5 * MINUTE - 1);
    expect(again.orders.get(orderId)?.state).toBe('pending');
    later.advance(1);
    expect(again.orders.get(orderId)?.state).toBe('cancelled');
  });

  test('of several that are overdue runs in due order', async () => {
    const { shop, clock, reopen } = await durableShop({ cartExpiryMs: 25 * MINUTE });
    const first = await buy(shop, 'ada', { mug: 1 });
    clock.advance(MINUTE);
    await fillCart(shop, 'bob', { lamp: 1 });
    clock.advance(MINUTE);
    const second = await buy(shop, 'mia', { mug: 1 });
    await shop.close();
    const again = await reopen(at(10 * HOUR));
    const told: string[] = [];
    for await (const fact of again.facts({ after: 0 })) {
      if (fact.type === 'order.cancelled') told.push(fact.orderId);
      if (fact.type === 'cart.expired') told.push(fact.userId);
      if (told.length === 3) break;
    }
    expect(told).toEqual(['bob', first.orderId, second.orderId]);
  });

  test('that was cancelled stays cancelled', async () => {
    const { shop, reopen } = await durableShop();
    const orderId = await orderIn('confirmed', shop);
    await shop.close();
    const again = await reopen(at(48 * HOUR));
    expect(again.orders.get(orderId)?.state).toBe('confirmed');
  });

  test('of an actor that an order has invoked survives, too', async () => {
    const courier = createMachine({
      initial: 'waiting',
      states: { waiting: { after: { [10 * MINUTE]: 'over' } }, over: { type: 'final' } },
    });
    const order = setup({ actors: { courier }, actions: orderActions }).createMachine({
      ...orderMachine.config,
      states: {
        ...orderMachine.config.states,
        confirmed: {
          ...orderMachine.config.states?.confirmed,
          invoke: { id: 'courier', src: 'courier', onDone: 'waitingForShipment' },
        },
        waitingForShipment: { ...orderMachine.config.states?.confirmed },
      },
    } as never) as unknown as AnyStateMachine;
    const { shop, clock, reopen } = await durableShop({ machines: { order } });
    const orderId = await orderIn('confirmed', shop);
    clock.advance(4 * MINUTE);
    await shop.close();
    const later = at(8 * MINUTE);
    const again = await reopen(later);
    expect(again.orders.get(orderId)?.state).toBe('confirmed');
    later.advance(2 * MINUTE);
    expect(again.orders.get(orderId)?.state).toBe('waitingForShipment');
  });
});

describe('an order that waits for an actor of its own', () => {
  test('starts the actor again when the shop is opened, without a command', async () => {
    const begun: string[] = [];
    let answer: (() => void) | undefined;
    const carrier = fromPromise<void, { orderId: string }>(({ input }) => {
      begun.push(input.orderId);
      return new Promise((resolve) => {
        answer = resolve;
      });
    });
    const order = setup({ actors: { carrier }, actions: orderActions }).createMachine({
      ...orderMachine.config,
      states: {
        ...orderMachine.config.states,
        confirmed: {
          ...orderMachine.config.states?.confirmed,
          invoke: {
            id: 'carrier',
            src: 'carrier',
            input: ({ context }: { context: OrderContext }) => ({ orderId: context.orderId }),
            onDone: 'booked',
          },
        },
        booked: { ...orderMachine.config.states?.confirmed },
      },
    } as never) as unknown as AnyStateMachine;
    const { shop, reopen } = await durableShop({ machines: { order } });
    const orderId = await orderIn('confirmed', shop);
    await shop.close();
    const again = await reopen(at(0));
    expect(begun).toEqual([orderId, orderId]);
    answer?.();
    await loopTurns();
    expect(again.orders.get(orderId)?.state).toBe('booked');
    accepted(await again.orders.cancel(orderId));
    expect(again.audit().ok).toBe(true);
  });
});

describe('a chart that has lost a state', () => {
  const packing = extendOrder({
    confirmed: { on: { 'order.pack': 'packed' } },
    packed: {
      on: { 'order.ship': { target: 'shipped', actions: ['noteTracking', 'commitStock'] } },
    },
  });

  async function packedOrder() {
    const opened = await durableShop({ machines: { order: packing } });
    const orderId = await orderIn('confirmed', opened.shop);
    accepted(await opened.shop.orders.send(orderId, { type: 'order.pack' }));
    await opened.shop.close();
    return { ...opened, orderId };
  }

  test('is refused, and the order is named', async () => {
    const { reopen, orderId } = await packedOrder();
    await expect(reopen(at(0), {})).rejects.toThrow(
      `order ${orderId} is in the state packed, which its chart does not have: the option migrate has to bring it over`,
    );
  });

  test('is mended by the option migrate, once for all later openings', async () => {
    const { reopen, orderId } = await packedOrder();
    const asked: unknown[] = [];
    const again = await reopen(at(0), {
      migrate({ kind, id, state, context }) {
        asked.push([kind, id, state]);
        return { state: 'confirmed', context };
      },
    });
    expect(asked).toEqual([['order', orderId, 'packed']]);
    expect(again.orders.get(orderId)?.state).toBe('confirmed');
    await again.close();
    const later = await reopen(at(0), {});
    accepted(await later.orders.ship(orderId, { trackingNumber: 'T1' }));
    expect(later.audit().ok).toBe(true);
  });

  test('is not mended by a migration into another state that does not exist', async () => {
    const { reopen } = await packedOrder();
    await expect(
      reopen(at(0), { migrate: ({ context }) => ({ state: 'wrapped', context }) }),
    ).rejects.toThrow('is in the state wrapped, which its chart does not have');
  });
});

describe('a store', () => {
  test('of a newer version is refused', async () => {
    const store = memoryStore();
    await store.commit([
      { op: 'put', key: ['shop'], value: JSON.stringify({ format: 99, currency: 'USD' }) },
    ]);
    await expect(createShop({ store })).rejects.toThrow(
      'store: expected one of format 4 or older, got format 99: a newer version of statecart has written it',
    );
  });

  test('of another currency is refused: its prices would mean something else', async () => {
    const { shop, reopen } = await durableShop({ currency: 'EUR' });
    await shop.close();
    await expect(reopen(at(0), { currency: 'JPY' })).rejects.toThrow(
      'currency: expected EUR, as all prices in the store are, got JPY',
    );
  });

  test('that is refused stays as it is', async () => {
    const { shop, store, reopen } = await durableShop();
    await buy(shop, 'ada', { mug: 1 });
    await shop.close();
    const before = [...store.range({ prefix: [] })];
    await expect(reopen(at(48 * HOUR), { currency: 'JPY' })).rejects.toThrow(RangeError);
    expect([...store.range({ prefix: [] })]).toEqual(before);
  });

  test('gets everything that a turn has changed in one batch', async () => {
    const batches: string[][] = [];
    const inner = memoryStore();
    const store: Store = {
      ...inner,
      commit(batch) {
        batches.push(batch.map(({ op, key }) => `${op} ${key[0]}`).sort());
        return inner.commit(batch);
      },
    };
    const { shop } = await openShop({ store });
    await fillCart(shop, 'ada', { mug: 2, lamp: 1 });
    batches.length = 0;
    const { order } = accepted(await shop.checkout('ada', { idempotencyKey: 'k' }));
    accepted(await shop.orders.cancel(order.orderId));
    expect(batches).toEqual([
      [
        ...['delete open', 'put answer', 'put fact', 'put open', 'put ordersOf'],
        ...['put stock', 'put stock', 'put turn'],
      ],
      ['delete open', 'put fact', 'put order', 'put stock', 'put stock', 'put turn'],
    ]);
  });
});

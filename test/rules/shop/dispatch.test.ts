import { describe, expect, test } from 'vitest';
import { type AnyStateMachine, createMachine } from 'xstate';
import { memoryStore, type Store } from '../../../src/index.ts';
import { cartMachine, extendOrder, orderMachine } from '../../../src/machines.ts';
import { accepted, buy, openShop } from './openShop.ts';

/** An order chart whose confirmation has a guard of the user's own, which counts its calls. */
function guardedOrder({ isParallel }: { isParallel: boolean }) {
  const guard = { calls: 0, passes: true };
  const { pending } = orderMachine.config.states as Record<string, { on: object }>;
  const chart = extendOrder({
    pending: {
      ...pending,
      on: { ...pending?.on, 'order.confirm': { guard: 'mayConfirm', target: 'confirmed' } },
    },
    // A chart with parallel states is interpreted, not compiled.
    ...(isParallel && { packed: { type: 'parallel', states: { box: {}, label: {} } } }),
  });
  const order = chart.provide({
    guards: {
      mayConfirm: () => {
        guard.calls++;
        return guard.passes;
      },
    },
  } as never);
  return { guard, order };
}

/** The standard cart chart with a guard on the first line of all, which counts its calls. */
function guardedCart() {
  const guard = { calls: 0 };
  const { empty, ...states } = cartMachine.config.states as Record<string, { on: object }>;
  const cart = createMachine({
    ...cartMachine.config,
    states: {
      ...states,
      empty: {
        ...empty,
        on: {
          ...empty?.on,
          'cart.add': { guard: 'counted', target: 'open', actions: ['open', 'changeLine'] },
        },
      },
    },
  } as never).provide({ guards: { counted: () => ++guard.calls > 0 } } as never);
  return { guard, cart: cart as AnyStateMachine };
}

/**
 * An order chart with a guard that sends the order another event before it answers. The states that
 * the two events lead to resolve the hold in different ways.
 */
function meddlingOrder({ isParallel }: { isParallel: boolean }) {
  const { pending } = orderMachine.config.states as Record<string, { on: object }>;
  const chart = extendOrder({
    pending: {
      ...pending,
      entry: 'keepActor',
      on: {
        ...pending?.on,
        'order.review': { guard: 'meddles', target: 'reviewed' },
        'order.refund': { target: 'refunded', actions: 'releaseStock' },
      },
    },
    reviewed: { on: { 'order.ship': { target: 'shipped', actions: 'commitStock' } } },
    refunded: { on: { 'order.close': 'cancelled' } },
    ...(isParallel && { packed: { type: 'parallel', states: { box: {}, label: {} } } }),
  });
  let actor: { send(event: { readonly type: string }): void } | undefined;
  return chart.provide({
    actions: {
      keepActor: ({ self }: { self: typeof actor }) => {
        actor = self;
      },
    },
    guards: {
      meddles: () => {
        const meddled = actor;
        actor = undefined;
        meddled?.send({ type: 'order.refund' });
        return true;
      },
    },
  } as never);
}

/** A store that counts the reads of records by the first element of their keys. */
function countingStore(): { store: Store; reads: Map<unknown, number> } {
  const store = memoryStore();
  const reads = new Map<unknown, number>();
  return {
    reads,
    store: {
      ...store,
      get(key) {
        reads.set(key[0], (reads.get(key[0]) ?? 0) + 1);
        return store.get(key);
      },
    },
  };
}

describe('a command', () => {
  test.each([
    ['compiled', false],
    ['interpreted', true],
  ])('asks each guard of a chart that is %s once', async (_, isParallel) => {
    const { guard, order } = guardedOrder({ isParallel });
    const { shop } = await openShop({ machines: { order } });
    const { orderId } = await buy(shop, 'ada', { mug: 1 });
    expect(accepted(await shop.orders.confirm(orderId)).order.state).toBe('confirmed');
    expect(guard.calls).toBe(1);
  });

  test.each([
    ['compiled', false],
    ['interpreted', true],
  ])('that a guard of a chart that is %s holds back asks it once', async (_, isParallel) => {
    const { guard, order } = guardedOrder({ isParallel });
    guard.passes = false;
    const { shop } = await openShop({ machines: { order } });
    const { orderId } = await buy(shop, 'ada', { mug: 1 });
    expect(await shop.orders.confirm(orderId)).toMatchObject({
      ok: false,
      refusal: { code: 'invalid-transition', state: 'pending', event: 'order.confirm' },
    });
    expect(guard.calls).toBe(1);
    expect(shop.orders.get(orderId)?.state).toBe('pending');
  });

  test('asks the guards of a passivated actor once, when it activates the actor', async () => {
    const { guard, cart } = guardedCart();
    const { store, reads } = countingStore();
    const { shop } = await openShop({ store, machines: { cart } });
    accepted(await shop.carts.add('ada', 'mug', 1));
    accepted(await shop.carts.clear('ada'));
    expect(guard.calls).toBe(1);
    reads.clear();
    accepted(await shop.carts.add('ada', 'mug', 2));
    expect(guard.calls).toBe(2);
    expect(reads.get('cart')).toBe(1);
  });

  test('looks up an actor that is in memory without reading the store', async () => {
    const { store, reads } = countingStore();
    const { shop } = await openShop({ store });
    const { orderId } = await buy(shop, 'ada', { mug: 1 });
    reads.clear();
    accepted(await shop.orders.confirm(orderId));
    accepted(await shop.orders.ship(orderId, { trackingNumber: 'T1' }));
    expect([...reads.keys()]).toEqual([]);
  });

  test.each([
    ['compiled', false],
    ['interpreted', true],
  ])(
    'takes no transition of a state that a chart that is %s has left meanwhile',
    async (_, isParallel) => {
      const order = meddlingOrder({ isParallel });
      const { shop } = await openShop({ machines: { order } });
      const { orderId } = await buy(shop, 'ada', { mug: 2 });
      await shop.orders.send(orderId, { type: 'order.review' });
      expect(shop.orders.get(orderId)?.state).toBe('refunded');
      expect(await shop.orders.ship(orderId, { trackingNumber: 'T1' })).toMatchObject({
        ok: false,
        refusal: { code: 'invalid-transition', state: 'refunded' },
      });
      expect(shop.audit()).toEqual({ ok: true, problems: [] });
    },
  );
});

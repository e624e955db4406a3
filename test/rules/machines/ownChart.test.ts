import { describe, expect, it } from 'vitest';
import { createMachine, setup } from 'xstate';
import {
  cartMachine,
  type OrderContext,
  type OrderEvent,
  type OrderInput,
  orderActions,
  orderMachine,
} from '../../../machines/index.ts';
import { adoptCartMachine, adoptOrderMachine } from '../../../src/charts/adoptMachine.ts';
import { createShop, type ShopOptions } from '../../../src/index.ts';
import { extendOrder } from '../../../src/machines.ts';

async function openShop(machines: NonNullable<ShopOptions['machines']>) {
  const shop = await createShop({ machines });
  await shop.products.add({ sku: 'a', name: 'A', category: 'c', priceMinor: 100, stock: 5 });
  await shop.users.register({ userId: 'ada', name: 'Ada' });
  return shop;
}

describe('a chart of your own', () => {
  it('can be made with setup() in strict TypeScript, with the standard actions by name', async () => {
    const order = setup({
      types: {
        context: {} as OrderContext,
        input: {} as OrderInput,
        events: {} as OrderEvent | { type: 'order.pack' },
      },
      actions: orderActions,
    }).createMachine({
      context: ({ input }) => ({ ...input, stock: 'held' }),
      initial: 'pending',
      states: {
        pending: { on: { 'order.confirm': 'packing', 'order.cancel': 'cancelled' } },
        packing: { on: { 'order.pack': 'packed', 'order.cancel': 'cancelled' } },
        packed: {
          on: {
            'order.ship': { target: 'shipped', actions: ['noteTracking', 'commitStock'] },
          },
        },
        shipped: { on: { 'order.deliver': 'delivered' } },
        delivered: { type: 'final' },
        cancelled: { type: 'final', entry: 'releaseStock' },
      },
    });
    const shop = await openShop({ order });
    await shop.carts.add('ada', 'a', 2);
    const answer = await shop.checkout('ada');
    const orderId = answer.ok ? answer.order.orderId : '';
    await shop.orders.confirm(orderId);
    await shop.orders.send(orderId, { type: 'order.pack' });
    await shop.orders.ship(orderId, { trackingNumber: 'T' });
    expect(await shop.orders.deliver(orderId)).toMatchObject({ order: { state: 'delivered' } });
    expect(shop.explain('a')).toMatchObject({ held: 0, shipped: 2 });
    expect(shop.audit()).toEqual({ ok: true, problems: [] });
  });

  it('refuses by its own guard, and the shop goes on', async () => {
    const cart = cartMachine.provide({
      guards: { mayChange: ({ event }) => 'quantity' in event && event.quantity <= 1 },
    });
    const shop = await openShop({ cart });
    expect(await shop.carts.add('ada', 'a', 2)).toEqual({
      ok: false,
      refusal: { code: 'invalid-transition', state: 'empty', event: 'cart.add', allowed: [] },
    });
    expect(await shop.carts.add('ada', 'a', 1)).toMatchObject({ ok: true });
  });

  it('is refused when stock stays held because initial actions are passed over', async () => {
    const { pending, delivered, cancelled } = orderMachine.config.states as Record<string, object>;
    const confirmed = {
      initial: { target: 'packing', actions: 'commitStock' },
      states: { packing: {}, express: {} },
      on: { 'order.ship': 'shipped' },
    };
    const states = {
      pending: {
        ...pending,
        on: { 'order.confirm': 'confirmed.express', 'order.cancel': 'cancelled' },
      },
      confirmed,
      shipped: { on: { 'order.deliver': 'delivered' } },
      delivered,
      cancelled: { ...cancelled, entry: 'releaseStock' },
    };
    const order = createMachine({ ...orderMachine.config, states } as never);
    await expect(openShop({ order: order as never })).rejects.toThrow(
      "stock is held in the final state 'delivered'",
    );
  });

  it('is extended by state configs only', () => {
    for (const [states, got] of [
      [undefined, 'undefined'],
      [null, 'null'],
      ['x', 'string'],
    ]) {
      expect(() => extendOrder(states as never)).toThrow(
        `extendOrder: expected an object of state configs by name, got ${got}`,
      );
    }
    for (const [state, got] of [
      [null, 'null'],
      [5, 'number'],
    ]) {
      expect(() => extendOrder({ confirmed: state } as never)).toThrow(
        `extendOrder: expected a state config as 'confirmed', got ${got}`,
      );
    }
  });
});

describe('a store', () => {
  it('with records of something else is refused', async () => {
    const { memoryStore } = await import('../../../src/index.ts');
    const store = memoryStore();
    store.commit([{ op: 'put', key: ['order', 'o1'], value: '{}' }]);
    await expect(createShop({ store })).rejects.toThrow(
      "store: expected an empty one, or that of a shop; got one with 'order' records",
    );
  });
});

describe('a chart that has been adopted once', () => {
  const withNote = { on: { ...orderMachine.config.states?.confirmed?.on, 'order.note': {} } };

  it('is the same chart for every shop, so that it is compiled once', () => {
    const own = extendOrder({ confirmed: withNote });
    expect(adoptOrderMachine(own)).toBe(adoptOrderMachine(own));
    const other = extendOrder({ confirmed: withNote });
    expect(adoptOrderMachine(other)).not.toBe(adoptOrderMachine(own));
    expect(adoptOrderMachine(orderMachine)).toBe(orderMachine);
  });

  it('is checked for each role, and refused each time if it cannot work', () => {
    const own = extendOrder({ confirmed: withNote });
    adoptOrderMachine(own);
    for (let count = 0; count < 2; count++) {
      expect(() => adoptCartMachine(own)).toThrow('machines.cart: this chart cannot work');
    }
  });
});

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { setup } from 'xstate';
import {
  type OrderContext,
  type OrderEvent,
  type OrderInput,
  orderActions,
} from '../../../machines/index.ts';
import { memoryStore } from '../../../src/index.ts';
import { watchHandler } from '../../../src/watch.ts';
import { accepted, buy, fillCart, HOUR, openShop, orderIn } from '../shop/openShop.ts';
import { chartIn, countsIn, stopTime, transitionsIn, Viewer } from './viewer.ts';

beforeEach(stopTime);
afterEach(() => void vi.useRealTimers());

describe.each([
  ['in memory', () => ({})],
  ['in a store', () => ({ store: memoryStore() })],
])('a shop %s', (_, store) => {
  it('tells how many carts and orders are in each state, and how often each transition was taken', async () => {
    const { shop, clock } = await openShop(store());
    const handler = watchHandler(shop);
    const viewer = await Viewer.of(handler);
    const orders = [await orderIn('pending', shop), await orderIn('confirmed', shop)];
    await orderIn('delivered', shop);
    await orderIn('cancelled', shop);
    await fillCart(shop, 'bob', { lamp: 1 });
    accepted(await shop.carts.setQuantity('bob', 'lamp', 2));
    const update = await viewer.next();
    expect(countsIn(update, 'order')).toEqual({
      pending: 1,
      confirmed: 1,
      delivered: 1,
      cancelled: 1,
    });
    expect(countsIn(update, 'cart')).toEqual({ open: 1 });
    expect(await transitionsIn(handler, update, 'order')).toEqual({
      'pending: order.confirm -> confirmed': 2,
      'pending: order.cancel -> cancelled': 1,
      'confirmed: order.ship -> shipped': 1,
      'shipped: order.deliver -> delivered': 1,
    });
    clock.advance(HOUR);
    const later = await viewer.next();
    expect(countsIn(later, 'order')).toEqual({ confirmed: 1, delivered: 1, cancelled: 2 });
    expect(await transitionsIn(handler, later, 'order')).toMatchObject({
      'pending: after paymentTimeout -> cancelled': 1,
    });
    expect(shop.orders.get(orders[0] as string)?.state).toBe('cancelled');
    expect(update.charts.map(({ isComplete }) => isComplete)).toEqual([true, true, true, true]);
  });

  it('counts what was there before, and transitions since somebody watches', async () => {
    const { shop } = await openShop(store());
    const before = await orderIn('confirmed', shop);
    await orderIn('delivered', shop);
    await fillCart(shop, 'bob', { lamp: 1 });
    const handler = watchHandler(shop);
    const viewer = await Viewer.of(handler);
    accepted(await shop.orders.ship(before, { trackingNumber: 'T' }));
    const update = await viewer.next();
    expect(countsIn(update, 'order')).toEqual({ shipped: 1, delivered: 1 });
    expect(countsIn(update, 'cart')).toEqual({ open: 1 });
    expect(await transitionsIn(handler, update, 'order')).toEqual({
      'confirmed: order.ship -> shipped': 1,
    });
  });

  it('tells how long orders were in the states that they have left', async () => {
    const { shop, clock } = await openShop(store());
    const viewer = await Viewer.of(watchHandler(shop));
    const orderId = await orderIn('confirmed', shop);
    clock.advance(HOUR);
    accepted(await shop.orders.ship(orderId, { trackingNumber: 'T' }));
    const { confirmed, shipped } = chartIn(await viewer.next(), 'order').states;
    expect(confirmed?.medianMs).toBeGreaterThan(0.96 * HOUR);
    expect(confirmed?.medianMs).toBeLessThan(1.04 * HOUR);
    expect(shipped).toEqual({ now: 1, medianMs: null, p99Ms: null });
  });

  it('counts the inventory, health and channels as the one actor that each of them is', async () => {
    const { shop } = await openShop(store());
    const viewer = await Viewer.of(watchHandler(shop));
    await orderIn('delivered', shop);
    const update = await viewer.next();
    for (const id of ['inventory', 'health']) {
      expect(Object.values(countsIn(update, id))).toEqual([1]);
    }
  });
});

type PackEvent = OrderEvent | { type: 'order.pack' } | { type: 'order.label'; weight: number };

/** Orders whose way through the warehouse is nested, parallel and guarded. */
const packing = setup({
  types: {
    context: {} as OrderContext,
    input: {} as OrderInput,
    events: {} as PackEvent,
  },
  actions: orderActions,
  guards: {
    isHeavy: ({ event }) => event.type === 'order.label' && event.weight > 10,
  },
}).createMachine({
  context: ({ input }) => ({ ...input, stock: 'held' }),
  initial: 'pending',
  states: {
    pending: { on: { 'order.confirm': 'preparing', 'order.cancel': 'cancelled' } },
    preparing: {
      type: 'parallel',
      on: { 'order.cancel': 'cancelled' },
      states: {
        goods: {
          initial: 'waiting',
          states: {
            waiting: { on: { 'order.pack': 'packed' } },
            packed: { type: 'final' },
          },
        },
        label: {
          initial: 'waiting',
          states: {
            waiting: {
              on: {
                'order.label': [{ guard: 'isHeavy', target: 'heavy' }, { target: 'light' }],
              },
            },
            heavy: { type: 'final' },
            light: { type: 'final' },
          },
        },
      },
      onDone: 'ready',
    },
    ready: {
      on: { 'order.ship': { target: 'shipped', actions: ['noteTracking', 'commitStock'] } },
    },
    shipped: { on: { 'order.deliver': 'delivered' } },
    delivered: { type: 'final' },
    cancelled: { type: 'final', entry: 'releaseStock' },
  },
});

describe('a chart of your own', () => {
  it('is counted in its nested and parallel states, by the branch that was taken', async () => {
    const { shop } = await openShop({ machines: { order: packing } });
    const handler = watchHandler(shop);
    const viewer = await Viewer.of(handler);
    const ids: string[] = [];
    for (const weight of [1, 20, 30]) {
      const { orderId } = await buy(shop, 'ada', { mug: 1 });
      ids.push(orderId);
      accepted(await shop.orders.confirm(orderId));
      accepted(await shop.orders.send(orderId, { type: 'order.label', weight }));
    }
    const update = await viewer.next();
    expect(countsIn(update, 'order')).toEqual({
      'preparing.goods.waiting|label.light': 1,
      'preparing.goods.waiting|label.heavy': 2,
    });
    const taken = {
      'pending: order.confirm -> preparing': 3,
      'preparing.label.waiting: order.label [isHeavy] -> preparing.label.heavy': 2,
      'preparing.label.waiting: order.label [else] -> preparing.label.light': 1,
    };
    expect(await transitionsIn(handler, update, 'order')).toEqual(taken);
    accepted(await shop.orders.send(ids[0] as string, { type: 'order.pack' }));
    accepted(await shop.orders.cancel(ids[1] as string));
    const later = await viewer.next();
    expect(countsIn(later, 'order')).toEqual({
      'preparing.goods.waiting|label.heavy': 1,
      ready: 1,
      cancelled: 1,
    });
    expect(await transitionsIn(handler, later, 'order')).toEqual({
      ...taken,
      'preparing.goods.waiting: order.pack -> preparing.goods.packed': 1,
      'preparing: done -> ready': 1,
      'preparing: order.cancel -> cancelled': 1,
    });
  });

  it('may have more combinations of states than can be counted one by one', async () => {
    const parallel = Object.fromEntries(
      Array.from({ length: 11 }, (_, index) => [
        `r${index}`,
        { initial: 'a', states: { a: { on: { [`order.go${index}`]: 'b' } }, b: {} } },
      ]),
    );
    const wide = setup({
      types: {
        context: {} as OrderContext,
        input: {} as OrderInput,
        events: {} as { type: string },
      },
      actions: orderActions,
    } as never).createMachine({
      context: ({ input }: { input: OrderInput }) => ({ ...input, stock: 'held' }),
      initial: 'pending',
      states: {
        pending: { on: { 'order.confirm': 'work', 'order.cancel': 'cancelled' } },
        work: {
          type: 'parallel',
          on: {
            'order.ship': { target: 'shipped', actions: ['noteTracking', 'commitStock'] },
            'order.cancel': 'cancelled',
          },
          states: parallel,
        },
        shipped: { on: { 'order.deliver': 'delivered' } },
        delivered: { type: 'final' },
        cancelled: { type: 'final', entry: 'releaseStock' },
      },
    } as never);
    const { shop } = await openShop({ machines: { order: wide as never } });
    await shop.products.restock('mug', 2000);
    const viewer = await Viewer.of(watchHandler(shop));
    for (let order = 0; order < 1200; order++) {
      const { orderId } = await buy(shop, 'ada', { mug: 1 });
      accepted(await shop.orders.confirm(orderId));
      for (let bit = 0; bit < 11; bit++) {
        if ((order & (1 << bit)) === 0) continue;
        accepted(await shop.orders.send(orderId, { type: `order.go${bit}` } as never));
      }
    }
    const update = await viewer.next();
    const counts = Object.values(countsIn(update, 'order'));
    expect(counts.length).toBeLessThanOrEqual(1001);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1200);
    expect(countsIn(update, 'order')['…']).toBeGreaterThan(100);
    expect(chartIn(update, 'order').longest.length).toBeLessThanOrEqual(1000);
  });
});

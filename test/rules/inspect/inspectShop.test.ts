import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { cartMachine, orderMachine } from '../../../machines/index.ts';
import { memoryStore } from '../../../src/index.ts';
import { inspectShop } from '../../../src/inspect.ts';
import { engineOf } from '../../../src/shopEngine.ts';
import { accepted, buy, fillCart, HOUR, openShop, orderIn } from '../shop/openShop.ts';
import { recorded } from './recorded.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** Lets what was left out be made up for. */
const later = (ms = 1000) => vi.advanceTimersByTime(ms);

describe('an inspected shop', () => {
  it('shows the stock of what is shown when there are more carts than it may show', async () => {
    const { shop } = await openShop();
    await fillCart(shop, 'ada', { mug: 1 });
    await fillCart(shop, 'bob', { lamp: 1 });
    const contexts: unknown[] = [];
    inspectShop(
      shop,
      ({ type, actorRef }) => {
        const { id, getSnapshot } = actorRef as never as {
          readonly id: string;
          getSnapshot(): { readonly context: unknown };
        };
        if (type === '@xstate.actor' && id === 'inventory') {
          contexts.push(getSnapshot.call(actorRef).context);
        }
      },
      { maxActors: 1 },
    );
    expect(contexts).toMatchObject([{ stock: { mug: { available: 10 } } }]);
  });

  it('shows the way of an order with every event, its sender, and the state that it led to', async () => {
    const { shop } = await openShop();
    const { pathOf } = recorded(shop);
    const orderId = await orderIn('delivered', shop);
    expect(pathOf(`order:${orderId}`)).toEqual([
      'outside: order.confirm',
      '-> "confirmed"',
      'outside: order.ship',
      '-> "shipped"',
      'outside: order.deliver',
      '-> "delivered"',
    ]);
  });

  it('shows the messages between carts, the inventory and orders', async () => {
    const { shop } = await openShop();
    const { all } = recorded(shop);
    const { orderId } = await buy(shop, 'ada', { mug: 2 });
    accepted(await shop.orders.cancel(orderId));
    const messages = all.flatMap(({ type, from, id, event }) =>
      type === 'event' && from !== undefined ? [`${from} -> ${id}: ${event}`] : [],
    );
    expect(messages).toEqual([
      'cart:ada -> inventory: inventory.reserve',
      'inventory -> cart:ada: inventory.reserved',
      `order:${orderId} -> inventory: inventory.release`,
    ]);
  });

  it('introduces the shop and its inventory first, and all others as their children', async () => {
    const { shop } = await openShop();
    await fillCart(shop, 'ada', { mug: 1 });
    const { orderId } = await buy(shop, 'bob', { lamp: 1 });
    const { all, introduced } = recorded(shop);
    expect(introduced().slice(0, 2)).toEqual(['shop', 'inventory']);
    expect(introduced()).toEqual(
      expect.arrayContaining(['health', 'cart:ada', `order:${orderId}`]),
    );
    for (const { id, parent } of all) expect(parent).toBe(id === 'shop' ? undefined : 'shop');
    expect(all.find(({ id }) => id === 'cart:ada')).toMatchObject({
      config: { id: cartMachine.config.id },
      value: 'open',
      context: { userId: 'ada', lines: [{ sku: 'mug', quantity: 1 }] },
    });
    expect(all.find(({ id }) => id === `order:${orderId}`)).toMatchObject({
      config: { id: orderMachine.config.id },
      value: 'pending',
    });
  });

  it('shows a cart that is emptied and filled again as one session, introduced once', async () => {
    const { shop } = await openShop();
    const { all, introduced, pathOf } = recorded(shop);
    for (let round = 0; round < 3; round++) {
      await fillCart(shop, 'ada', { mug: 1 });
      accepted(await shop.carts.clear('ada'));
    }
    expect(introduced().filter((id) => id === 'cart:ada')).toHaveLength(1);
    expect(
      new Set(all.filter(({ id }) => id === 'cart:ada').map((one) => one.sessionId)).size,
    ).toBe(1);
    expect(pathOf('cart:ada').filter((step) => step === '-> "empty"')).toHaveLength(3);
    expect(pathOf('cart:ada').filter((step) => step.includes('xstate'))).toEqual([]);
  });

  it('shows timers as events of the actor itself', async () => {
    const { shop, clock } = await openShop();
    const { pathOf } = recorded(shop);
    const { orderId } = await buy(shop, 'ada', { mug: 1 });
    clock.advance(HOUR);
    expect(pathOf(`order:${orderId}`)).toEqual([
      expect.stringMatching(`^order:${orderId}: xstate\\.after\\.`),
      '-> "cancelled"',
    ]);
  });

  it('shows the stock and the holds that shown carts and orders are about', async () => {
    const { shop } = await openShop();
    const { last } = recorded(shop);
    const { orderId } = await buy(shop, 'ada', { mug: 2 });
    later();
    expect(last('inventory')?.context).toEqual({
      stock: { mug: { onHand: 10, available: 8, held: 2, shipped: 0 } },
      orders: { [orderId]: [expect.objectContaining({ sku: 'mug' })] },
      carts: {},
    });
    accepted(await shop.orders.confirm(orderId));
    accepted(await shop.orders.ship(orderId, { trackingNumber: 'T' }));
    later();
    expect(last('inventory')?.context).toEqual({
      stock: { mug: { onHand: 8, available: 8, held: 0, shipped: 2 } },
      orders: {},
      carts: {},
    });
  });

  it('shows units that are reserved for carts', async () => {
    const { shop } = await openShop({ reserveInCartMs: HOUR });
    const { last } = recorded(shop);
    await fillCart(shop, 'ada', { mug: 3 });
    later();
    expect(last('inventory')?.context).toMatchObject({
      stock: { mug: { available: 7, held: 3 } },
      carts: { ada: [{ sku: 'mug' }] },
    });
  });

  it('is told what native inspection tells of states', async () => {
    const native: string[] = [];
    const { shop } = await openShop({
      createId: () => 'one',
      inspect(event) {
        const { id } = event.actorRef as { readonly id?: string };
        if (event.type !== '@xstate.snapshot' || !/^(cart|order):/.test(id ?? '')) return;
        const { value } = event.snapshot as { readonly value?: unknown };
        native.push(`${id} ${event.event.type} ${JSON.stringify(value)}`);
      },
    });
    const { all } = recorded(shop, { rate: 100_000 });
    const begins = native.length;
    await buy(shop, 'ada', { mug: 2, lamp: 1 });
    accepted(await shop.orders.confirm('one'));
    accepted(await shop.orders.cancel('one'));
    const own = all.flatMap(({ type, id, event, value }) =>
      type === 'snapshot' && /^(cart|order):/.test(id)
        ? [`${id} ${event} ${JSON.stringify(value)}`]
        : [],
    );
    // XState reports the start of an actor as a snapshot; here it is in the introduction of the actor.
    const expected = native.slice(begins).filter((line) => !line.includes('xstate.'));
    expect(own).toEqual(expected);
    expect(own.length).toBeGreaterThan(5);
  });

  it('costs the actors nothing any more once it has ended', async () => {
    const { shop } = await openShop();
    const { all, end } = recorded(shop);
    const { watches } = engineOf(shop)?.engine.directory ?? {};
    expect(watches?.isWatched).toBe(true);
    end();
    end();
    expect(watches?.isWatched).toBe(false);
    const before = all.length;
    await buy(shop, 'ada', { mug: 1 });
    later();
    expect(all).toHaveLength(before);
  });

  it('can be inspected by several, each with what it asked for', async () => {
    const { shop } = await openShop();
    const carts = recorded(shop, { only: { charts: ['cart'] }, name: 'a' });
    const orders = recorded(shop, { only: { charts: ['order'] }, name: 'b' });
    const { orderId } = await buy(shop, 'ada', { mug: 1 });
    expect(carts.introduced()).toEqual(['a', 'inventory', 'cart:ada']);
    expect(orders.introduced()).toEqual(['b', 'inventory', `order:${orderId}`]);
    carts.end();
    await buy(shop, 'bob', { mug: 1 });
    expect(carts.introduced()).not.toContain('cart:bob');
    expect(orders.introduced()).toHaveLength(4);
  });

  it('sells on when the inspector throws, and warns once', async () => {
    const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    const { shop } = await openShop();
    inspectShop(shop, () => {
      throw new Error('inspector down');
    });
    await orderIn('delivered', shop);
    expect(warn.mock.calls).toEqual([['the inspector threw Error: inspector down']]);
    expect(shop.audit()).toEqual({ ok: true, problems: [] });
  });

  it('shows carts and orders that a store has from before', async () => {
    const { shop, clock } = await openShop({ store: memoryStore() });
    await fillCart(shop, 'ada', { mug: 1 });
    const orderId = await orderIn('confirmed', shop);
    const { introduced } = recorded(shop);
    expect(introduced()).toEqual(expect.arrayContaining([`order:${orderId}`]));
    clock.advance(1);
  });
});

describe('what is shown', () => {
  it('is only what fits the charts', async () => {
    const { shop } = await openShop();
    const { introduced } = recorded(shop, { only: { charts: ['order'] } });
    const { orderId } = await buy(shop, 'ada', { mug: 1 });
    expect(introduced()).toEqual(['shop', 'inventory', `order:${orderId}`]);
  });

  it('is only an order of the id, or what belongs to a user of the id', async () => {
    const { shop } = await openShop({ createId: ids() });
    const { introduced } = recorded(shop, {
      only: { charts: ['cart', 'order'], ids: ['bob', 'id-6'] },
    });
    for (const userId of ['ada', 'bob', 'ada', 'ada']) await buy(shop, userId, { mug: 1 });
    expect(introduced()).toEqual(['shop', 'inventory', 'cart:bob', 'order:id-4', 'order:id-6']);
  });

  it('is only an actor from the state on, until its end', async () => {
    const { shop } = await openShop();
    const { introduced, pathOf } = recorded(shop, {
      only: { charts: ['order'], states: ['shipped'] },
    });
    await orderIn('confirmed', shop);
    const orderId = await orderIn('delivered', shop);
    expect(introduced()).toEqual(['shop', 'inventory', `order:${orderId}`]);
    expect(pathOf(`order:${orderId}`)).toEqual([
      '-> "shipped"',
      'outside: order.deliver',
      '-> "delivered"',
    ]);
  });

  it('is an actor that was in the state, whatever others do meanwhile', async () => {
    const { shop } = await openShop();
    const { pathOf } = recorded(shop, { only: { charts: ['order'], states: ['confirmed'] } });
    const orders = [await orderIn('confirmed', shop), await orderIn('confirmed', shop)];
    for (const id of orders) accepted(await shop.orders.ship(id, { trackingNumber: 'T' }));
    for (const id of orders) accepted(await shop.orders.deliver(id));
    for (const id of orders) {
      expect(pathOf(`order:${id}`)).toEqual([
        '-> "confirmed"',
        'outside: order.ship',
        '-> "shipped"',
        'outside: order.deliver',
        '-> "delivered"',
      ]);
    }
  });

  it('is always the same sample, of about the share that was asked for', async () => {
    const { shop } = await openShop({ createId: ids() });
    await shop.products.restock('mug', 10_000);
    const samples = [0.25, 0.25, 0.5].map((sample) =>
      recorded(shop, { only: { charts: ['order'] }, sample, rate: 100_000 }),
    );
    for (let order = 0; order < 1000; order++) await buy(shop, 'ada', { mug: 1 });
    const [first, second, larger] = samples.map(({ introduced }) => new Set(introduced()));
    expect(second).toEqual(first);
    expect(first?.size).toBeGreaterThan(200);
    expect(first?.size).toBeLessThan(300);
    expect(larger?.size).toBeGreaterThan(430);
    expect(larger?.size).toBeLessThan(570);
    expect([...(first ?? [])].filter((id) => !larger?.has(id))).toEqual([]);
  });

  it('of the inventory are messages of shown actors, and of products that they are about', async () => {
    const { shop } = await openShop();
    const { pathOf } = recorded(shop, { only: { ids: ['bob'] } });
    await buy(shop, 'ada', { lamp: 1 });
    await shop.products.restock('lamp', 1);
    expect(pathOf('inventory')).toEqual([]);
    await buy(shop, 'bob', { mug: 1 });
    await shop.products.restock('mug', 1);
    expect(pathOf('inventory')).toEqual([
      'cart:bob: inventory.reserve',
      'outside: inventory.restock',
    ]);
  });
});

describe('a rate', () => {
  it('bounds the messages; what is left out is counted, and made up for by the last states', async () => {
    const { shop } = await openShop();
    await shop.products.restock('mug', 1000);
    const { all, last, introduced } = recorded(shop, { rate: 50 });
    const orders: string[] = [];
    for (let order = 0; order < 40; order++) orders.push(await orderIn('delivered', shop));
    expect(all.length).toBeLessThanOrEqual(50 + 40);
    const soon = all.length;
    later(500);
    expect(all.length - soon).toBeLessThanOrEqual(30);
    later(10_000);
    expect(introduced()).toEqual(expect.arrayContaining(orders.map((id) => `order:${id}`)));
    for (const id of orders) expect(last(`order:${id}`)?.value).toBe('delivered');
    const { messagesLeftOut } = Object(last('shop')?.context);
    expect(messagesLeftOut).toBeGreaterThan(100);
    const quiet = all.length;
    later(10_000);
    expect(all).toHaveLength(quiet);
  });

  it('lets the last state of an actor follow, of which something was left out', async () => {
    const { shop } = await openShop();
    const orderId = await orderIn('pending', shop);
    const { last, pathOf } = recorded(shop, { only: { charts: ['order'] }, rate: 3 });
    expect(last(`order:${orderId}`)?.value).toBe('pending');
    accepted(await shop.orders.confirm(orderId));
    expect(last(`order:${orderId}`)?.value).toBe('pending');
    later(5000);
    expect(pathOf(`order:${orderId}`)).toEqual(['-> "confirmed"']);
  });

  it('bounds the introductions of a shop that runs, too', async () => {
    const { shop } = await openShop();
    for (let user = 0; user < 100; user++) {
      await shop.users.register({ userId: `u${user}`, name: 'U' });
      await fillCart(shop, `u${user}`, { mug: 1 });
    }
    const { introduced } = recorded(shop, { rate: 20 });
    expect(introduced()).toHaveLength(20);
    later(10_000);
    expect(introduced().length).toBeGreaterThan(100);
  });
});

describe('the most actors', () => {
  it('are not exceeded: those that have ended make room, others are left out and counted', async () => {
    const { shop } = await openShop({ createId: ids() });
    await shop.products.restock('mug', 100);
    const { introduced, last } = recorded(shop, { only: { charts: ['order'] }, maxActors: 2 });
    await orderIn('delivered', shop);
    await orderIn('pending', shop);
    await orderIn('pending', shop);
    await orderIn('pending', shop);
    expect(introduced().slice(2)).toEqual(['order:id-2', 'order:id-4', 'order:id-6']);
    later();
    expect(last('shop')?.context).toMatchObject({ messagesLeftOut: expect.any(Number) });
  });
});

/** Every other one is that of a cart. */
function ids(): () => string {
  let last = 0;
  return () => `id-${++last}`;
}

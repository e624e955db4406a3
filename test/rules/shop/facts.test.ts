import { describe, expect, test, vi } from 'vitest';
import type { ObserverFailed, ShopFact } from '../../../src/index.ts';
import { loopTurns } from '../loopTurns.ts';
import { accepted, buy, fillCart, MINUTE, openShop, START, stallingStore } from './openShop.ts';

describe('facts', () => {
  test('are emitted in the order of seq, without a gap, each with the time of its turn', async () => {
    const { shop, clock, facts } = await openShop();
    const { orderId } = await buy(shop, 'ada', { mug: 5, vase: 1 });
    clock.advance(MINUTE);
    await shop.orders.confirm(orderId);
    await buy(shop, 'bob', { mug: 5 });
    clock.advance(60 * MINUTE);
    const seqs = facts.map(({ seq }) => seq);
    expect(seqs).toEqual(seqs.map((_, index) => index + 1));
    expect(facts.map(({ type, at }) => `${type} ${(at - START) / MINUTE}`).sort()).toEqual(
      [
        'cart.lineAdded 0',
        'cart.lineAdded 0',
        'order.placed 0',
        'stock.depleted 0',
        'stock.low 0',
        'order.confirmed 1',
        'cart.lineAdded 1',
        'order.placed 1',
        'stock.depleted 1',
        'order.cancelled 31',
      ].sort(),
    );
  });

  test('are emitted after their turn: a handler sees everything that the turn has changed', async () => {
    const { shop } = await openShop();
    const seen: unknown[] = [];
    shop.on('order.placed', ({ orderId }) => {
      seen.push(shop.orders.get(orderId)?.state, shop.carts.get('ada')?.state);
      seen.push(shop.explain('mug')?.held, shop.audit().ok);
    });
    await buy(shop, 'ada', { mug: 3 });
    expect(seen).toEqual(['pending', 'empty', 3, true]);
  });

  test('are emitted only when their turn is durable', async () => {
    const { store, stall, goOn } = stallingStore();
    const { shop, facts } = await openShop({ store });
    await fillCart(shop, 'ada', { mug: 1 });
    facts.length = 0;
    stall();
    const checkout = shop.checkout('ada');
    const restock = shop.products.restock('mug', 1);
    await loopTurns();
    expect(facts).toEqual([]);
    goOn();
    await Promise.all([checkout, restock]);
    expect(facts).toMatchObject([{ type: 'order.placed' }, { type: 'stock.restocked' }]);
  });

  test('have been emitted when their command is answered', async () => {
    const { shop, facts } = await openShop();
    await fillCart(shop, 'ada', { mug: 1 });
    const { order } = accepted(await shop.checkout('ada'));
    expect(facts.at(-1)).toMatchObject({ type: 'order.placed', orderId: order.orderId });
  });

  test('are not emitted for a command that was refused', async () => {
    const { shop, facts } = await openShop();
    await shop.carts.add('ada', 'mug', 11);
    await shop.carts.add('nobody', 'mug', 1);
    await shop.orders.confirm('none');
    await shop.products.restock('nothing', 1);
    expect(facts).toEqual([]);
  });
});

describe('a handler', () => {
  test('receives facts of its type only, and none after it has unsubscribed', async () => {
    const { shop } = await openShop();
    const types: string[] = [];
    const leave = shop.on('order.placed', ({ type }) => types.push(type));
    await buy(shop, 'ada', { mug: 1 });
    leave();
    await buy(shop, 'ada', { mug: 1 });
    expect(types).toEqual(['order.placed']);
  });

  test('of * receives every fact until it has unsubscribed', async () => {
    const { shop } = await openShop();
    const types: string[] = [];
    const leave = shop.on('*', ({ type }) => types.push(type));
    await buy(shop, 'ada', { mug: 1 });
    leave();
    await buy(shop, 'ada', { mug: 1 });
    expect(types).toEqual(['cart.lineAdded', 'order.placed']);
  });

  test('that throws does not affect other handlers and is reported', async () => {
    const { shop, facts } = await openShop();
    const failures: ObserverFailed[] = [];
    const late: string[] = [];
    const error = new Error('no paper in the printer');
    shop.on('observer.failed', (failure) => failures.push(failure));
    shop.on('order.placed', () => {
      throw error;
    });
    shop.on('order.placed', ({ type }) => late.push(type));
    shop.on('*', ({ type }) => late.push(`any ${type}`));
    const { orderId } = await buy(shop, 'ada', { mug: 1 });
    expect(shop.orders.get(orderId)?.state).toBe('pending');
    expect(late).toEqual(['any cart.lineAdded', 'order.placed', 'any order.placed']);
    expect(failures).toEqual([
      {
        type: 'observer.failed',
        observer: 'handler',
        error,
        fact: facts.find(({ type }) => type === 'order.placed'),
      },
    ]);
    expect((await shop.orders.confirm(orderId)).ok).toBe(true);
  });

  test('that rejects does not affect other handlers and is reported', async () => {
    const { shop } = await openShop();
    const failures: ObserverFailed[] = [];
    shop.on('observer.failed', (failure) => failures.push(failure));
    shop.on('*', async () => {
      throw new Error('no connection');
    });
    const { orderId } = await buy(shop, 'ada', { mug: 1 });
    await loopTurns();
    expect(failures).toMatchObject([
      { observer: 'handler', fact: { type: 'cart.lineAdded' } },
      { observer: 'handler', fact: { type: 'order.placed', orderId } },
    ]);
  });

  test('of observer.failed that fails itself does not affect other handlers', async () => {
    const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    const { shop } = await openShop();
    shop.on('observer.failed', () => {
      throw new Error('worse');
    });
    shop.on('order.placed', () => {
      throw new Error('bad');
    });
    const { orderId } = await buy(shop, 'ada', { mug: 1 });
    expect(shop.orders.get(orderId)?.state).toBe('pending');
    expect(warn).toHaveBeenCalledWith(expect.stringContaining('worse'));
    warn.mockRestore();
  });

  test('may send commands: they run, and every handler receives the facts in order', async () => {
    const { shop } = await openShop();
    const early: ShopFact[] = [];
    const late: ShopFact[] = [];
    const answers: Promise<{ ok: boolean }>[] = [];
    shop.on('*', (fact) => early.push(fact));
    shop.on('order.placed', ({ orderId }) => {
      answers.push(shop.orders.confirm(orderId));
    });
    shop.on('order.confirmed', ({ orderId }) => {
      answers.push(shop.orders.ship(orderId, { trackingNumber: 'T1' }));
    });
    shop.on('*', (fact) => late.push(fact));
    const { orderId } = await buy(shop, 'ada', { mug: 5, vase: 1 });
    expect(await Promise.all(answers)).toMatchObject([{ ok: true }, { ok: true }]);
    expect(shop.orders.get(orderId)?.state).toBe('shipped');
    for (const heard of [early, late]) {
      const seqs = heard.map(({ seq }) => seq);
      expect(seqs).toEqual([...seqs].sort((a, b) => a - b));
      expect(heard.map(({ type }) => type)).toEqual(early.map(({ type }) => type));
    }
    const orderFacts = late.filter(({ type }) => type.startsWith('order.'));
    expect(orderFacts.map(({ type }) => type)).toEqual([
      'order.placed',
      'order.confirmed',
      'order.shipped',
    ]);
  });

  test('may await commands, also when the clock has caused its fact', async () => {
    const { shop, clock } = await openShop();
    shop.on('cart.expired', async ({ userId, lines }) => {
      for (const { sku, quantity } of lines) await shop.carts.add(userId, sku, quantity);
    });
    await fillCart(shop, 'ada', { mug: 1, lamp: 2 });
    clock.advance(24 * 60 * MINUTE);
    await loopTurns();
    expect(shop.carts.get('ada')).toMatchObject({
      lines: [
        { sku: 'mug', quantity: 1 },
        { sku: 'lamp', quantity: 2 },
      ],
      expiresAt: START + 48 * 60 * MINUTE,
    });
  });

  test('may unsubscribe itself or another handler while it is called', async () => {
    const { shop } = await openShop();
    const heard: string[] = [];
    const leave = shop.on('order.placed', () => {
      heard.push('once');
      leave();
    });
    shop.on('order.placed', () => heard.push('always'));
    await buy(shop, 'ada', { mug: 1 });
    await buy(shop, 'ada', { mug: 1 });
    expect(heard).toEqual(['once', 'always', 'always']);
  });
});

describe('a notifier', () => {
  test('receives every fact after the handlers, until it has unsubscribed', async () => {
    const { shop } = await openShop();
    const told: string[] = [];
    shop.on('order.placed', () => told.push('handler'));
    const leave = shop.observe({ name: 'email', notify: ({ type }) => told.push(type) });
    await buy(shop, 'ada', { mug: 1 });
    leave();
    await buy(shop, 'ada', { mug: 1 });
    expect(told).toEqual(['cart.lineAdded', 'handler', 'order.placed', 'handler']);
  });

  test('that throws or rejects does not affect others and is reported by its name', async () => {
    const { shop } = await openShop();
    const failures: ObserverFailed[] = [];
    const told: string[] = [];
    shop.on('observer.failed', (failure) => failures.push(failure));
    const broken = (name: string, notify: () => unknown) => shop.observe({ name, notify });
    broken('sms', () => {
      throw new Error('no signal');
    });
    broken('push', () => Promise.reject(new Error('no token')));
    shop.observe({ name: 'email', notify: ({ type }) => told.push(type) });
    await fillCart(shop, 'ada', { mug: 1 });
    await loopTurns();
    expect(told).toEqual(['cart.lineAdded']);
    expect(failures).toMatchObject([
      { observer: 'sms', error: new Error('no signal'), fact: { type: 'cart.lineAdded' } },
      { observer: 'push', error: new Error('no token'), fact: { type: 'cart.lineAdded' } },
    ]);
  });

  test('that never answers delays nothing', async () => {
    const { shop } = await openShop();
    shop.observe({ name: 'slow', notify: () => new Promise(() => {}) });
    expect((await buy(shop, 'ada', { mug: 1 })).state).toBe('pending');
  });
});

import { describe, expect, it } from 'vitest';
import { createShop, memoryStore } from '../../../src/index.ts';
import { simulatedClock } from '../../../src/testing.ts';
import { BusyClock } from '../../load/busyClock.ts';
import { loopTurn } from '../loopTurns.ts';
import { accepted } from '../shop/openShop.ts';

const TIMEOUT_MS = 60_000;

/** A shop with unpaid orders of one mug each, all due at the same time. */
async function openWithOrders(count: number, store = memoryStore()) {
  const clock = new BusyClock();
  const shop = await createShop({ clock, store, sliceMs: 5, paymentTimeoutMs: TIMEOUT_MS });
  const mug = { sku: 'mug', name: 'Mug', category: 'kitchen', priceMinor: 900 };
  await shop.products.add({ ...mug, stock: count + 1000 });
  const orderIds: string[] = [];
  for (let user = 0; user < count; user++) {
    await shop.users.register({ userId: `user-${user}`, name: 'User' });
    await shop.carts.add(`user-${user}`, 'mug', 1);
    orderIds.push(accepted(await shop.checkout(`user-${user}`)).order.orderId);
  }
  await loopTurn();
  clock.costMs = 1;
  const overdue = () => orderIds.filter((it) => shop.orders.get(it)?.state === 'pending').length;
  return { shop, clock, store, orderIds, overdue };
}

describe('timers that fall due together', () => {
  it('are fired a slice at a time, and all of them', async () => {
    const { shop, clock, overdue } = await openWithOrders(200);
    clock.pass(TIMEOUT_MS);
    let left = overdue();
    expect(left).toBeLessThan(200);
    expect(left).toBeGreaterThanOrEqual(200 - 6);
    while (left > 0) {
      await loopTurn();
      expect(left - overdue()).toBeLessThanOrEqual(6);
      expect(left - overdue()).toBeGreaterThan(0);
      left = overdue();
    }
    expect(shop.explain('mug')).toMatchObject({ held: 0, available: 1200 });
    expect(shop.audit().problems).toEqual([]);
  });

  it('let commands run between them', async () => {
    const { shop, clock, overdue } = await openWithOrders(200);
    clock.pass(TIMEOUT_MS);
    for (let count = 0; count < 10; count++) {
      expect((await shop.carts.add('user-0', 'mug', 1)).ok).toBe(true);
    }
    expect(overdue()).toBeGreaterThan(100);
  });

  it('do not let a command see an overdue state of its own order', async () => {
    const { shop, clock, orderIds, overdue } = await openWithOrders(200);
    clock.pass(TIMEOUT_MS);
    const last = orderIds.at(-1) as string;
    expect(shop.orders.get(last)?.state).toBe('pending');
    const answer = await shop.orders.confirm(last);
    expect(answer).toMatchObject({
      ok: false,
      refusal: { code: 'invalid-transition', state: 'cancelled' },
    });
    expect(shop.orders.get(last)?.cancelReason).toBe('payment-timeout');
    expect(overdue()).toBeGreaterThan(100);
  });

  it('do not let a command see an overdue state of its own cart', async () => {
    const clock = new BusyClock();
    const shop = await createShop({ clock, sliceMs: 5, cartExpiryMs: TIMEOUT_MS });
    const mug = { sku: 'mug', name: 'Mug', category: 'kitchen', priceMinor: 900 };
    await shop.products.add({ ...mug, stock: 1000 });
    for (let user = 0; user < 100; user++) {
      await shop.users.register({ userId: `user-${user}`, name: 'User' });
      await shop.carts.add(`user-${user}`, 'mug', 1);
    }
    await loopTurn();
    clock.costMs = 1;
    clock.pass(TIMEOUT_MS);
    expect(shop.carts.get('user-99')?.state).toBe('open');
    expect(await shop.checkout('user-99')).toMatchObject({ refusal: { code: 'empty-cart' } });
    expect(shop.carts.get('user-98')?.state).toBe('open');
  });

  it('are all fired before a shop that is opened again answers', async () => {
    const { shop, clock, store, orderIds } = await openWithOrders(200);
    await shop.close();
    clock.pass(TIMEOUT_MS);
    const again = await createShop({ clock, store, sliceMs: 5, paymentTimeoutMs: TIMEOUT_MS });
    for (const orderId of orderIds) expect(again.orders.get(orderId)?.state).toBe('cancelled');
  });

  it('are all fired before advance() of a simulated clock returns', async () => {
    const clock = simulatedClock();
    const shop = await createShop({ clock, paymentTimeoutMs: TIMEOUT_MS, sliceMs: 1 });
    const mug = { sku: 'mug', name: 'Mug', category: 'kitchen', priceMinor: 900 };
    await shop.products.add({ ...mug, stock: 3000 });
    for (let user = 0; user < 3000; user++) {
      await shop.users.register({ userId: `user-${user}`, name: 'User' });
      await shop.carts.add(`user-${user}`, 'mug', 1);
      await shop.checkout(`user-${user}`);
    }
    clock.advance(TIMEOUT_MS);
    expect(shop.explain('mug')).toMatchObject({ held: 0, available: 3000 });
  });
});

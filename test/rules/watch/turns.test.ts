import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { WatchedTurn } from '../../../src/watch/watchTypes.ts';
import { watchHandler } from '../../../src/watch.ts';
import { accepted, fillCart, HOUR, openShop, orderIn, START } from '../shop/openShop.ts';
import { stopTime, Viewer } from './viewer.ts';

beforeEach(stopTime);
afterEach(() => void vi.useRealTimers());

function linesOf(turn: WatchedTurn | null): string[] {
  return (turn?.messages ?? []).map(({ from, to, type }) => `${from} -> ${to}: ${type}`);
}

describe('the turn that is shown', () => {
  it('has the way of a checkout from the cart over the inventory to the order', async () => {
    const { shop } = await openShop({ createId: () => 'one' });
    await fillCart(shop, 'ada', { mug: 2 });
    const viewer = await Viewer.of(watchHandler(shop));
    expect((await viewer.next()).turn).toBeNull();
    accepted(await shop.checkout('ada'));
    const { turn } = await viewer.next();
    expect(turn).toMatchObject({ at: START, omitted: 0 });
    expect(linesOf(turn)).toEqual([
      'shop -> cart:ada: cart.checkout',
      'cart:ada -> inventory: inventory.reserve',
      'inventory -> cart:ada: inventory.reserved',
      'cart:ada -> orders: order.place',
      'orders -> order:one: start',
    ]);
  });

  it('is one of the followed actor', async () => {
    const { shop, clock } = await openShop();
    const orderId = await orderIn('confirmed', shop);
    const viewer = await Viewer.of(watchHandler(shop), orderId);
    expect((await viewer.next()).turn).toBeNull();
    await orderIn('delivered', shop);
    expect((await viewer.next()).turn).toBeNull();
    clock.advance(HOUR);
    accepted(await shop.orders.cancel(orderId));
    await orderIn('delivered', shop);
    const { turn } = await viewer.next();
    expect(turn?.at).toBe(START + HOUR);
    expect(linesOf(turn)).toEqual([
      `shop -> order:${orderId}: order.cancel`,
      `order:${orderId} -> inventory: inventory.release`,
    ]);
  });

  it('is one of a timer, too', async () => {
    const { shop, clock } = await openShop();
    const orderId = await orderIn('pending', shop);
    const viewer = await Viewer.of(watchHandler(shop), orderId);
    clock.advance(HOUR);
    const [first, second] = linesOf((await viewer.next()).turn);
    expect(first).toMatch(`-> order:${orderId}: xstate.after.paymentTimeout`);
    expect(second).toBe(`order:${orderId} -> inventory: inventory.release`);
  });

  it('has a bounded number of messages', async () => {
    const { shop, clock } = await openShop();
    await shop.products.restock('mug', 1000);
    const viewer = await Viewer.of(watchHandler(shop));
    for (let order = 0; order < 200; order++) await orderIn('pending', shop);
    await viewer.next();
    clock.advance(HOUR);
    const { turn } = await viewer.next();
    expect(turn?.messages.length).toBeLessThanOrEqual(100);
  });
});

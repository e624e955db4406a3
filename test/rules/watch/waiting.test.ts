import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { memoryStore } from '../../../src/index.ts';
import { LongestWaiting } from '../../../src/watch/shop/longestWaiting.ts';
import { watchHandler } from '../../../src/watch.ts';
import { accepted, buy, fillCart, HOUR, openShop, orderIn, START } from '../shop/openShop.ts';
import { chartIn, stopTime, Viewer } from './viewer.ts';

beforeEach(stopTime);
afterEach(() => void vi.useRealTimers());

describe.each([
  ['in memory', () => ({})],
  ['in a store', () => ({ store: memoryStore() })],
])('of a shop %s', (_, store) => {
  it('those that have been longest in their state come first, until they leave it', async () => {
    const { shop, clock } = await openShop(store());
    const stuck = await orderIn('confirmed', shop);
    clock.advance(5 * HOUR);
    await fillCart(shop, 'bob', { lamp: 1 });
    const viewer = await Viewer.of(watchHandler(shop));
    clock.advance(5 * HOUR);
    const newer = await orderIn('shipped', shop);
    clock.advance(HOUR);
    const update = await viewer.next();
    expect(update.at).toBe(START + 11 * HOUR);
    expect(chartIn(update, 'order').longest).toEqual([
      { id: `order:${stuck}`, state: 'confirmed', since: START, isAtLeast: false },
      { id: `order:${newer}`, state: 'shipped', since: START + 10 * HOUR, isAtLeast: false },
    ]);
    expect(chartIn(update, 'cart').longest).toMatchObject([
      { id: 'cart:bob', state: 'open', since: START + 5 * HOUR },
    ]);
    accepted(await shop.orders.ship(stuck, { trackingNumber: 'T' }));
    accepted(await shop.orders.deliver(newer));
    const { longest } = chartIn(await viewer.next(), 'order');
    expect(longest.map(({ id, state }) => [id, state])).not.toContainEqual([
      `order:${stuck}`,
      'confirmed',
    ]);
    await viewer.next();
    expect(chartIn(await viewer.next(), 'order').longest).toEqual([
      { id: `order:${stuck}`, state: 'shipped', since: START + 11 * HOUR, isAtLeast: false },
    ]);
  });

  it('there are twenty at most for each state, the longest ones, in whatever order a scan finds them', async () => {
    const { shop, clock } = await openShop(store());
    await shop.products.restock('mug', 100);
    const ids: string[] = [];
    for (let order = 0; order < 30; order++) ids.push((await buy(shop, 'ada', { mug: 1 })).orderId);
    const confirmed = [...ids.slice(15).reverse(), ...ids.slice(0, 15)];
    for (const orderId of confirmed) {
      accepted(await shop.orders.confirm(orderId));
      clock.advance(1000);
    }
    const viewer = await Viewer.of(watchHandler(shop));
    await viewer.next();
    const { longest } = chartIn(await viewer.next(), 'order');
    expect(longest.map(({ id }) => id)).toEqual(confirmed.slice(0, 20).map((id) => `order:${id}`));
  });

  it('there are none that have ended', async () => {
    const { shop } = await openShop(store());
    await orderIn('delivered', shop);
    await orderIn('cancelled', shop);
    const viewer = await Viewer.of(watchHandler(shop));
    const update = await viewer.next();
    expect(chartIn(update, 'order').states).toMatchObject({
      delivered: { now: 1 },
      cancelled: { now: 1 },
    });
    expect(chartIn(update, 'order').longest).toEqual([]);
  });
});

it('an actor that has ended waits for nothing, though it is known since when', () => {
  const waiting = new LongestWaiting('order');
  const found = { value: 'delivered', context: {}, since: START, isAtLeast: false };
  waiting.add({ ...found, name: 'o1', status: 'done' });
  expect(waiting.list()).toEqual([]);
});

describe('the clock of a shop', () => {
  it('may jump: nothing has been in a state for a negative time, or longer than it was', async () => {
    const { shop, clock } = await openShop();
    const viewer = await Viewer.of(watchHandler(shop));
    const orderId = await orderIn('confirmed', shop);
    await viewer.next();
    clock.jump(-24 * HOUR);
    await fillCart(shop, 'bob', { lamp: 1 });
    await viewer.next();
    const update = await viewer.next();
    const [waiting] = chartIn(update, 'order').longest;
    expect(waiting?.id).toBe(`order:${orderId}`);
    expect(waiting?.since).toBeLessThanOrEqual(update.at);
    clock.jump(48 * HOUR);
    accepted(await shop.orders.ship(orderId, { trackingNumber: 'T' }));
    const { confirmed } = chartIn(await viewer.next(), 'order').states;
    expect(confirmed?.medianMs ?? 0).toBeLessThan(HOUR);
  });
});

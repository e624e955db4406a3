import { afterEach, describe, expect, it, vi } from 'vitest';
import { Admission } from '../../../src/admission/admission.ts';
import { createShop, memoryStore } from '../../../src/index.ts';
import { MINUTE, openShop } from '../shop/openShop.ts';
import { slowStore } from '../shop/slowStore.ts';

afterEach(() => vi.restoreAllMocks());

const NO_TIMES = { p50: 0, p90: 0, p99: 0, max: 0 };

describe('the figures of a shop', () => {
  it('are all there in an empty one', async () => {
    const shop = await createShop();
    const { memory, ...figures } = shop.stats();
    const none = { release: 0, buy: 0, browse: 0 };
    const noTimes = { release: NO_TIMES, buy: NO_TIMES, browse: NO_TIMES };
    expect(figures).toEqual({
      carts: { live: 0 },
      orders: { open: 0 },
      timers: 0,
      commits: { waiting: 0, oldestMs: 0 },
      commands: { waiting: none, perSecond: none, latencyMs: noTimes, waitMs: noTimes },
      consumers: [],
      search: { rows: 0, isReady: true },
    });
    expect(Object.values(memory.estimates)).toEqual(Array(8).fill(0));
    const { heapUsed, rss, external } = process.memoryUsage();
    for (const [ours, theirs] of [
      [memory.heapUsed, heapUsed],
      [memory.rss, rss],
      [memory.external, external],
    ] as const) {
      expect(Math.abs(ours - theirs)).toBeLessThan(200_000_000);
      expect(ours).toBeGreaterThan(0);
    }
  });

  it('count carts with lines, open orders and their timers', async () => {
    const { shop, clock } = await openShop();
    const figures = () => {
      const { carts, orders, timers } = shop.stats();
      return [carts.live, orders.open, timers];
    };
    await shop.carts.add('ada', 'mug', 1);
    await shop.carts.add('bob', 'mug', 1);
    expect(figures()).toEqual([2, 0, 2]);
    await shop.carts.clear('bob');
    expect(figures()).toEqual([1, 0, 1]);
    const answer = await shop.checkout('ada');
    const { orderId } = answer.ok ? answer.order : { orderId: '' };
    expect(figures()).toEqual([0, 1, 1]);
    await shop.orders.confirm(orderId);
    expect(figures()).toEqual([0, 1, 0]);
    await shop.orders.ship(orderId, { trackingNumber: 'T' });
    await shop.orders.deliver(orderId);
    expect(figures()).toEqual([0, 0, 0]);
    await shop.carts.add('ada', 'mug', 1);
    await shop.checkout('ada');
    clock.advance(30 * MINUTE);
    expect(figures()).toEqual([0, 0, 0]);
  });

  it('tell how many turns wait for the store, and how long', async () => {
    const { store, slowDown, release } = slowStore();
    const { shop, clock } = await openShop({ store });
    slowDown();
    const answers = [shop.carts.add('ada', 'mug', 1)];
    clock.advance(30);
    answers.push(shop.carts.add('bob', 'mug', 1));
    clock.advance(12);
    expect(shop.stats().commits).toEqual({ waiting: 2, oldestMs: 42 });
    release();
    await Promise.all(answers);
    expect(shop.stats().commits).toEqual({ waiting: 0, oldestMs: 0 });
    const { latencyMs, perSecond } = shop.stats().commands;
    expect(latencyMs.browse).toMatchObject({ max: 42 });
    expect(latencyMs.buy).toEqual(NO_TIMES);
    // The users' registrations, too.
    expect(perSecond).toMatchObject({ buy: 0, browse: 5 });
  });

  it('tell how many commands wait, by class', async () => {
    const { shop } = await openShop();
    const waiting = { release: 1, buy: 20, browse: 300 };
    vi.spyOn(Admission.prototype, 'waiting').mockImplementation((name) => waiting[name]);
    expect(shop.stats().commands.waiting).toEqual(waiting);
  });

  it('tell how far each consumer is behind', async () => {
    const store = memoryStore();
    const { shop } = await openShop({ store });
    const mailer = shop.consumer('mailer');
    shop.consumer('auditor');
    await shop.carts.add('ada', 'mug', 1);
    await shop.carts.add('ada', 'lamp', 1);
    expect(shop.stats().consumers).toEqual([
      { name: 'mailer', position: 0, lag: 2 },
      { name: 'auditor', position: 0, lag: 2 },
    ]);
    for await (const fact of mailer) {
      await mailer.acknowledge(fact);
      break;
    }
    await shop.consumer('auditor').remove();
    expect(shop.stats().consumers).toEqual([{ name: 'mailer', position: 1, lag: 1 }]);
  });

  it('tell how many products the search has, and whether it has all of the store', async () => {
    const store = memoryStore();
    const { shop } = await openShop({ store });
    for (let number = 0; number < 300; number++) {
      const product = { name: 'P', category: 'c', priceMinor: 1, stock: 1 };
      await shop.products.add({ sku: `p${number}`, ...product });
    }
    expect(shop.stats().search).toEqual({ rows: 303, isReady: true });
    await shop.close();
    const again = await createShop({ store });
    expect(again.stats().search.isReady).toBe(false);
    expect(again.search().total).toBe(303);
    expect(again.stats().search).toEqual({ rows: 303, isReady: true });
  });

  it('can be read of a shop that is closed', async () => {
    const { shop } = await openShop({ store: memoryStore() });
    await shop.carts.add('ada', 'mug', 1);
    await shop.close();
    expect(shop.stats()).toMatchObject({ carts: { live: 1 }, commits: { waiting: 0 } });
  });

  it('are a copy: to change them changes nothing', async () => {
    const { shop } = await openShop();
    Object.assign(shop.stats().carts, { live: 7 });
    expect(shop.stats().carts.live).toBe(0);
  });
});

describe('the estimates of the memory', () => {
  it('grow with what each part has', async () => {
    const { shop } = await openShop({ factRetentionMs: 60_000 });
    const before = shop.stats().memory.estimates;
    expect(before).toMatchObject({ carts: 0, orders: 0, idempotencyKeys: 0, facts: 0, timers: 0 });
    expect(before.users).toBeGreaterThan(0);
    expect(before.products).toBeGreaterThan(0);
    expect(before.searchIndex).toBeGreaterThan(0);
    await shop.carts.add('ada', 'mug', 1);
    const withCart = shop.stats().memory.estimates;
    expect(withCart.carts).toBeGreaterThan(0);
    expect(withCart.timers).toBeGreaterThan(0);
    expect(withCart.facts).toBeGreaterThan(0);
    const answer = await shop.checkout('ada', { idempotencyKey: 'k' });
    const open = shop.stats().memory.estimates;
    expect(open).toMatchObject({ carts: 0 });
    expect(open.orders).toBeGreaterThan(0);
    expect(open.idempotencyKeys).toBeGreaterThan(0);
    if (answer.ok) await shop.orders.cancel(answer.order.orderId);
    // What is left of the order is in the archive, which is a buffer that grows by chunks.
    const { orders } = shop.stats().memory.estimates;
    expect(orders).toBeGreaterThan(0);
  });

  it('have no facts and past orders that are in a store', async () => {
    const { shop } = await openShop({ store: memoryStore() });
    await shop.carts.add('ada', 'mug', 1);
    const answer = await shop.checkout('ada');
    expect(shop.stats().memory.estimates.orders).toBeGreaterThan(0);
    if (answer.ok) await shop.orders.cancel(answer.order.orderId);
    expect(shop.stats().memory.estimates).toMatchObject({ orders: 0, facts: 0 });
  });
});

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RefusalCounts } from '../../../src/watch/shop/refusalCounts.ts';
import { watchHandler } from '../../../src/watch.ts';
import { openNotifyingShop, placeOrders, settle } from '../notifications/notifyingShop.ts';
import { fillCart, openShop } from '../shop/openShop.ts';
import { stopTime, Viewer } from './viewer.ts';

beforeEach(stopTime);
afterEach(() => void vi.useRealTimers());

describe('the figures of a shop', () => {
  it('have refusals by code since somebody watches, the most frequent ones first', async () => {
    const { shop } = await openShop();
    await shop.orders.confirm('nothing');
    const viewer = await Viewer.of(watchHandler(shop));
    expect((await viewer.next()).figures?.refusals).toEqual([]);
    await shop.orders.confirm('nothing');
    for (let count = 0; count < 3; count++) await shop.carts.add('ada', 'vase', 2);
    const { figures } = await viewer.next();
    expect(figures?.refusals.map(({ code, count }) => [code, count])).toEqual([
      ['out-of-stock', 3],
      ['unknown-order', 1],
    ]);
  });

  it('have health, commits, timers and memory', async () => {
    const { shop } = await openShop();
    await fillCart(shop, 'ada', { mug: 1 });
    const { figures } = await (await Viewer.of(watchHandler(shop))).next();
    expect(figures).toMatchObject({
      health: { state: 'healthy', reasons: [], alert: false },
      commits: { waiting: 0 },
      timers: 1,
      memory: { heapUsed: expect.any(Number), rss: expect.any(Number) },
    });
    expect(Object.keys(figures?.latencyMs ?? {})).toEqual(Object.keys(figures?.perSecond ?? {}));
  });

  it('are of at most a thousand codes', () => {
    const counts = new RefusalCounts();
    for (let code = 0; code < 5000; code++) counts.add(`code-${code % 2000}`);
    expect(counts.figures()).toHaveLength(1000);
    expect(counts.figures()[0]).toMatchObject({ code: 'code-0', count: 3 });
  });
});

describe('the channels of a shop', () => {
  it('are shown with their dead letters, the newest twenty, and consumers with their lag', async () => {
    vi.useRealTimers();
    const { shop, mail, clock } = await openNotifyingShop();
    mail.respond = (batch) =>
      batch.map(() => ({ status: 'failed', reason: '<b>no such address</b>' }));
    shop.consumer('books');
    await placeOrders(shop, 30);
    await settle(clock);
    stopTime();
    const viewer = await Viewer.of(watchHandler(shop));
    const { channels, dead, consumers } = await viewer.next();
    expect(channels).toMatchObject([{ channel: 'mail' }]);
    expect(dead).toHaveLength(20);
    expect(dead[0]).toMatchObject({ channel: 'mail', reason: '<b>no such address</b>' });
    expect(consumers).toEqual([{ name: 'books', position: 0, lag: expect.any(Number) }]);
  });
});

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LINGER_MS, MAX_VIEWERS, STALLED_MS } from '../../../src/watch/limits.ts';
import { watchHandler } from '../../../src/watch.ts';
import { accepted } from '../shop/openShop.ts';
import { handled } from './handled.ts';
import { ask, countsIn, engineIn, isWatched, stopTime, Viewer } from './viewer.ts';

beforeEach(stopTime);
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('viewers', () => {
  it('are counted, until they leave', async () => {
    const { handler } = await handled();
    expect(handler.viewers).toBe(0);
    const [first, second] = [await Viewer.of(handler), await Viewer.of(handler)];
    expect(handler.viewers).toBe(2);
    await first.leave();
    await first.leave();
    expect(handler.viewers).toBe(1);
    await second.leave();
    expect(handler.viewers).toBe(0);
  });

  it('are sixteen at most', async () => {
    const { handler } = await handled();
    const viewers: Viewer[] = [];
    while (viewers.length < MAX_VIEWERS) viewers.push(await Viewer.of(handler));
    expect(MAX_VIEWERS).toBe(16);
    const refused = await ask(handler, '/api/updates');
    expect(refused.status).toBe(503);
    expect(handler.viewers).toBe(16);
    expect((await ask(handler, '/api/picture')).status).toBe(200);
    await viewers[0]?.leave();
    expect((await Viewer.of(handler)).status).toBe(200);
  });

  it('get ten updates a second at most, and one while nothing happens', async () => {
    const { shop, handler } = await handled();
    const viewer = await Viewer.of(handler);
    let updates = 0;
    const count = (async () => {
      for (;;) {
        if ((await viewer.text()) === undefined) return;
        updates++;
      }
    })();
    for (let step = 0; step < 1000; step++) {
      accepted(await shop.carts.add('ada', 'mug', 1));
      accepted(await shop.carts.clear('ada'));
      await vi.advanceTimersByTimeAsync(10);
    }
    expect(updates).toBeGreaterThan(90);
    expect(updates).toBeLessThanOrEqual(100);
    await vi.advanceTimersByTimeAsync(1000);
    updates = 0;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(updates).toBe(10);
    handler.close();
    await count;
  });

  it('who take nothing for half a minute are given up', async () => {
    const { handler } = await handled();
    const idle = await Viewer.of(handler);
    const busy = await Viewer.of(handler);
    for (let ms = 0; ms < STALLED_MS; ms += 1100) await busy.next();
    await vi.advanceTimersByTimeAsync(2000);
    await busy.soon();
    expect(handler.viewers).toBe(1);
    await expect(idle.text()).rejects.toThrow('the viewer takes nothing');
  });

  it('who ask for updates and do not read the answer are given up, too', async () => {
    const { shop, handler } = await handled();
    await ask(handler, '/api/updates');
    await vi.advanceTimersByTimeAsync(STALLED_MS + 1000);
    expect(handler.viewers).toBe(0);
    await vi.advanceTimersByTimeAsync(LINGER_MS);
    expect(isWatched(shop)).toBe(false);
  });
});

describe('a shop', () => {
  it('is watched only while somebody views its page, and a few seconds longer', async () => {
    const { shop, handler } = await handled();
    const refusalWatches = refusalWatchesOf(shop);
    expect([isWatched(shop), refusalWatches()]).toEqual([false, 0]);
    const viewer = await Viewer.of(handler, 'cart:ada');
    expect([isWatched(shop), refusalWatches()]).toEqual([true, 1]);
    await viewer.leave();
    await vi.advanceTimersByTimeAsync(LINGER_MS - 1);
    expect([isWatched(shop), refusalWatches()]).toEqual([true, 1]);
    await vi.advanceTimersByTimeAsync(1);
    expect([isWatched(shop), refusalWatches()]).toEqual([false, 0]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('stays watched for a page that is loaded again', async () => {
    const { shop, handler } = await handled();
    const refusalWatches = refusalWatchesOf(shop);
    const first = await Viewer.of(handler);
    accepted(await shop.carts.add('ada', 'mug', 1));
    const { transitions } = (await first.next()).charts[0] as { transitions: object };
    expect(Object.keys(transitions)).not.toEqual([]);
    await first.leave();
    await vi.advanceTimersByTimeAsync(LINGER_MS / 2);
    const second = await Viewer.of(handler);
    await vi.advanceTimersByTimeAsync(LINGER_MS);
    expect((await second.next()).charts[0]).toMatchObject({ transitions });
    expect(refusalWatches()).toBe(1);
    await second.leave();
    await vi.advanceTimersByTimeAsync(LINGER_MS);
    expect([isWatched(shop), refusalWatches()]).toEqual([false, 0]);
  });

  it('is watched once by all its pages, until the last of them has no viewer', async () => {
    const { shop, handler } = await handled();
    const refusalWatches = refusalWatchesOf(shop);
    const other = watchHandler(shop);
    const [one, two] = [await Viewer.of(handler), await Viewer.of(other)];
    expect(refusalWatches()).toBe(1);
    accepted(await shop.carts.add('ada', 'mug', 1));
    for (const viewer of [one, two]) {
      expect(countsIn(await viewer.next(), 'cart')).toEqual({ open: 1 });
    }
    handler.close();
    expect(await one.text()).toBeUndefined();
    expect(isWatched(shop)).toBe(true);
    accepted(await shop.carts.clear('ada'));
    expect(countsIn(await two.next(), 'cart')).toEqual({});
    other.close();
    expect([isWatched(shop), refusalWatches()]).toEqual([false, 0]);
    expect(vi.getTimerCount()).toBe(0);
  });
});

/** Counts those who are told of refusals. */
function refusalWatchesOf(shop: object): () => number {
  const { observers } = engineIn(shop);
  let watches = 0;
  const { onRefusal } = observers;
  vi.spyOn(observers, 'onRefusal').mockImplementation((watch) => {
    watches++;
    const end = onRefusal.call(observers, watch);
    return () => {
      watches--;
      end();
    };
  });
  return () => watches;
}

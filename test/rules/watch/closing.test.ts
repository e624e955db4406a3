import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { memoryStore, type Store } from '../../../src/index.ts';
import { LINGER_MS } from '../../../src/watch/limits.ts';
import { watchHandler } from '../../../src/watch.ts';
import { accepted, openShop, orderIn } from '../shop/openShop.ts';
import { ask, countsIn, engineIn, stopTime, Viewer } from './viewer.ts';

const warnings: string[] = [];
beforeEach(() => {
  stopTime();
  warnings.length = 0;
  vi.spyOn(process, 'emitWarning').mockImplementation((text) => void warnings.push(String(text)));
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** A store that cannot be read once it has been closed, as one on a disk. */
function closableStore(): Store {
  const inner = memoryStore();
  let isClosed = false;
  const open = () => {
    if (isClosed) throw new Error('the store is closed');
  };
  return {
    ...inner,
    get(key) {
      open();
      return inner.get(key);
    },
    range(options) {
      open();
      return inner.range(options);
    },
    async close() {
      await inner.close();
      isClosed = true;
    },
  };
}

describe('the live page of a shop that has been closed', () => {
  it.each([
    ['in memory', () => ({})],
    ['in a store', () => ({ store: closableStore() })],
  ])('says so with the last figures (%s), and nothing throws', async (_, options) => {
    const { shop } = await openShop(options());
    const orderId = await orderIn('confirmed', shop);
    const handler = watchHandler(shop);
    const [viewer, follower] = [await Viewer.of(handler), await Viewer.of(handler, orderId)];
    await viewer.next();
    await shop.close();
    for (const each of [viewer, follower]) {
      const update = await each.next();
      expect(update.problem).toBe('The shop has been closed.');
      expect(countsIn(update, 'order')).toEqual({ confirmed: 1 });
    }
    await vi.advanceTimersByTimeAsync(10_000);
    await follower.leave();
    await viewer.leave();
    await vi.advanceTimersByTimeAsync(LINGER_MS);
    expect(vi.getTimerCount()).toBe(0);
    expect(warnings).toEqual([]);
  });

  it('can be viewed still', async () => {
    const { shop } = await openShop({ store: closableStore() });
    const orderId = await orderIn('confirmed', shop);
    const handler = watchHandler(shop);
    await shop.close();
    expect((await ask(handler, '/api/picture')).status).toBe(200);
    expect((await ask(handler, '/api/stock?sku=mug')).status).toBe(500);
    for (const following of [undefined, orderId, `order:${orderId}`]) {
      const viewer = await Viewer.of(handler, following);
      const update = await viewer.next();
      expect(update.problem).toBe('The shop has been closed.');
      expect(update.followed).toBeNull();
      await viewer.leave();
    }
    expect(warnings).toEqual([]);
  });

  it('goes on showing what it can while the shop is being closed', async () => {
    const { shop } = await openShop({ store: closableStore() });
    const viewer = await Viewer.of(watchHandler(shop));
    await orderIn('confirmed', shop);
    const closed = shop.close();
    const update = await viewer.next();
    await closed;
    expect(countsIn(update, 'order')).toEqual({ confirmed: 1 });
  });
});

describe('the live page of a shop that has stopped', () => {
  it('says why', async () => {
    const inner = memoryStore();
    let isBroken = false;
    const store: Store = {
      ...inner,
      commit(batch) {
        if (isBroken) throw new Error('the disk is full <b>');
        return inner.commit(batch);
      },
    };
    const { shop } = await openShop({ store });
    const orderId = await orderIn('confirmed', shop);
    const viewer = await Viewer.of(watchHandler(shop), orderId);
    expect((await viewer.next()).problem).toBeNull();
    isBroken = true;
    await expect(shop.orders.cancel(orderId)).rejects.toThrow('the disk is full');
    const update = await viewer.next();
    expect(update.problem).toBe('The shop has stopped: the disk is full <b>');
    expect(update.figures?.health.state).toBe('stopped');
    await shop.close().catch(() => {});
    expect((await viewer.next()).problem).toContain('the disk is full');
  });
});

describe('a store that cannot be read', () => {
  it('ends the count of the live page with a warning, and the shop goes on', async () => {
    const { shop } = await openShop({ store: memoryStore() });
    const orderId = await orderIn('confirmed', shop);
    vi.spyOn(engineIn(shop).directory, 'scan').mockImplementation(() => {
      throw new Error('broken');
    });
    const viewer = await Viewer.of(watchHandler(shop));
    const update = await viewer.next();
    expect(update.charts.map(({ isComplete }) => isComplete)).toEqual([false, false, true, true]);
    expect(warnings).toEqual([expect.stringContaining('broken')]);
    accepted(await shop.orders.cancel(orderId));
  });
});

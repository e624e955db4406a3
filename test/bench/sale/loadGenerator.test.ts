import { describe, expect, test } from 'vitest';
import { LoadGenerator } from '../../../bench/sale/loadGenerator.ts';
import { Metrics, REQUESTS } from '../../../bench/sale/metrics.ts';
import type { SaleSettings } from '../../../bench/sale/readArguments.ts';
import { RequestStream } from '../../../bench/sale/requestStream.ts';
import { type SaleShop, saleIds } from '../../../bench/sale/saleShop.ts';
import { settingsOf, shopOf } from './settings.ts';
import { inSimulatedTime } from './simulatedTime.ts';

/** Runs the first two seconds of a sale, the second of which is measured. */
function loadOnto(
  shop: SaleShop,
  options: { settings?: Partial<SaleSettings>; maxOutstanding?: number; drains?: boolean } = {},
) {
  const settings = settingsOf({ tps: 200, hot: 0, ...options.settings });
  const stream = new RequestStream(settings, { from: 0, until: 0 });
  const window = { from: 1000, until: 2000 };
  const metrics = new Metrics(window);
  const startedAt = performance.now();
  const generator = new LoadGenerator({
    shop,
    ids: saleIds(settings),
    stream,
    metrics,
    window,
    now: () => performance.now() - startedAt,
    ...(options.maxOutstanding !== undefined && { maxOutstanding: options.maxOutstanding }),
  });
  const run = generator.run().then(() => (options.drains ? generator.drain() : undefined));
  return run.then(() => ({ generator, metrics, requests: metrics.together(REQUESTS) }));
}

describe('a shop that keeps up', () => {
  test('gets every request that is due, at most a millisecond late', async () => {
    const { generator, metrics, requests } = await inSimulatedTime(() => loadOnto(shopOf({})));
    const due = REQUESTS.reduce((sum, kind) => sum + metrics.counts[kind].due, 0);
    expect(Math.abs(due - 1000)).toBeLessThan(5 * Math.sqrt(1000));
    expect(requests.count).toBe(due);
    expect(requests.summary().max).toBeLessThanOrEqual(1000);
    expect(metrics.lag.summary().max).toBeLessThanOrEqual(1000);
    expect(generator.lagAtEnd).toBeLessThanOrEqual(1);
    expect(REQUESTS.map((kind) => metrics.counts[kind].missed)).toEqual([0, 0, 0]);
  });

  test('takes each order to its end, step by step', async () => {
    const { metrics } = await inSimulatedTime(() => loadOnto(shopOf({}), { drains: true }));
    const { checkout, confirm, ship, deliver, cancel } = metrics.counts;
    // Steps count like requests if they are due in the window, also those of the warm-up's orders.
    expect(confirm.due).toBeGreaterThan(checkout.due * 0.7);
    expect(ship.due).toBeGreaterThan(confirm.due * 0.7);
    expect(deliver.due).toBeGreaterThan(0);
    expect(cancel.due).toBeGreaterThan(0);
    expect([confirm, ship, deliver, cancel].every(({ due, inTime }) => due === inTime)).toBe(true);
  });
});

describe('a shop that stalls', () => {
  test('makes all requests of that time wait, and their latency counts from when they were due', async () => {
    const { requests, metrics } = await inSimulatedTime((stall) => {
      const startedAt = performance.now();
      let hasStalled = false;
      const get = () => {
        if (hasStalled || performance.now() < startedAt + 1300) return;
        hasStalled = true;
        stall(400);
      };
      return loadOnto(shopOf({ get }));
    });
    expect(requests.summary().max).toBeGreaterThan(390_000);
    // 400 requests were due while it stalled: on average they waited half of that time.
    const slow = requests.curve().filter(({ microseconds }) => microseconds > 10_000);
    const share = 1 - (slow[0]?.percentile ?? 100) / 100;
    expect(share).toBeGreaterThan(0.25);
    expect(share).toBeLessThan(0.55);
    expect(requests.summary().mean).toBeGreaterThan(400_000 * 0.5 * 0.25);
    expect(metrics.lag.summary().max).toBeGreaterThan(390_000);
  });

  test('is not waited for: requests are issued while none is answered', async () => {
    let issued = 0;
    const add = () => {
      issued++;
      return new Promise(() => {});
    };
    const { generator, metrics } = await inSimulatedTime(() => loadOnto(shopOf({ add })));
    expect(issued).toBeGreaterThan(500);
    expect(generator.outstanding).toBe(issued);
    expect(metrics.counts.add).toMatchObject({ inTime: 0, missed: 0 });
    expect(metrics.latency.add.count).toBe(0);
    expect(metrics.counts.browse.inTime).toBe(metrics.counts.browse.due);
  });

  test('answers in time until a tenth of a second after the end, and no longer', async () => {
    const late = (ms: number) => {
      const add = () => new Promise((resolve) => setTimeout(resolve, ms, { ok: true }));
      return inSimulatedTime(() => loadOnto(shopOf({ add }), { drains: true }));
    };
    const [soon, later] = [await late(90), await late(500)];
    expect(soon.metrics.counts.add.inTime).toBe(soon.metrics.counts.add.due);
    // Requests that were due in the last 400 ms have a latency, but were not in time.
    const { due, inTime } = later.metrics.counts.add;
    expect(later.metrics.latency.add.count).toBe(due);
    expect(Math.abs(inTime / due - 0.6)).toBeLessThan(0.1);
  });

  test('has at most the highest number of requests in flight; others count as missed', async () => {
    const add = () => new Promise(() => {});
    const { generator, metrics } = await inSimulatedTime(() =>
      loadOnto(shopOf({ add }), { maxOutstanding: 10 }),
    );
    expect(generator.outstanding).toBe(10);
    expect(metrics.counts.add.due).toBeGreaterThan(300);
    expect(metrics.counts.add.missed).toBe(metrics.counts.add.due);
  });

  test('and never catches up has the remaining requests counted as missed', async () => {
    const { generator, metrics, requests } = await inSimulatedTime((stall) =>
      loadOnto(shopOf({ get: () => stall(20) })),
    );
    const missed = REQUESTS.reduce((sum, kind) => sum + metrics.counts[kind].missed, 0);
    expect(missed).toBeGreaterThan(100);
    expect(generator.lagAtEnd).toBeGreaterThan(1000);
    // They count with the time that they have waited: none was answered, so none was fast.
    expect(requests.count).toBe(REQUESTS.reduce((sum, kind) => sum + metrics.counts[kind].due, 0));
    expect(requests.summary().p50).toBeGreaterThan(1_000_000);
  });
});

describe('a shop that is behind', () => {
  test('gets the steps of orders that are under way before the backlog of new requests', async () => {
    // Every read takes 4 ms, so that the 400 reads of a second take 1.6.
    const { metrics } = await inSimulatedTime((stall) =>
      loadOnto(shopOf({ get: () => stall(4) }), { drains: true }),
    );
    expect(metrics.latency.add.summary().max).toBeGreaterThan(500_000);
    for (const kind of ['confirm', 'ship', 'deliver', 'cancel'] as const) {
      const { count, max } = metrics.latency[kind].summary();
      expect(count).toBeGreaterThan(0);
      // One read may be under way.
      expect(max).toBeLessThanOrEqual(10_000);
    }
  });
});

describe('a shop that refuses', () => {
  const refuse = (refusal: object) => async () => ({ ok: false, refusal });

  test('is counted by code and kind, and takes no further steps', async () => {
    const checkout = refuse({ code: 'out-of-stock', shortages: [] });
    const { metrics } = await inSimulatedTime(() => loadOnto(shopOf({ checkout })));
    const { checkout: counts, confirm, clear } = metrics.counts;
    expect(metrics.refusals).toEqual({ 'out-of-stock': { checkout: counts.due } });
    expect(metrics.refusalCount).toBe(counts.due);
    expect(confirm.due).toBe(0);
    // A user whose checkout is refused empties the cart, which could never be bought otherwise.
    expect(Math.abs(clear.due - counts.due)).toBeLessThanOrEqual(1);
    expect(metrics.errors).toBe(0);
  });

  test('because it is closed counts as a failure', async () => {
    const checkout = refuse({ code: 'closed', reason: 'the shop has stopped: no disk' });
    const { metrics } = await inSimulatedTime(() => loadOnto(shopOf({ checkout })));
    expect(metrics.errors).toBeGreaterThan(100);
    expect(metrics.firstError).toBe('the shop has stopped: no disk');
  });
});

describe('a shop that rejects', () => {
  test('counts as a failure, and the slot of the request is free again', async () => {
    const add = async () => {
      throw new TypeError('no such thing');
    };
    const { generator, metrics } = await inSimulatedTime(() =>
      loadOnto(shopOf({ add }), { maxOutstanding: 64 }),
    );
    expect(generator.outstanding).toBe(0);
    expect(metrics.errors).toBeGreaterThan(500);
    expect(metrics.firstError).toBe('no such thing');
    expect(metrics.counts.add.missed).toBe(0);
  });
});

import { describe, expect, test } from 'vitest';
import { hotStock } from '../../../bench/sale/fillSaleShop.ts';
import { HOT_PRODUCTS } from '../../../bench/sale/limits.ts';
import { openSaleShop } from '../../../bench/sale/openSaleShop.ts';
import type { SaleSettings } from '../../../bench/sale/readArguments.ts';
import { runSale, type SaleOptions } from '../../../bench/sale/runSale.ts';
import type { SaleFigures } from '../../../bench/sale/saleFigures.ts';
import { saleIds } from '../../../bench/sale/saleShop.ts';
import { saleText } from '../../../bench/sale/saleText.ts';
import { verdict } from '../../../bench/sale/verdict.ts';
import type { Shop } from '../../../src/index.ts';
import { settingsOf } from './settings.ts';
import { inSimulatedTime } from './simulatedTime.ts';

/** Runs a small sale in simulated time, in a shop changed by the test. */
function saleOf(
  settings: SaleSettings,
  options: Partial<SaleOptions> & { change?: (shop: Shop) => Partial<Shop> } = {},
): Promise<SaleFigures> {
  const { change = () => ({}), ...rest } = options;
  return inSimulatedTime(async () => {
    const ids = saleIds(settings);
    const { shop } = await openSaleShop(settings, ids);
    return runSale({ shop: { ...shop, ...change(shop) }, ids, settings, warmUpMs: 500, ...rest });
  });
}

const settings = settingsOf({ seconds: 6, hot: 0.5 });
const figures = await saleOf(settings);

describe('a sale', () => {
  test('ends with a clean audit, the whole rate held, and no failures', () => {
    expect(figures.audit).toEqual({ ok: true, problems: [] });
    expect(verdict(figures)).toEqual({ failures: [], missedRates: [] });
    expect(figures).toMatchObject({
      seconds: 6,
      interrupted: false,
      checkouts: { share: 1, missed: 0 },
      requests: { share: 1, missed: 0 },
      errors: { count: 0, first: null },
      unanswered: 0,
    });
    expect(Math.abs(figures.checkouts.asked - 50)).toBeLessThan(5 * Math.sqrt(50 / 6));
  });

  test('takes orders to every end, and leaves none on the way', () => {
    const { pending, confirmed, shipped, ...ends } = figures.orders;
    expect({ pending, confirmed, shipped }).toEqual({ pending: 0, confirmed: 0, shipped: 0 });
    for (const count of Object.values(ends)) expect(count).toBeGreaterThan(0);
    const placed = Object.values(ends).reduce((sum, count) => sum + count, 0);
    expect(placed).toBeGreaterThanOrEqual(250);
    expect(ends.delivered / placed).toBeGreaterThan(0.7);
  });

  test('sells its hot products out, so that adds and checkouts are refused', () => {
    expect(figures.productsSoldOut).toBeGreaterThanOrEqual(HOT_PRODUCTS);
    const refused = figures.refusals['out-of-stock'];
    expect(refused?.add).toBeGreaterThan(10);
    expect(refused?.checkout).toBeGreaterThan(0);
    expect(figures.latency.clear.count).toBe(refused?.checkout);
  });

  test('lets carts expire', () => {
    expect(figures.cartsExpired).toBeGreaterThan(0);
  });

  test('counts every request once', () => {
    const { browse, add, checkout, requests, followUps, ...rest } = figures.latency;
    expect(requests.count).toBe(browse.count + add.count + checkout.count);
    expect(requests.count).toBe(Math.round(figures.requests.held * 6));
    expect(followUps.count).toBe(Object.values(rest).reduce((sum, { count }) => sum + count, 0));
    expect(figures.issueLag.count).toBe(requests.count + followUps.count);
  });

  test('has figures that JSON can hold', () => {
    expect(JSON.parse(JSON.stringify(figures))).toEqual(figures);
  });

  test('has the same figures with the same seed, except for CPU and memory', async () => {
    const { process: _one, ...again } = await saleOf(settings);
    const { process: _other, ...first } = figures;
    expect(again).toEqual(first);
    const { process: _third, ...another } = await saleOf({ ...settings, seed: 2 });
    expect(another).not.toEqual(first);
  });

  test('is printed as tables with a row for each kind of request and each figure', () => {
    const text = saleText(settings, { ...figures, generatorCores: 0.1, generatorShare: 0.25 });
    for (const row of ['browse', 'add', 'checkout', 'all requests', 'confirm', 'clear', 'audit']) {
      expect(text).toMatch(new RegExp(`^${row} +\\S`, 'm'));
    }
    expect(text).toMatch(/^latency in ms +count +p50 +p90 +p99 +p99\.9 +p99\.99 +max$/m);
    expect(text).toContain('of which the load generator takes 0.10 (25 %)');
    expect(text).toContain('out-of-stock: ');
    expect(text.split('\n').every((line) => line.length <= 140)).toBe(true);
  });
});

describe('a sale that is ended early', () => {
  test('has the figures up to then', async () => {
    const ending = new AbortController();
    const short = await saleOf(settingsOf({ seconds: 600 }), {
      signal: ending.signal,
      onTick: (_metrics, time) => time >= 2500 && ending.abort(),
    });
    expect(short).toMatchObject({ interrupted: true, audit: { ok: true } });
    expect(short.seconds).toBeGreaterThanOrEqual(2);
    expect(short.seconds).toBeLessThan(2.6);
    expect(verdict(short)).toEqual({ failures: [], missedRates: [] });
    expect(Math.abs(short.requests.asked - 250)).toBeLessThan(5 * Math.sqrt(250 / 2));
  });

  test('in its warm-up has measured nothing, and says so', async () => {
    const nothing = await saleOf(settingsOf(), { signal: AbortSignal.abort() });
    expect(nothing.seconds).toBe(0);
    expect(verdict(nothing).failures).toEqual([
      'nothing was measured: the run was ended in its warm-up',
    ]);
  });
});

describe('a sale in a shop', () => {
  const brief = settingsOf({ seconds: 1 });

  test('whose audit finds a problem has failed', async () => {
    const problem = 'sku-1: 3 units held, of 2 there are';
    const found = await saleOf(brief, {
      change: () => ({ audit: () => ({ ok: false, problems: [problem] }) }),
    });
    expect(verdict(found)).toEqual({
      failures: [`the audit found 1 problems, the first: ${problem}`],
      missedRates: [],
    });
    expect(saleText(brief, found)).toContain(problem);
  });

  test('that fails has failed, and has missed its rate', async () => {
    const failing = await saleOf(brief, {
      change: () => ({ checkout: () => Promise.reject(new Error('out of order')) }),
    });
    expect(verdict(failing)).toEqual({
      failures: [expect.stringMatching(/^\d+ requests failed, the first with: out of order$/)],
      missedRates: [
        expect.stringMatching(/^rate missed: .* checkouts per second/),
        expect.stringMatching(/^rate missed: .* requests per second/),
      ],
    });
  });
});

describe('the stock of a hot product', () => {
  test('is a quarter of the units that are requested while it is hot', () => {
    // 50 / 0.2 requests a second, of which 0.4 are adds, of which 0.5 are hot, for two seconds.
    expect(hotStock(settings)).toBe(Math.round((250 * 0.4 * 0.5 * 2 * 0.25) / HOT_PRODUCTS));
  });

  test('is one unit at the least', () => {
    expect(hotStock(settingsOf({ hot: 0.001 }))).toBe(1);
  });
});

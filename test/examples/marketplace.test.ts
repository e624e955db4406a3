import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { fewSellers } from '../../examples/marketplace/fewSellers.ts';
import { marketplaceCommand } from '../../examples/marketplace/marketplaceCommand.ts';
import { type SellerReport, sellerReport } from '../../examples/marketplace/sellerReport.ts';
import { openMarket, shipmentsOf } from '../../examples/marketplace/sellers.ts';
import { shippingOrder } from '../../examples/marketplace/shippingOrder.ts';
import { createShop, memoryStore } from '../../src/index.ts';
import { simulatedClock } from '../../src/testing.ts';
import { describeCommandLine } from '../rules/terminal/commandLine.ts';
import { expectShown } from './readme.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

test('the built program splits an order, warns its sellers, restocks, and goes on with a report', () => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['dist/examples/marketplace/marketplace.js'],
    { cwd: ROOT, encoding: 'utf8' },
  );
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expectShown('marketplace', stdout);
  expect(stdout).toMatch(/^ {2}to boris: 2 × kettle left, 0 of them at boris\/lyon$/m);
  const kettles = [...stdout.matchAll(/^ {4}boris\/lyon +(\d+) +(\d+) +(\d+) +(\d+)$/gm)];
  expect(kettles.map(([, ...figures]) => figures.map(Number))).toEqual([
    [6, 0, 6, 0],
    [26, 20, 6, 0],
  ]);
  const reports = [...stdout.matchAll(/^ {2}anna since the last report: (.*)$/gm)];
  expect(reports.map(([, figures]) => figures)).toEqual([
    '3 shipments, 7 units, 139.00 USD',
    '0 shipments, 0 units, 0.00 USD',
    '1 shipment, 3 units, 15.00 USD',
  ]);
  expect(stdout).toMatch(/^audit: ok$/m);
});

describe('the strategy fewSellers', () => {
  const demand = (sku: string, quantity: number, stock: Record<string, number>) => ({
    sku,
    quantity,
    stock: Object.entries(stock).map(([location, available]) => ({ location, available })),
  });

  test('prefers the one seller who can serve everything, from any number of warehouses', () => {
    const demands = [
      demand('kettle', 2, { 'boris/lyon': 9, 'anna/berlin': 1, 'anna/bonn': 1 }),
      demand('mug', 1, { 'chloe/madrid': 9, 'anna/hamburg': 1 }),
    ];
    expect(fewSellers(demands)).toEqual([
      ['anna/berlin', 'anna/bonn', 'boris/lyon'],
      ['anna/hamburg', 'chloe/madrid'],
    ]);
  });

  test('takes from the warehouse of a seller with the most units first', () => {
    expect(fewSellers([demand('mug', 5, { 'anna/bonn': 2, 'anna/berlin': 4 })])).toEqual([
      ['anna/berlin', 'anna/bonn'],
    ]);
  });

  test('adds the seller who can serve the most of what is missing', () => {
    const demands = [
      demand('kettle', 4, { 'anna/berlin': 3, 'boris/lyon': 1 }),
      demand('mug', 2, { 'chloe/madrid': 1, 'boris/lyon': 2 }),
    ];
    // Both serve three units; of what anna leaves, boris can serve all.
    expect(fewSellers(demands).map(([first]) => first)).toEqual(['anna/berlin', 'boris/lyon']);
  });
});

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function openedMarket(store = memoryStore()) {
  const market = await createShop({
    ...{ store, clock: simulatedClock(), allocation: fewSellers },
    machines: { order: shippingOrder },
  });
  ends.push(() => market.close());
  return market;
}

/** A market with an order that is paid, of the products and quantities. */
async function paidOrder(wishes: Record<string, number>) {
  const store = memoryStore();
  const market = await openedMarket(store);
  await openMarket(market);
  for (const [sku, quantity] of Object.entries(wishes))
    await market.carts.add('ada', sku, quantity);
  const answer = await market.checkout('ada');
  if (!answer.ok) throw new Error(answer.refusal.code);
  const { orderId, lines } = answer.order;
  await market.orders.confirm(orderId);
  const handOver = (location: string) =>
    market.orders.send(orderId, {
      type: 'shipment.handOver',
      location,
      trackingNumber: `T-${location}`,
    });
  return { market, store, orderId, handOver, shipments: shipmentsOf({ lines }) };
}

describe('an order of several shipments', () => {
  test('has the lines of each location in one shipment', async () => {
    const { shipments } = await paidOrder({ kettle: 7, mug: 4 });
    expect(shipments).toEqual([
      {
        location: 'boris/lyon',
        lines: [
          { sku: 'kettle', quantity: 6, totalMinor: 29_400 },
          { sku: 'mug', quantity: 4, totalMinor: 3600 },
        ],
      },
      { location: 'anna/berlin', lines: [{ sku: 'kettle', quantity: 1, totalMinor: 4900 }] },
    ]);
  });

  test('is shipping from the first shipment on, and shipped with the last', async () => {
    const { market, orderId, handOver } = await paidOrder({ kettle: 2, mug: 4 });
    expect(await handOver('anna/berlin')).toMatchObject({ ok: true, order: { state: 'shipping' } });
    expect(market.explain('kettle')).toMatchObject({ held: 2, shipped: 0 });
    expect(await market.orders.cancel(orderId)).toMatchObject({ ok: false });
    expect(await handOver('anna/hamburg')).toMatchObject({ ok: true, order: { state: 'shipped' } });
    expect(market.explain('kettle')).toMatchObject({ held: 0, shipped: 2 });
    expect(market.audit()).toEqual({ ok: true, problems: [] });
  });

  test('refuses a shipment from a location that has none, or has handed it over', async () => {
    const { market, orderId, handOver } = await paidOrder({ kettle: 2, mug: 4 });
    await handOver('anna/berlin');
    for (const location of ['anna/berlin', 'boris/lyon', 'nowhere']) {
      expect(await handOver(location)).toMatchObject({
        ok: false,
        refusal: { code: 'invalid-transition', state: 'shipping' },
      });
    }
    const facts = market.orders.history(orderId).map(({ type }) => type as string);
    expect(facts.filter((type) => type === 'shipment.handedOver')).toHaveLength(1);
  });
});

describe("a seller's report", () => {
  async function reportOf(market: Awaited<ReturnType<typeof openedMarket>>, seller: string) {
    let given: SellerReport | undefined;
    await sellerReport(market, seller, (report) => {
      given = report;
    });
    return given;
  }
  const NOTHING = { shipments: 0, units: 0, revenueMinor: 0 };

  test('has what the seller has handed over since the last one, each shipment once', async () => {
    const { market, handOver } = await paidOrder({ kettle: 7, mug: 4 });
    await handOver('boris/lyon');
    expect(await reportOf(market, 'boris')).toEqual({
      shipments: 1,
      units: 10,
      revenueMinor: 33_000,
    });
    expect(await reportOf(market, 'anna')).toEqual(NOTHING);
    await handOver('anna/berlin');
    expect(await reportOf(market, 'boris')).toEqual(NOTHING);
    expect(await reportOf(market, 'anna')).toEqual({ shipments: 1, units: 1, revenueMinor: 4900 });
  });

  test('that could not be delivered comes once more, also after the shop was closed', async () => {
    const { market, store, handOver } = await paidOrder({ tea: 3 });
    expect(await handOver('anna/munich')).toMatchObject({ ok: true });
    const fail = () => Promise.reject(new Error('no paper'));
    await expect(sellerReport(market, 'anna', fail)).rejects.toThrow('no paper');
    await market.close();
    const again = await openedMarket(store);
    expect(await reportOf(again, 'anna')).toEqual({ shipments: 1, units: 3, revenueMinor: 1500 });
    expect(await reportOf(again, 'anna')).toEqual(NOTHING);
  });
});

describeCommandLine(marketplaceCommand, {
  flags: [],
  misuse: [['an unknown flag', ['--seller', 'anna'], '--seller']],
});

import { expect, test } from 'vitest';
import { openShop } from '../../../examples/replay/openShop.ts';
import { readInvoices } from '../../../examples/replay/readInvoices.ts';
import { replayInvoices } from '../../../examples/replay/replayInvoices.ts';
import type { ShopFact } from '../../../src/index.ts';
import { csvOf } from './csvOf.ts';

type Columns = Parameters<typeof csvOf>;

async function replay(lines: Columns, stockPerSku?: number) {
  const log = readInvoices(csvOf(...lines));
  const { shop, clock } = await openShop(log, stockPerSku);
  const facts: ShopFact[] = [];
  shop.on('*', (fact) => facts.push(fact));
  const progress: number[] = [];
  const onProgress = (done: number) => progress.push(done);
  const totals = await replayInvoices(log.invoices, { shop, clock, onProgress });
  return { shop, clock, facts, progress, totals };
}

test('an invoice becomes one delivered order of its customer, at its time', async () => {
  const { shop, totals } = await replay([
    { sku: 'A', quantity: 2, price: '1.10' },
    { sku: 'B', quantity: 3, price: '0.995' },
  ]);
  const at = Date.parse('2010-12-01T08:26:00Z');
  expect(shop.orders.list({ userId: '17850' })).toMatchObject([
    {
      state: 'delivered',
      createdAt: at,
      currency: 'GBP',
      totalMinor: 520,
      lines: [
        { sku: 'A', quantity: 2, unitPriceMinor: 110 },
        { sku: 'B', quantity: 3, unitPriceMinor: 100 },
      ],
    },
  ]);
  expect(totals).toEqual({ invoices: 1, orders: 1, units: 5, revenueMinor: 520, refusals: {} });
});

test('the clock shows the time of each invoice in turn, also of those out of file order', async () => {
  const { facts, progress } = await replay([
    { invoiceNo: '2', date: '12/3/10 10:00' },
    { invoiceNo: '1', date: '12/1/10 9:00' },
    { invoiceNo: '3', date: '12/3/10 10:00' },
  ]);
  const placed = facts.filter(({ type }) => type === 'order.placed').map(({ at }) => at);
  const third = Date.parse('2010-12-03T10:00:00Z');
  expect(placed).toEqual([Date.parse('2010-12-01T09:00:00Z'), third, third]);
  expect(progress).toEqual([1, 2, 3]);
});

test('the earlier invoice gets the last units, wherever it stands in the file', async () => {
  const { shop, totals } = await replay(
    [
      { invoiceNo: '2', date: '12/2/10 9:00', customer: 'late', quantity: 1 },
      { invoiceNo: '1', date: '12/1/10 9:00', customer: 'early', quantity: 1 },
    ],
    1,
  );
  expect(shop.orders.list({ userId: 'early' })).toHaveLength(1);
  expect(totals).toMatchObject({ orders: 1, refusals: { 'out-of-stock': 1 } });
});

test('each order has the prices of its own invoice', async () => {
  const { shop } = await replay([
    { invoiceNo: '1', price: '2.55', quantity: 1 },
    { invoiceNo: '2', price: '2.10', quantity: 1 },
    { invoiceNo: '3', price: '2.10', quantity: 1 },
  ]);
  const totals = shop.orders.list({ userId: '17850' }).map(({ totalMinor }) => totalMinor);
  expect(totals).toEqual([210, 210, 255]);
});

test('the last price of a SKU in an invoice counts for the whole merged line', async () => {
  const { totals } = await replay([
    { quantity: 2, price: '1.00' },
    { quantity: 3, price: '0.80' },
  ]);
  expect(totals).toMatchObject({ orders: 1, units: 5, revenueMinor: 400 });
});

test('a guest is a customer of one invoice', async () => {
  const { shop } = await replay([
    { invoiceNo: '1', customer: '' },
    { invoiceNo: '2', customer: '' },
  ]);
  expect(shop.orders.list({ userId: 'guest-1' })).toHaveLength(1);
  expect(shop.orders.list({ userId: 'guest-2' })).toHaveLength(1);
});

test('the stock is what the log asks for, so that no invoice is refused and no unit is left', async () => {
  const { shop, totals } = await replay([
    { invoiceNo: '1', quantity: 4 },
    { invoiceNo: '2', quantity: 5 },
    { invoiceNo: '2', quantity: -7 },
  ]);
  expect(shop.explain('85123A')).toMatchObject({ onHand: 0, available: 0, shipped: 9 });
  expect(totals.refusals).toEqual({});
});

test('an invoice is given up whole if one line is refused', async () => {
  const { shop, facts, totals } = await replay(
    [
      { sku: 'A', quantity: 3 },
      { sku: 'B', quantity: 6 },
      { sku: 'C', quantity: 7 },
    ],
    5,
  );
  expect(facts.map(({ type }) => type)).toContain('cart.lineAdded');
  expect(shop.carts.get('17850')).toMatchObject({ state: 'empty', lines: [] });
  expect(shop.explain('A')).toMatchObject({ onHand: 5, available: 5, held: 0 });
  expect(totals).toEqual({
    invoices: 1,
    orders: 0,
    units: 0,
    revenueMinor: 0,
    refusals: { 'out-of-stock': 1 },
  });
});

test('the lines of a refused invoice are not in the next one of the same customer', async () => {
  const { shop, totals } = await replay(
    [
      { invoiceNo: '1', sku: 'A', quantity: 3 },
      { invoiceNo: '1', sku: 'B', quantity: 6 },
      { invoiceNo: '2', sku: 'B', quantity: 5 },
    ],
    5,
  );
  expect(shop.orders.list({ userId: '17850' })).toMatchObject([{ lines: [{ sku: 'B' }] }]);
  expect(totals).toMatchObject({ invoices: 2, orders: 1, units: 5 });
});

test('with no stock every invoice is refused', async () => {
  const { totals } = await replay([{ invoiceNo: '1' }, { invoiceNo: '2' }], 0);
  expect(totals).toMatchObject({ invoices: 2, orders: 0, refusals: { 'out-of-stock': 2 } });
});

test('a refusal that the log gives no reason for ends the run, and the error names the invoice', async () => {
  const log = readInvoices(csvOf({}));
  const { shop, clock } = await openShop(log);
  await shop.close();
  await expect(replayInvoices(log.invoices, { shop, clock })).rejects.toThrow(
    /invoice 536365: .*closed/,
  );
});

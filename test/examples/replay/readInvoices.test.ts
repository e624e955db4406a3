import { describe, expect, test } from 'vitest';
import { MAX_ID_LENGTH } from '../../../examples/replay/limits.ts';
import { type InvoiceLog, readInvoices } from '../../../examples/replay/readInvoices.ts';
import { createShop } from '../../../src/index.ts';
import { UsageError } from '../../../src/terminal/usageError.ts';
import { csvLine, csvOf, HEADER } from './csvOf.ts';

/** The log as plain data: each invoice's number and lines. */
function invoicesOf(log: InvoiceLog) {
  return log.invoices.map(({ invoiceNo, lines }) => ({ invoiceNo, lines: [...lines.values()] }));
}

function namesOf(log: InvoiceLog): string[] {
  return [...log.products.values()].map(({ name }) => name);
}

function linesOfMalformed(log: InvoiceLog): number[] {
  return log.malformed.map(({ line }) => line);
}

/** The one line of a log of one sale. */
function onlyLine(log: InvoiceLog) {
  const [invoice, ...others] = invoicesOf(log);
  expect([invoice?.lines.length, others.length, log.malformed]).toEqual([1, 0, []]);
  return invoice?.lines[0];
}

describe('the header', () => {
  test('a byte order mark before the header is ignored', () => {
    expect(invoicesOf(readInvoices(`\uFEFF${csvOf({})}`))).toHaveLength(1);
  });

  test.each([
    ['is missing', csvLine()],
    ['has other names', `${HEADER.replace('InvoiceNo', 'Invoice')}\n${csvLine()}`],
    ['lacks a column', HEADER.replace(',Country', '')],
    ['has a column too many', `${HEADER},Note`],
    ['is not there because the file is empty', ''],
  ])('a log is refused when it %s', (_case, text) => {
    expect(() => readInvoices(text)).toThrow(UsageError);
  });
});

describe('a line with a wrong value', () => {
  test.each([
    ['an empty invoice number', { invoiceNo: '' }, 'InvoiceNo'],
    ['a blank stock code', { sku: ' ' }, 'StockCode'],
    ['a quantity that is not whole', { quantity: '1.5' }, 'Quantity'],
    ['no quantity', { quantity: '' }, 'Quantity'],
    ['a quantity in words', { quantity: 'six' }, 'Quantity'],
    ['a quantity too large to count', { quantity: '9007199254740992' }, 'Quantity'],
    ['a negative price', { price: '-0.01' }, 'UnitPrice'],
    ['no price', { price: '' }, 'UnitPrice'],
    ['a price in another notation', { price: '1e3' }, 'UnitPrice'],
    ['a price with a currency', { price: '£2.55' }, 'UnitPrice'],
    ['a price too large to count', { price: '90071992547409.92' }, 'UnitPrice'],
    ['a date that the calendar does not have', { date: '2/30/11 8:26' }, 'InvoiceDate'],
    ['an hour that the day does not have', { date: '12/1/10 24:00' }, 'InvoiceDate'],
    ['a minute that the hour does not have', { date: '12/1/10 8:60' }, 'InvoiceDate'],
    ['a date without a time', { date: '2010-12-01' }, 'InvoiceDate'],
    ['a date before 1970', { date: '12/31/1969 8:26' }, 'InvoiceDate'],
    ['a stock code longer than an id', { sku: 'x'.repeat(257) }, 'StockCode'],
    ['a customer id longer than an id', { customer: '1'.repeat(257) }, 'CustomerID'],
    ['a guest id longer than an id', { invoiceNo: '1'.repeat(251), customer: '' }, 'CustomerID'],
  ])('is malformed with %s, and the reason names the column', (_case, columns, column) => {
    const log = readInvoices(csvOf({ sku: 'A' }, columns, { sku: 'B' }));
    expect(log.malformed).toEqual([{ line: 3, problem: expect.stringContaining(column) }]);
    expect([...log.products.keys()]).toEqual(['A', 'B']);
  });

  test('the reason is one line, however long the value', () => {
    const log = readInvoices(csvOf({ price: `"a\n${'b'.repeat(10_000)}"` }));
    expect(log.malformed[0]?.problem).toMatch(/^.{1,200}$/);
  });

  test('the longest id that is read is the longest that the engine accepts', async () => {
    const shop = await createShop();
    expect(() => shop.products.get('x'.repeat(MAX_ID_LENGTH))).not.toThrow();
    expect(() => shop.products.get('x'.repeat(MAX_ID_LENGTH + 1))).toThrow(RangeError);
    expect(onlyLine(readInvoices(csvOf({ sku: 'x'.repeat(MAX_ID_LENGTH) })))).toBeDefined();
  });

  test('a line is malformed if the sums of the log could not be counted with it', () => {
    const most = Number.MAX_SAFE_INTEGER;
    const units = readInvoices(
      csvOf({ quantity: most, price: '0' }, { invoiceNo: '536366', sku: 'B', quantity: 1 }),
    );
    expect(linesOfMalformed(units)).toEqual([3]);
    const replaced = readInvoices(
      csvOf({ quantity: 1, price: '90071992547409.91' }, { quantity: 1, price: '0.01' }),
    );
    expect(onlyLine(replaced)).toMatchObject({ quantity: 2, priceMinor: 1 });
    const pence = readInvoices(csvOf({ quantity: 1, price: '0.01' }, { quantity: most - 1 }));
    expect(linesOfMalformed(pence)).toEqual([3]);
    expect(onlyLine({ ...pence, malformed: [] })).toMatchObject({ quantity: 1, priceMinor: 1 });
  });
});

describe('prices', () => {
  test.each([
    ['2.55', 255],
    ['0', 0],
    ['0.001', 0],
    ['0.004999', 0],
    ['0.005', 1],
    ['1.005', 101],
    ['2.675', 268],
    ['1.0049999999999999999999', 100],
    ['165', 16_500],
    ['.5', 50],
    ['90071992547409.91', 9_007_199_254_740_991],
  ])('%s pounds are %i pence: rounded half up from the decimal text', (price, priceMinor) => {
    expect(onlyLine(readInvoices(csvOf({ price, quantity: 1 })))).toMatchObject({ priceMinor });
  });

  test('of two prices for one SKU in one invoice the last one counts for both lines', () => {
    const log = readInvoices(
      csvOf({ quantity: 2, price: '1.00' }, { sku: 'B' }, { quantity: 3, price: '0.80' }),
    );
    expect(invoicesOf(log)[0]?.lines).toEqual([
      { sku: '85123A', quantity: 5, priceMinor: 80 },
      { sku: 'B', quantity: 6, priceMinor: 255 },
    ]);
  });
});

describe('dates', () => {
  test.each([
    ['12/1/10 8:26', '2010-12-01T08:26:00Z'],
    ['12/1/2010 8:26', '2010-12-01T08:26:00Z'],
    ['2/29/12 23:59', '2012-02-29T23:59:00Z'],
    ['2010-12-01 08:26', '2010-12-01T08:26:00Z'],
    ['2010-12-01 08:26:59', '2010-12-01T08:26:59Z'],
  ])('%s is %s', (date, iso) => {
    expect(readInvoices(csvOf({ date })).invoices[0]?.at).toBe(Date.parse(iso));
  });
});

describe('invoices', () => {
  test('the same SKU twice in an invoice adds up; in two invoices it does not', () => {
    const log = readInvoices(
      csvOf({ quantity: 1 }, { invoiceNo: '536366', quantity: 4 }, { quantity: 2 }),
    );
    expect(invoicesOf(log).map(({ lines }) => lines.map(({ quantity }) => quantity))).toEqual([
      [3],
      [4],
    ]);
    expect(log.products.get('85123A')?.demand).toBe(7);
  });

  test('invoices are in the order of time, then of the file', () => {
    const log = readInvoices(
      csvOf(
        { invoiceNo: '3', date: '12/2/10 8:00' },
        { invoiceNo: '9', date: '12/1/10 8:00' },
        { invoiceNo: '1', date: '12/1/10 8:00' },
      ),
    );
    expect(invoicesOf(log).map(({ invoiceNo }) => invoiceNo)).toEqual(['9', '1', '3']);
  });

  test('the time of an invoice is that of its first line', () => {
    const log = readInvoices(csvOf({ date: '12/1/10 9:00' }, { sku: 'B', date: '12/1/10 8:00' }));
    expect(log.invoices.map(({ at }) => at)).toEqual([Date.parse('2010-12-01T09:00:00Z')]);
  });

  test('an empty customer is a guest of that invoice', () => {
    const log = readInvoices(csvOf({ customer: '' }, { invoiceNo: '536366' }));
    expect(log.invoices.map(({ userId }) => userId)).toEqual(['guest-536365', '17850']);
  });

  test('an invoice of corrections and malformed lines only is left out', () => {
    const log = readInvoices(csvOf({ quantity: 0 }, { price: 'x' }));
    expect(log.invoices).toEqual([]);
    expect(log.products.size).toBe(0);
  });
});

describe('returns', () => {
  test('returns are counted by invoice, and none of their lines is sold', () => {
    const log = readInvoices(
      csvOf(
        { invoiceNo: 'C536379', quantity: -1 },
        { invoiceNo: 'C536379', quantity: 5 },
        { invoiceNo: 'C536383', quantity: -1 },
        {},
      ),
    );
    expect(log).toMatchObject({ returns: 2, corrections: 0, malformed: [] });
    expect(onlyLine(log)).toMatchObject({ quantity: 6 });
  });

  test('only the invoice number of a return is read', () => {
    const log = readInvoices(
      csvOf(
        { invoiceNo: 'C1', sku: '', quantity: 'x', date: 'x', price: '-1' },
        'C2,too,few',
        'C3',
        csvLine({ invoiceNo: 'C4', description: '"LOST' }),
        '"C5",7" FRAME',
        {},
      ),
    );
    expect(log).toMatchObject({ returns: 5, malformed: [] });
    expect(onlyLine(log)).toBeDefined();
  });
});

test('lines of 0 units or fewer are corrections, and the rest of their invoice is sold', () => {
  const log = readInvoices(csvOf({ quantity: -3 }, { quantity: 0 }, { quantity: 2 }));
  expect(log).toMatchObject({ corrections: 2, malformed: [] });
  expect(onlyLine(log)).toMatchObject({ quantity: 2 });
});

test('a product without a description is named by its first later description, or by its SKU', () => {
  const log = readInvoices(
    csvOf(
      { sku: 'A', description: '' },
      { sku: 'B', description: ' ' },
      { sku: 'A', description: 'MUG ' },
    ),
  );
  expect(namesOf(log)).toEqual(['MUG', 'B']);
});

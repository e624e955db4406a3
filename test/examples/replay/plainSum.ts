import { parse } from 'csv-parse/sync';

interface Sale {
  at: number;
  quantities: Map<string, number>;
  pence: Map<string, bigint>;
}

/**
 * The expected summary of a replay of a log without malformed lines, computed without a shop: stock is a
 * number per SKU, and an invoice is an order if there is enough of each product in it.
 */
export function plainSum(text: string, stockPerSku = Number.POSITIVE_INFINITY) {
  const rows = parse<Record<string, string>>(text, { columns: true, bom: true });
  const returns = new Set<string>();
  const sales = new Map<string, Sale>();
  let corrections = 0;
  for (const row of rows) {
    const { InvoiceNo = '', StockCode = '', InvoiceDate = '', UnitPrice = '' } = row;
    const quantity = Number(row.Quantity);
    if (InvoiceNo.startsWith('C')) returns.add(InvoiceNo);
    else if (quantity <= 0) corrections++;
    else {
      const sale: Sale = sales.get(InvoiceNo) ?? {
        at: minuteOf(InvoiceDate),
        quantities: new Map(),
        pence: new Map(),
      };
      sales.set(InvoiceNo, sale);
      sale.quantities.set(StockCode, (sale.quantities.get(StockCode) ?? 0) + quantity);
      sale.pence.set(StockCode, penceOf(UnitPrice));
    }
  }
  const left = new Map<string, number>();
  const leftOf = (sku: string) => left.get(sku) ?? stockPerSku;
  let orders = 0;
  let units = 0;
  let revenue = 0n;
  for (const { quantities, pence } of [...sales.values()].sort((a, b) => a.at - b.at)) {
    const lines = [...quantities];
    if (lines.some(([sku, quantity]) => quantity > leftOf(sku))) continue;
    orders++;
    for (const [sku, quantity] of lines) {
      left.set(sku, leftOf(sku) - quantity);
      units += quantity;
      revenue += BigInt(quantity) * (pence.get(sku) ?? 0n);
    }
  }
  const refused = sales.size - orders;
  return {
    invoices: sales.size,
    orders,
    units,
    revenueMinor: Number(revenue),
    refusals: refused === 0 ? {} : { 'out-of-stock': refused },
    skipped: { returns: returns.size, corrections, malformed: 0 },
    audit: { ok: true, problems: [] },
  };
}

/** `12/1/10 8:26`, as a number that grows with time. */
function minuteOf(date: string): number {
  const [month = 0, day = 0, year = 0, hour = 0, minute = 0] = date.split(/[/ :]/).map(Number);
  return (((year * 12 + month) * 31 + day) * 24 + hour) * 60 + minute;
}

/** The third decimal alone decides how a price is rounded. */
function penceOf(price: string): bigint {
  const [pounds = '', decimals = ''] = price.split('.');
  return (BigInt(pounds + decimals.padEnd(3, '0').slice(0, 3)) + 5n) / 10n;
}

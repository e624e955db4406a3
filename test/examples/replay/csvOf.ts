export const HEADER =
  'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country';

interface Columns {
  invoiceNo?: string;
  sku?: string;
  description?: string;
  quantity?: string | number;
  date?: string;
  price?: string;
  customer?: string;
  country?: string;
}

/** A line of a log; missing columns have ordinary values. Only the caller quotes fields. */
export function csvLine({
  invoiceNo = '536365',
  sku = '85123A',
  description = 'WHITE LANTERN',
  quantity = 6,
  date = '12/1/10 8:26',
  price = '2.55',
  customer = '17850',
  country = 'United Kingdom',
}: Columns = {}): string {
  return [invoiceNo, sku, description, quantity, date, price, customer, country].join(',');
}

/** A log: the header and these lines, or lines made of these columns. */
export function csvOf(...lines: (string | Columns)[]): string {
  const texts = lines.map((line) => (typeof line === 'string' ? line : csvLine(line)));
  return `${[HEADER, ...texts].join('\n')}\n`;
}

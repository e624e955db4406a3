import { UsageError } from '../../src/terminal/usageError.ts';
import { readLine, type SaleLine } from './readLine.ts';
import { type BrokenRecord, COLUMNS, type CsvRecord, readRecords } from './readRecords.ts';

/** All lines of one SKU in one invoice. */
export interface InvoiceLine {
  readonly sku: string;
  quantity: number;
  /** The price of the last of these lines, which counts for all of them. */
  priceMinor: number;
}

/** One customer's cart and checkout. Customer and time are those of its first sale in the file. */
export interface Invoice {
  readonly invoiceNo: string;
  readonly userId: string;
  /** Epoch milliseconds. */
  readonly at: number;
  /** The lines by SKU, in the order of their first occurrence. */
  readonly lines: Map<string, InvoiceLine>;
}

export interface LoggedProduct {
  readonly sku: string;
  name: string;
  /** The price in the first line of the product. */
  readonly priceMinor: number;
  /** Units over all invoices. */
  demand: number;
}

export interface MalformedLine {
  readonly line: number;
  readonly problem: string;
}

export interface InvoiceLog {
  /** The invoices with at least one sale, in the order of time, then of the file. */
  readonly invoices: readonly Invoice[];
  readonly products: ReadonlyMap<string, LoggedProduct>;
  /** The number of invoices that are returns. */
  readonly returns: number;
  /** The number of lines of 0 units or fewer. */
  readonly corrections: number;
  readonly malformed: readonly MalformedLine[];
}

/**
 * Reads a log in the format of the UCI data set "Online Retail".
 *
 * @throws UsageError if the header is missing or differs.
 */
export function readInvoices(text: string): InvoiceLog {
  const records = readRecords(text);
  checkHeader(records.next().value);
  const sales = new SalesBook();
  const returns = new Set<string>();
  const malformed: MalformedLine[] = [];
  let corrections = 0;
  for (const record of records) {
    const read = readLine(record);
    if (read.kind === 'return') returns.add(read.invoiceNo);
    if (read.kind === 'correction') corrections++;
    const problem =
      read.kind === 'sale' ? sales.take(read.sale) : 'problem' in read ? read.problem : undefined;
    if (problem !== undefined) malformed.push({ line: record.line, problem });
  }
  const invoices = [...sales.invoices.values()].sort((a, b) => a.at - b.at);
  return { invoices, products: sales.products, returns: returns.size, corrections, malformed };
}

function checkHeader(first: CsvRecord | BrokenRecord | undefined): void {
  const fields = first !== undefined && 'fields' in first ? first.fields : [];
  if (COLUMNS.every((column, index) => fields[index] === column)) return;
  throw new UsageError(`line 1: expected the header ${COLUMNS.join(',')}; got ${given(first)}`);
}

/** The text in place of the header. */
function given(first: CsvRecord | BrokenRecord | undefined): string {
  if (first === undefined) return 'an empty file';
  return 'fields' in first ? first.fields.join(',').slice(0, 200) : `this: ${first.problem}`;
}

/** Adds up sales to invoices and products. */
class SalesBook {
  readonly invoices = new Map<string, Invoice>();
  readonly products = new Map<string, LoggedProduct>();
  #units = 0;
  #totalMinor = 0;

  /**
   * Enters a sale. A sale that would raise a sum of the log above 2^53 - 1 is left out, because neither
   * the engine nor the summary could count exactly beyond that.
   *
   * @returns the reason if the sale was left out.
   */
  take(sale: SaleLine): string | undefined {
    const { invoiceNo, sku, quantity, priceMinor } = sale;
    const line = this.invoices.get(invoiceNo)?.lines.get(sku);
    const lineTotal = priceMinor * (quantity + (line?.quantity ?? 0));
    const before = line === undefined ? 0 : line.priceMinor * line.quantity;
    const units = this.#units + quantity;
    const totalMinor = this.#totalMinor - before + lineTotal;
    if (![units, lineTotal, totalMinor].every(Number.isSafeInteger)) {
      return 'with it the sums of the log would pass 2^53 - 1 units or pence';
    }
    this.#units = units;
    this.#totalMinor = totalMinor;
    this.#enter(sale);
    return undefined;
  }

  #enter({ invoiceNo, sku, name, quantity, at, priceMinor, userId }: SaleLine): void {
    let invoice = this.invoices.get(invoiceNo);
    if (invoice === undefined) {
      invoice = { invoiceNo, userId, at, lines: new Map() };
      this.invoices.set(invoiceNo, invoice);
    }
    const line = invoice.lines.get(sku);
    if (line === undefined) {
      invoice.lines.set(sku, { sku, quantity, priceMinor });
    } else {
      line.quantity += quantity;
      line.priceMinor = priceMinor;
    }
    const product = this.products.get(sku);
    if (product === undefined) {
      this.products.set(sku, { sku, name, priceMinor, demand: quantity });
    } else {
      product.demand += quantity;
      if (product.name === sku) product.name = name;
    }
  }
}

import { invoiceTime } from './invoiceTime.ts';
import { MAX_ID_LENGTH, MAX_NAME_LENGTH, MAX_SHOWN_LENGTH } from './limits.ts';
import { priceInPence } from './priceInPence.ts';
import type { BrokenRecord, CsvRecord } from './readRecords.ts';

/** Units of one product that one customer bought. */
export interface SaleLine {
  readonly invoiceNo: string;
  readonly sku: string;
  /** The description, or the SKU where there is none. */
  readonly name: string;
  /** A positive safe integer. */
  readonly quantity: number;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly priceMinor: number;
  readonly userId: string;
}

export type ReadLine =
  | { readonly kind: 'sale'; readonly sale: SaleLine }
  | { readonly kind: 'return'; readonly invoiceNo: string }
  | { readonly kind: 'correction' }
  | { readonly kind: 'malformed'; readonly problem: string };

/** Reads a record. Of a return only the invoice number has to be readable. */
export function readLine(record: CsvRecord | BrokenRecord): ReadLine {
  const invoiceNo = 'fields' in record ? record.fields[0] : record.firstField;
  if (invoiceNo?.startsWith('C')) return { kind: 'return', invoiceNo };
  return 'fields' in record
    ? readFields(record.fields)
    : { kind: 'malformed', problem: record.problem };
}

function readFields(fields: readonly string[]): ReadLine {
  const [invoiceNo, sku, description, quantityText, date, priceText, customerId] = fields as [
    string,
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  const userId = isBlank(customerId) ? `guest-${invoiceNo}` : customerId;
  const quantity = /^[+-]?\d+$/.test(quantityText.trim()) ? Number(quantityText) : Number.NaN;
  const at = invoiceTime(date.trim());
  const priceMinor = priceInPence(priceText.trim());

  if (isBlank(invoiceNo)) return malformed('InvoiceNo is empty');
  if (isBlank(sku)) return malformed('StockCode is empty');
  if (invoiceNo.length > MAX_ID_LENGTH) return malformed(tooLong('InvoiceNo', invoiceNo));
  if (sku.length > MAX_ID_LENGTH) return malformed(tooLong('StockCode', sku));
  if (userId.length > MAX_ID_LENGTH) return malformed(tooLong('CustomerID', userId));
  if (Number.isNaN(quantity)) return malformed(wrong('Quantity', 'an integer', quantityText));
  if (at === undefined)
    return malformed(wrong('InvoiceDate', 'M/D/YY H:MM or YYYY-MM-DD HH:MM from 1970 on', date));
  if (priceMinor === undefined) {
    return malformed(wrong('UnitPrice', 'a non-negative decimal number', priceText));
  }
  if (quantity <= 0) return { kind: 'correction' };
  if (!Number.isSafeInteger(quantity)) {
    return malformed(wrong('Quantity', 'at most 2^53 - 1', quantityText));
  }
  if (!Number.isSafeInteger(priceMinor)) {
    return malformed(wrong('UnitPrice', 'at most 2^53 - 1 pence', priceText));
  }
  const name = isBlank(description) ? sku : description.trim().slice(0, MAX_NAME_LENGTH);
  return { kind: 'sale', sale: { invoiceNo, sku, name, quantity, at, priceMinor, userId } };
}

function isBlank(text: string): boolean {
  return text.trim() === '';
}

function malformed(problem: string): ReadLine {
  return { kind: 'malformed', problem };
}

function wrong(column: string, expected: string, text: string): string {
  const shown = text.length > MAX_SHOWN_LENGTH ? `${text.slice(0, MAX_SHOWN_LENGTH)}…` : text;
  return `${column}: expected ${expected}, got ${JSON.stringify(shown)}`;
}

function tooLong(column: string, id: string): string {
  return `${column}: expected an id of at most ${MAX_ID_LENGTH} characters, got ${id.length}`;
}

import { parse } from 'csv-parse/sync';
import type { Product } from '../../../src/index.ts';

interface Line {
  readonly StockCode: string;
  readonly Description: string;
  readonly Quantity: string;
  readonly InvoiceDate: string;
  readonly UnitPrice: string;
}

/**
 * A product for each stock code of a retailer's log, in the order of their first lines. The log has no
 * categories, stock and ratings: they are derived from other columns.
 */
export function retailCatalogue(csv: string): Product[] {
  const lines = parse<Line>(csv, { columns: true, bom: true });
  const bySku = grouped(lines, ({ StockCode }) => StockCode);
  return [...bySku].map(([sku, lines]) => {
    const name = nameIn(lines) ?? sku;
    const sold = lines.reduce((sum, { Quantity }) => sum + Number(Quantity), 0);
    return {
      sku,
      name,
      category: categoryOf(name),
      priceMinor: priceIn(lines),
      createdAt: timeOf(lines[0]?.InvoiceDate ?? ''),
      available: Math.max(sold, 0),
      rating: lines.length < 10 ? 0 : Math.min(5, lines.length / 10),
      reviewCount: lines.length,
    };
  });
}

/** The most frequent name, the first of several; undefined if no line has a name. */
function nameIn(lines: readonly Line[]): string | undefined {
  const names = lines.map(({ Description }) => Description.trim()).filter((name) => name !== '');
  const often = grouped(names, (name) => name);
  return [...often.values()].sort((a, b) => b.length - a.length)[0]?.[0];
}

/** The median price in pence, the lower of two; 0 if there is no price. */
function priceIn(lines: readonly Line[]): number {
  const prices = lines
    .map(({ UnitPrice }) => Math.round(Number(UnitPrice) * 100))
    .filter((price) => price > 0)
    .sort((a, b) => a - b);
  return prices[Math.floor((prices.length - 1) / 2)] ?? 0;
}

/** Parses `12/1/10 8:26`, which begins with the month. */
function timeOf(date: string): number {
  const [month = 0, day = 0, year = 0, hour = 0, minute = 0] = date.split(/[/ :]/).map(Number);
  return Date.UTC(2000 + year, month - 1, day, hour, minute);
}

function categoryOf(name: string): string {
  if (/\bCHRISTMAS\b/.test(name)) return 'Christmas';
  if (/\b(CANDLE|LANTERN|LIGHT|LAMP)S?\b/.test(name)) return 'Lighting';
  if (/\bBAGS?\b/.test(name)) return 'Bags';
  return /\b(MUG|CUP|PLATE|BOWL|TEA)S?\b/.test(name) ? 'Kitchen' : 'Gifts';
}

/** The groups are in the order of their first members. */
function grouped<T>(all: readonly T[], keyOf: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const group = groups.get(keyOf(one));
    if (group === undefined) groups.set(keyOf(one), [one]);
    else group.push(one);
  }
  return groups;
}

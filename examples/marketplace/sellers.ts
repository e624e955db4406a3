import type { Shop } from '../../src/index.ts';
import { expectOk } from '../../src/terminal/expectOk.ts';

/** A location is a warehouse of a seller: `anna/berlin`. */
export function sellerOf(location: string): string {
  return location.slice(0, location.indexOf('/'));
}

/** What one location sends of an order. */
export interface Shipment {
  readonly location: string;
  readonly lines: readonly {
    readonly sku: string;
    readonly quantity: number;
    readonly totalMinor: number;
  }[];
}

/** The part of an order line that tells where its units come from. */
interface AllocatedLine {
  readonly sku: string;
  readonly unitPriceMinor: number;
  readonly allocations: readonly { readonly location: string; readonly quantity: number }[];
}

/** An order as its shipments: its lines by the locations from which they are served. */
export function shipmentsOf({ lines }: { readonly lines: readonly AllocatedLine[] }): Shipment[] {
  const byLocation = new Map<string, Shipment['lines'][number][]>();
  for (const { sku, unitPriceMinor, allocations } of lines) {
    for (const { location, quantity } of allocations) {
      const line = { sku, quantity, totalMinor: quantity * unitPriceMinor };
      byLocation.set(location, [...(byLocation.get(location) ?? []), line]);
    }
  }
  return Array.from(byLocation, ([location, its]) => ({ location, lines: its }));
}

/** Fills a shop: three sellers, two of whom offer each product, and one buyer. */
export async function openMarket(shop: Pick<Shop, 'products' | 'users'>): Promise<void> {
  const category = 'kitchen';
  const stocks = {
    kettle: { 'anna/berlin': 5, 'boris/lyon': 6 },
    mug: { 'anna/hamburg': 7, 'boris/lyon': 5 },
    tea: { 'anna/munich': 20, 'chloe/madrid': 30 },
  };
  const prices = { kettle: 4900, mug: 900, tea: 500 };
  for (const sku of ['kettle', 'mug', 'tea'] as const) {
    const product = { sku, name: sku, category, priceMinor: prices[sku], stock: stocks[sku] };
    expectOk(await shop.products.add(product));
  }
  expectOk(await shop.users.register({ userId: 'ada', name: 'Ada' }));
}

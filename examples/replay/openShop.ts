import { createShop, type Shop } from '../../src/index.ts';
import { expectOk } from '../../src/terminal/expectOk.ts';
import { type SimulatedClock, simulatedClock } from '../../src/testing.ts';
import type { InvoiceLog } from './readInvoices.ts';

/**
 * Opens a shop at the time of the first invoice, with every product of the log and room for the longest invoice.
 *
 * @param stockPerSku units of each product; by default as many as the log asks for.
 */
export async function openShop(
  { invoices, products }: Pick<InvoiceLog, 'invoices' | 'products'>,
  stockPerSku?: number,
): Promise<{ shop: Shop; clock: SimulatedClock }> {
  const clock = simulatedClock(invoices[0]?.at ?? 0);
  const longest = invoices.reduce((most, { lines }) => Math.max(most, lines.size), 1);
  const shop = await createShop({ clock, currency: 'GBP', maxCartLines: longest });
  for (const { sku, name, priceMinor, demand } of products.values()) {
    const stock = stockPerSku ?? demand;
    expectOk(await shop.products.add({ sku, name, category: 'retail', priceMinor, stock }));
  }
  return { shop, clock };
}

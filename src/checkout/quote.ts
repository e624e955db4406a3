import type { CartLine, QuotedLine } from '../../machines/index.ts';
import * as check from '../base/check.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { type Pricing, priceLine } from '../pricing/pricing.ts';
import type { User } from '../schema/user.ts';

/** The lines of a cart with their current prices, and their sum in minor units. */
export interface Quote {
  readonly lines: readonly QuotedLine[];
  readonly totalMinor: number;
}

/**
 * Calculates what the lines cost now. Changes nothing.
 *
 * @throws RangeError if a line total or the sum is not from 0 to 2^53 - 1 minor units; and an error of
 * the strategy.
 */
export function quote(
  cartLines: readonly CartLine[],
  { catalog, pricing, user }: { catalog: Catalog; pricing: Pricing; user: User },
): Quote {
  let totalMinor = 0;
  const lines = cartLines.map(({ sku, quantity }): QuotedLine => {
    const product = catalog.get(sku);
    if (product === undefined) throw new Error(`the catalogue has no ${sku}`);
    const { name, category, priceMinor: unitPriceMinor, maxPerOrder } = product;
    const lineTotalMinor = priceLine(
      pricing,
      { sku, name, category, unitPriceMinor, quantity },
      user,
    );
    totalMinor += lineTotalMinor;
    return { sku, name, quantity, unitPriceMinor, lineTotalMinor, maxPerOrder };
  });
  if (!Number.isSafeInteger(totalMinor)) {
    throw check.outOfRange('the order total', 'at most 2^53 - 1 minor units', totalMinor);
  }
  return { lines, totalMinor };
}

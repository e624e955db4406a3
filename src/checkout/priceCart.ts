import type { CartLine, QuotedLine } from '../../machines/index.ts';
import * as check from '../base/check.ts';
import { userCodeReturned } from '../base/userCodeError.ts';
import type { CartItems } from '../carts/cartItems.ts';
import { isCustom, type Pricing, priceLine } from '../pricing/pricing.ts';
import type { User } from '../schema/user.ts';

/** The lines of a cart with their current prices, and their sum in minor units. */
export interface PricedCart {
  readonly lines: readonly QuotedLine[];
  readonly totalMinor: number;
}

/**
 * Calculates what the lines cost now. Changes nothing.
 *
 * @param items those of the lines.
 * @throws RangeError if a line total or the sum is not from 0 to 2^53 - 1 minor units; UserCodeError if
 * that, or anything else, is the fault of a custom strategy.
 */
export function priceCart(
  cartLines: readonly CartLine[],
  items: CartItems,
  { pricing, user }: { pricing: Pricing; user: User },
): PricedCart {
  let totalMinor = 0;
  const lines = new Array<QuotedLine>(cartLines.length);
  for (let index = 0; index < cartLines.length; index++) {
    const { sku, quantity } = cartLines[index] as CartLine;
    const product = items[index];
    if (product === undefined) throw new Error(`the catalogue has no ${sku}`);
    const { name, category, priceMinor: unitPriceMinor, maxPerOrder, maxPerUser } = product;
    const line = { sku, name, category, unitPriceMinor, quantity };
    const lineTotalMinor = priceLine(pricing, line, user);
    totalMinor += lineTotalMinor;
    lines[index] = {
      sku,
      name,
      quantity,
      unitPriceMinor,
      lineTotalMinor,
      maxPerOrder,
      maxPerUser,
    };
  }
  if (!Number.isSafeInteger(totalMinor)) {
    const fault = check.outOfRange('the order total', 'at most 2^53 - 1 minor units', totalMinor);
    throw isCustom(pricing) ? userCodeReturned('pricing', fault) : fault;
  }
  return { lines, totalMinor };
}

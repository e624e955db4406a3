import type {
  CartLimitRefusal,
  OutOfStockRefusal,
  PriceChangedRefusal,
  PurchaseLimitRefusal,
} from './refusal.ts';

/** One product in a cart. Its price and name are looked up in the catalogue until checkout. */
export interface CartLine {
  /** The product. */
  readonly sku: string;
  /** Units, 1 or more. */
  readonly quantity: number;
}

/** The limits for a changed line at the time of the command. */
export interface LineLimits {
  /** Units that could be sold now. */
  readonly available: number;
  /** The product's limit for one order, if it has one. */
  readonly maxPerOrder?: number | undefined;
  /** The most lines of the cart; no limit when left out. */
  readonly maxCartLines?: number | undefined;
  /** The product's limit for one user, if it has one. */
  readonly maxPerUser?: number | undefined;
  /** Given when the line is above `maxPerUser`: the units that the user holds or has bought. */
  readonly counted?: number | undefined;
}

/**
 * Units of `sku` in the cart; 0 when there is no such line.
 *
 * @param lines of one cart, each SKU once.
 * @param sku the product that is looked for.
 */
export function quantityOf(lines: readonly CartLine[], sku: string): number {
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] as CartLine;
    if (line.sku === sku) return line.quantity;
  }
  return 0;
}

/**
 * The lines with `sku` at `quantity`: replaced in place, appended when new, left out when 0.
 *
 * @param lines of one cart, each SKU once; not changed.
 * @param sku the product of the line.
 * @param quantity units that the line has then; 0 or more.
 */
export function withQuantity(
  lines: readonly CartLine[],
  sku: string,
  quantity: number,
): readonly CartLine[] {
  if (quantity === 0) return lines.filter((line) => line.sku !== sku);
  if (quantityOf(lines, sku) === 0) return appended(lines, { sku, quantity });
  return lines.map((line) => (line.sku === sku ? { sku, quantity } : line));
}

/** Small carts are written out, since a spread reserves room for seventeen more lines. */
function appended(lines: readonly CartLine[], line: CartLine): readonly CartLine[] {
  const [first] = lines;
  if (first === undefined) return [line];
  return lines.length === 1 ? [first, line] : [...lines, line];
}

/**
 * Why a cart takes no line with `sku`, or undefined when it does. Only new lines are refused: a cart with more lines
 * than the limit, which may have been higher, can still be changed and bought.
 */
export function cartLimitRefusal(
  lines: readonly CartLine[],
  sku: string,
  { maxCartLines }: Pick<LineLimits, 'maxCartLines'>,
): CartLimitRefusal | undefined {
  if (maxCartLines === undefined || lines.length < maxCartLines) return undefined;
  return quantityOf(lines, sku) > 0 ? undefined : { code: 'cart-limit', maxCartLines };
}

/**
 * Why a line may not have `quantity` units, or undefined when it may. The purchase limits come first: they also
 * apply after a restock. What the user has bought counts at the checkout. A line may always become smaller, since the stock may have
 * shrunk since the line was added.
 *
 * @param line the product, with the units that it is to have (`quantity`) and has had (`before`).
 * @param limits of the product, at the time of the command.
 */
export function quantityRefusal(
  { sku, quantity, before }: { sku: string; quantity: number; before: number },
  { available, maxPerOrder, maxPerUser, counted = 0 }: LineLimits,
): PurchaseLimitRefusal | OutOfStockRefusal | undefined {
  if (quantity <= before) return undefined;
  const refusal = orderLimitRefusal(sku, quantity, maxPerOrder);
  if (refusal !== undefined) return refusal;
  if (maxPerUser !== undefined && quantity > maxPerUser) {
    return { code: 'purchase-limit', sku, requested: quantity, maxPerUser, counted };
  }
  if (quantity > available) {
    return { code: 'out-of-stock', shortages: [{ sku, requested: quantity, available }] };
  }
  return undefined;
}

/**
 * Why a cart may not be bought at its present total; undefined if no total, or this one, is expected.
 *
 * @param totals what the cart costs, and what the buyer expects to pay, in minor units; any total when left
 * out.
 */
export function priceRefusal({
  expectedTotalMinor,
  totalMinor,
}: {
  readonly expectedTotalMinor?: number | undefined;
  readonly totalMinor: number;
}): PriceChangedRefusal | undefined {
  if (expectedTotalMinor === undefined || expectedTotalMinor === totalMinor) return undefined;
  return { code: 'price-changed', expectedTotalMinor, totalMinor };
}

/** The refusal of more units than one order may have; undefined for any other number. */
export function orderLimitRefusal(
  sku: string,
  requested: number,
  maxPerOrder: number | undefined,
): PurchaseLimitRefusal | undefined {
  if (maxPerOrder === undefined || requested <= maxPerOrder) return undefined;
  return { code: 'purchase-limit', sku, requested, maxPerOrder };
}

/**
 * The first line above its product's limit for one order, which may have been lowered since the line was
 * added. The limit for one user depends on the orders of the user: the inventory decides it.
 *
 * @param lines of one cart, each SKU once, with the limits of their products.
 */
export function limitRefusal(
  lines: readonly (CartLine & { readonly maxPerOrder?: number | undefined })[],
): PurchaseLimitRefusal | undefined {
  for (let index = 0; index < lines.length; index++) {
    const { sku, quantity, maxPerOrder } = lines[index] as (typeof lines)[number];
    const refusal = orderLimitRefusal(sku, quantity, maxPerOrder);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

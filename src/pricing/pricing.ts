import * as check from '../base/check.ts';
import { userCodeReturned, userCodeThrew } from '../base/userCodeError.ts';
import type { User } from '../schema/user.ts';

/** A line to be priced: one product within one checkout. */
export interface PricingLine {
  /** The product. */
  readonly sku: string;
  /** The product's present name. */
  readonly name: string;
  /** The product's category. */
  readonly category: string;
  /** The list price of one unit, in minor units. */
  readonly unitPriceMinor: number;
  /** Units of the product in the cart, 1 or more. */
  readonly quantity: number;
}

/**
 * A pricing strategy: calculates the total of a line in minor units. The result must be from 0 to
 * 2^53 - 1 and is rounded half up. An order stores the function's `name` and the prices.
 *
 * @param line one product with all its units in this checkout.
 * @param user who buys.
 * @returns what the whole line costs, in minor units.
 */
export type Pricing = (line: PricingLine, user: User) => number;

/**
 * The list price times the quantity.
 *
 * @example
 * const shop = await createShop({ pricing: regularPricing() }); // what a shop without the option has
 */
export function regularPricing(): Pricing {
  return withName('regular', listPrice);
}

/**
 * A discount on lines with at least `minQuantity` units, rounded half up.
 *
 * @param terms `percent` from 0 to 100 with at most two decimals, `minQuantity` at least 1.
 * @throws TypeError or RangeError if a term is not like that.
 *
 * @example
 * const shop = await createShop({ pricing: bulkPricing({ percent: 10, minQuantity: 5 }) });
 */
export function bulkPricing(terms: { percent: number; minQuantity: number }): Pricing {
  check.fields('bulkPricing', terms, ['percent', 'minQuantity']);
  const basisPoints = percentOff(terms.percent);
  const minQuantity = check.quantity('minQuantity', terms.minQuantity);
  return withName('bulk', (line) =>
    line.quantity >= minQuantity ? discounted(listPrice(line), basisPoints) : listPrice(line),
  );
}

/**
 * A discount for members, rounded half up.
 *
 * @param terms `percent` from 0 to 100 with at most two decimals.
 * @throws TypeError or RangeError if it is not like that.
 *
 * @example
 * const shop = await createShop({
 *   pricing: bestOf(bulkPricing({ percent: 10, minQuantity: 5 }), membershipPricing({ percent: 15 })),
 * });
 */
export function membershipPricing(terms: { percent: number }): Pricing {
  check.fields('membershipPricing', terms, ['percent']);
  const basisPoints = percentOff(terms.percent);
  return withName('membership', (line, user) =>
    user.member ? discounted(listPrice(line), basisPoints) : listPrice(line),
  );
}

/**
 * Gives each line the lowest price of the strategies; discounts are not combined.
 *
 * @param strategies one or more; each is called for each line.
 * @throws TypeError or RangeError if there is no strategy, or one is not a function.
 *
 * @example
 * const tenOff: Pricing = ({ unitPriceMinor, quantity }) => Math.max(0, unitPriceMinor * quantity - 1000);
 * const shop = await createShop({ pricing: bestOf(regularPricing(), tenOff) });
 */
export function bestOf(...strategies: readonly Pricing[]): Pricing {
  if (strategies.length === 0) {
    throw check.outOfRange('bestOf', 'at least one pricing strategy', strategies);
  }
  for (const [index, strategy] of strategies.entries()) {
    check.callable(`bestOf: strategy ${index + 1}`, strategy);
  }
  const name = `bestOf(${strategies.map(nameOf).join(', ')})`;
  const best = withName(name, (line, user) =>
    Math.min(...strategies.map((strategy) => priceLine(strategy, line, user))),
  );
  if (strategies.some(isCustom)) WITH_CUSTOM.add(best);
  return best;
}

/** The name that an order stores: the function's own, or `custom` if it has none. */
export function nameOf(pricing: Pricing): string {
  const name: unknown = pricing.name;
  return typeof name === 'string' && name !== '' ? name : 'custom';
}

/**
 * The line's total by the strategy, rounded half up.
 *
 * @throws RangeError if the list price is not from 0 to 2^53 - 1; UserCodeError if a custom strategy throws,
 * or returns no number that rounds to that.
 */
export function priceLine(pricing: Pricing, line: PricingLine, user: User): number {
  const isOwn = OWN.has(pricing);
  const price: unknown = isOwn ? pricing(line, user) : priceOf(pricing, line, user);
  if (typeof price === 'number' && price >= 0) {
    // Math.round rounds half up exactly; adding 0.5 and truncating does not. Adding 0 turns -0 into 0.
    const total = Math.round(price) + 0;
    if (Number.isSafeInteger(total)) return total;
  }
  const expected = 'a line total in minor units, from 0 to 2^53 - 1';
  const name = pricedAs(pricing, line);
  const fault = check.outOfRange(name, expected, price);
  throw isOwn ? fault : userCodeReturned('pricing', fault);
}

/** What a custom strategy returns. @throws UserCodeError if it throws. */
function priceOf(pricing: Pricing, line: PricingLine, user: User): unknown {
  let price: unknown;
  try {
    // Custom code gets copies, since it may change its arguments.
    price = pricing({ ...line }, { ...user });
  } catch (error) {
    throw userCodeThrew('pricing', error, pricedAs(pricing, line));
  }
  // An async function is refused; a rejection of its promise must not end the process.
  if (price instanceof Promise) price.catch(() => {});
  return price;
}

/** How messages name what a strategy was asked for. */
function pricedAs(pricing: Pricing, { quantity, sku }: PricingLine): string {
  return `pricing '${nameOf(pricing)}', ${quantity} × ${sku}`;
}

/** True for a strategy with code of the user: a custom one, or {@link bestOf} with one in it. */
export function isCustom(pricing: Pricing): boolean {
  return !OWN.has(pricing) || WITH_CUSTOM.has(pricing);
}

function listPrice({ unitPriceMinor, quantity }: PricingLine): number {
  return unitPriceMinor * quantity;
}

/** 100 % in basis points, the unit of discounts, since a percentage may have two decimals. */
const ALL_BASIS_POINTS = 10_000n;

/** Rounds half up in integer arithmetic, where no binary fraction can affect the rounding. */
function discounted(totalMinor: number, basisPoints: bigint): number {
  if (!Number.isSafeInteger(totalMinor)) return totalMinor; // Refused by priceLine.
  return Number(
    (BigInt(totalMinor) * (ALL_BASIS_POINTS - basisPoints) + ALL_BASIS_POINTS / 2n) /
      ALL_BASIS_POINTS,
  );
}

/**
 * A percentage in basis points.
 *
 * @throws RangeError outside of 0 to 100, or with more than two decimals.
 */
function percentOff(percent: number): bigint {
  check.number('percent', percent, { min: 0, max: 100 });
  const basisPoints = Math.round(percent * 100);
  if (Math.abs(basisPoints - percent * 100) > 1e-6) {
    throw check.outOfRange('percent', 'at most two decimals', percent);
  }
  return BigInt(basisPoints);
}

/** The strategies of this file, which change nothing. */
const OWN = new WeakSet<Pricing>();

/** Those of them that call a custom one. */
const WITH_CUSTOM = new WeakSet<Pricing>();

function withName(name: string, pricing: Pricing): Pricing {
  const strategy: Pricing = (line, user) => pricing(line, user);
  OWN.add(strategy);
  return Object.defineProperty(strategy, 'name', { value: name });
}

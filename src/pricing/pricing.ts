import * as check from '../base/check.ts';
import type { User } from '../schema/user.ts';

/** A line to be priced: one product within one checkout. */
export interface PricingLine {
  readonly sku: string;
  readonly name: string;
  readonly category: string;
  readonly unitPriceMinor: number;
  readonly quantity: number;
}

/**
 * What a line costs in all, in minor units. The result is rounded half up; it must not be negative.
 * An order keeps the function's `name` and the prices it made.
 */
export type Pricing = (line: PricingLine, user: User) => number;

/** The list price times the quantity. */
export function regularPricing(): Pricing {
  return named('regular', listPrice);
}

/** So many percent off the whole line when it has at least so many units of its product. */
export function bulkPricing(terms: { percent: number; minQuantity: number }): Pricing {
  check.fields('bulkPricing', terms, ['percent', 'minQuantity']);
  const basisPoints = percentOff(terms.percent);
  const minQuantity = check.quantity('minQuantity', terms.minQuantity);
  return named('bulk', (line) =>
    line.quantity >= minQuantity ? discounted(listPrice(line), basisPoints) : listPrice(line),
  );
}

/** So many percent off for members. */
export function membershipPricing(terms: { percent: number }): Pricing {
  check.fields('membershipPricing', terms, ['percent']);
  const basisPoints = percentOff(terms.percent);
  return named('membership', (line, user) =>
    user.member ? discounted(listPrice(line), basisPoints) : listPrice(line),
  );
}

/** For each line the cheapest of what the strategies make of it; discounts do not add up. */
export function bestOf(...strategies: readonly Pricing[]): Pricing {
  if (strategies.length === 0) {
    throw check.outOfRange('bestOf', 'at least one pricing strategy', strategies);
  }
  for (const [index, strategy] of strategies.entries()) {
    check.callable(`bestOf: strategy ${index + 1}`, strategy);
  }
  const name = `bestOf(${strategies.map(nameOf).join(', ')})`;
  return named(name, (line, user) =>
    Math.min(...strategies.map((strategy) => priceLine(strategy, line, user))),
  );
}

/** The name that an order keeps: the function's own, or `custom` if it has none. */
export function nameOf(pricing: Pricing): string {
  const name: unknown = pricing.name;
  return typeof name === 'string' && name !== '' ? name : 'custom';
}

/**
 * The line's total by the strategy, rounded half up.
 *
 * @throws RangeError if the strategy answers anything but a non-negative number below 2^53.
 */
export function priceLine(pricing: Pricing, line: PricingLine, user: User): number {
  // A strategy is the user's code: it gets copies.
  const price: unknown = pricing({ ...line }, { ...user });
  // An async function is no strategy; what its promise comes to is nobody's to hear.
  if (price instanceof Promise) price.catch(() => {});
  if (typeof price === 'number' && price >= 0) {
    // Math.round rounds half up, and exactly, which adding a half and cutting off does not.
    const total = Math.round(price) + 0;
    if (Number.isSafeInteger(total)) return total;
  }
  throw check.outOfRange(
    `pricing '${nameOf(pricing)}', ${line.quantity} × ${line.sku}`,
    'a line total in minor units, from 0 to 2^53 - 1',
    price,
  );
}

function listPrice({ unitPriceMinor, quantity }: PricingLine): number {
  return unitPriceMinor * quantity;
}

/** 100 % in the unit that discounts are calculated in: a percentage may have two decimals. */
const WHOLE = 10_000n;

/** Rounds half up without leaving the integers, where no binary fraction can tip the balance. */
function discounted(totalMinor: number, basisPoints: bigint): number {
  if (!Number.isSafeInteger(totalMinor)) return totalMinor; // Refused by priceLine.
  return Number((BigInt(totalMinor) * (WHOLE - basisPoints) + WHOLE / 2n) / WHOLE);
}

function percentOff(percent: number): bigint {
  check.number('percent', percent, { min: 0, max: 100 });
  const basisPoints = Math.round(percent * 100);
  if (Math.abs(basisPoints - percent * 100) > 1e-6) {
    throw check.outOfRange('percent', 'at most two decimals', percent);
  }
  return BigInt(basisPoints);
}

function named(name: string, pricing: Pricing): Pricing {
  const strategy: Pricing = (line, user) => pricing(line, user);
  return Object.defineProperty(strategy, 'name', { value: name });
}

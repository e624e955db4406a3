import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  bestOf,
  bulkPricing,
  membershipPricing,
  type Pricing,
  type PricingLine,
  regularPricing,
  UserCodeError,
} from '../../src/index.ts';

import { priceLine } from '../../src/pricing/pricing.ts';

/** Any price and quantity whose product is a safe integer, the largest ones included. */
const line: fc.Arbitrary<PricingLine> = fc
  .record({ quantity: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1 })) })
  .chain(({ quantity }) =>
    fc.record({
      sku: fc.constant('a'),
      name: fc.constant('A'),
      category: fc.constant('any'),
      quantity: fc.constant(quantity),
      unitPriceMinor: fc.oneof(
        fc.nat(Math.min(10_000, Math.floor(Number.MAX_SAFE_INTEGER / quantity))),
        fc.nat(Math.floor(Number.MAX_SAFE_INTEGER / quantity)),
      ),
    }),
  );
const basisPoints = fc.nat(10_000);
const user = fc.boolean().map((member) => ({ userId: 'u', name: 'U', member }));

/** A total less a discount in hundredths of a percent, rounded half up, in exact arithmetic. */
function discounted({ unitPriceMinor, quantity }: PricingLine, basisPoints: number): number {
  const list = BigInt(unitPriceMinor) * BigInt(quantity);
  return Number((list * BigInt(10_000 - basisPoints) + 5_000n) / 10_000n);
}

describe('a line total is exact to the last minor unit', () => {
  test('at list price', () => {
    fc.assert(
      fc.property(line, user, (it, buyer) => {
        expect(priceLine(regularPricing(), it, buyer)).toBe(discounted(it, 0));
      }),
    );
  });

  test.each([2 ** 52 + 1, Number.MAX_SAFE_INTEGER])('at a list price of %d', (unitPriceMinor) => {
    const it = { sku: 'a', name: 'A', category: 'any', quantity: 1, unitPriceMinor };
    const buyer = { userId: 'u', name: 'U', member: false };
    expect(priceLine(regularPricing(), it, buyer)).toBe(unitPriceMinor);
  });

  test('with a bulk discount from the least quantity on', () => {
    fc.assert(
      fc.property(line, user, basisPoints, fc.integer({ min: 1, max: 20 }), (...given) => {
        const [it, buyer, off, minQuantity] = given;
        const pricing = bulkPricing({ percent: off / 100, minQuantity });
        const expected = discounted(it, it.quantity >= minQuantity ? off : 0);
        expect(priceLine(pricing, it, buyer)).toBe(expected);
      }),
    );
  });

  test('with a membership discount for members', () => {
    fc.assert(
      fc.property(line, user, basisPoints, (it, buyer, off) => {
        const pricing = membershipPricing({ percent: off / 100 });
        expect(priceLine(pricing, it, buyer)).toBe(discounted(it, buyer.member ? off : 0));
      }),
    );
  });

  test('with the best of several discounts, never with their sum', () => {
    fc.assert(
      fc.property(line, user, basisPoints, basisPoints, (it, buyer, bulk, member) => {
        const strategies = [
          bulkPricing({ percent: bulk / 100, minQuantity: 5 }),
          membershipPricing({ percent: member / 100 }),
        ];
        const bulkTotal = discounted(it, it.quantity >= 5 ? bulk : 0);
        const memberTotal = discounted(it, buyer.member ? member : 0);
        const expected = Math.min(bulkTotal, memberTotal);
        expect(priceLine(bestOf(...strategies), it, buyer)).toBe(expected);
      }),
    );
  });
});

describe('the answer of a custom pricing function', () => {
  const [someLine] = fc.sample(line, { numRuns: 1, seed: 1 }) as [PricingLine];
  const buyer = { userId: 'u', name: 'U', member: false };
  const answering = (price: unknown): Pricing => Object.assign(() => price as number, {});

  test('is rounded half up', () => {
    const price = fc.oneof(
      fc.double({ min: 0, max: Number.MAX_SAFE_INTEGER, noNaN: true }),
      fc.double({ min: 0, max: 3, noNaN: true }),
      fc.nat(10_000).map((halves) => halves / 2),
    );
    fc.assert(
      fc.property(price, (it) => {
        const whole = Math.floor(it);
        const rest = it - whole; // Exact: both have the same binary digits.
        fc.pre(whole < Number.MAX_SAFE_INTEGER);
        expect(priceLine(answering(it), someLine, buyer)).toBe(rest >= 0.5 ? whole + 1 : whole);
      }),
      { examples: [[0.5], [0.5 - Number.EPSILON / 4], [1.5], [2.5], [2 ** 52 + 1]] },
    );
  });

  test('is kept when it is whole', () => {
    fc.assert(
      fc.property(fc.oneof(fc.maxSafeNat(), fc.nat()), (it) => {
        expect(priceLine(answering(it), someLine, buyer)).toBe(it);
      }),
    );
  });

  test('is refused when it is not an amount of money', () => {
    const amiss = fc.oneof(
      fc.double({ max: -Number.MIN_VALUE, noNaN: true }),
      fc.double({ min: 2 ** 53, noNaN: true }),
      fc.constantFrom(Number.NaN, undefined, null, '12', 12n, {}),
    );
    fc.assert(
      fc.property(amiss, (it) => {
        expect(() => priceLine(answering(it), someLine, buyer)).toThrow(UserCodeError);
      }),
    );
  });
});

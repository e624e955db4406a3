import {
  bestOf,
  bulkPricing,
  membershipPricing,
  type Pricing,
  regularPricing,
} from '../../../src/index.ts';

export type PricingName = 'regular' | 'bulk' | 'membership' | 'best' | 'halfPrice';

interface Terms {
  readonly unitPriceMinor: number;
  readonly quantity: number;
  readonly member: boolean;
}

/** Whole percents of whole amounts: with integers this small, the division is exact enough. */
function percentOff(totalMinor: number, percent: number): number {
  return Math.floor((totalMinor * (100 - percent) + 50) / 100);
}

const regular = ({ unitPriceMinor, quantity }: Terms) => unitPriceMinor * quantity;
const bulk = (terms: Terms) => percentOff(regular(terms), terms.quantity >= 5 ? 10 : 0);
const membership = (terms: Terms) => percentOff(regular(terms), terms.member ? 15 : 0);

/** Each strategy: the shop's, the expected total, and its name and code as they are printed. */
export const pricings: Record<
  PricingName,
  { pricing: Pricing; name: string; code: string; predict: (terms: Terms) => number }
> = {
  regular: {
    pricing: regularPricing(),
    name: 'regular',
    code: 'regularPricing()',
    predict: regular,
  },
  bulk: {
    pricing: bulkPricing({ percent: 10, minQuantity: 5 }),
    name: 'bulk',
    code: 'bulkPricing({ percent: 10, minQuantity: 5 })',
    predict: bulk,
  },
  membership: {
    pricing: membershipPricing({ percent: 15 }),
    name: 'membership',
    code: 'membershipPricing({ percent: 15 })',
    predict: membership,
  },
  best: {
    pricing: bestOf(
      bulkPricing({ percent: 10, minQuantity: 5 }),
      membershipPricing({ percent: 15 }),
    ),
    name: 'bestOf(bulk, membership)',
    code: 'bestOf(bulkPricing({ percent: 10, minQuantity: 5 }), membershipPricing({ percent: 15 }))',
    predict: (terms) => Math.min(bulk(terms), membership(terms)),
  },
  halfPrice: {
    pricing: function halfPrice({ unitPriceMinor, quantity }) {
      return (unitPriceMinor * quantity) / 2;
    },
    name: 'halfPrice',
    code: 'function halfPrice(line) { return (line.unitPriceMinor * line.quantity) / 2; }',
    predict: (terms) => Math.floor((regular(terms) + 1) / 2),
  },
};

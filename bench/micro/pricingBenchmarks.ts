import {
  bestOf,
  bulkPricing,
  membershipPricing,
  type Pricing,
  type PricingLine,
  regularPricing,
  type User,
} from '../../src/index.ts';
import { PRICED_LINES } from './limits.ts';
import { expectCount, type MicroBenchmark } from './microBenchmark.ts';

const bulk = bulkPricing({ percent: 10, minQuantity: 5 });
const membership = membershipPricing({ percent: 15 });

/** The price of a line by each strategy, for a member, with 1 to 10 units in turn. */
export const pricingBenchmarks: readonly MicroBenchmark[] = [
  // A line of n units costs 1000 n: 5500 on average over 1 to 10.
  pricingBenchmark('regular', regularPricing(), 5500),
  // 10 % off from 5 units on: 450 less on average.
  pricingBenchmark('bulk', bulk, 5050),
  pricingBenchmark('membership', membership, 4675),
  pricingBenchmark('bestOf(bulk, membership)', bestOf(bulk, membership), 4675),
];

/** @param mean the mean price of the lines, computed by hand. */
function pricingBenchmark(strategy: string, pricing: Pricing, mean: number): MicroBenchmark {
  return {
    name: `pricing of a line, ${strategy}`,
    async open() {
      const ada: User = { userId: 'ada', name: 'Ada', member: true };
      const lines = Array.from({ length: PRICED_LINES }, (_, index): PricingLine => {
        const [quantity, unitPriceMinor] = [1 + (index % 10), 1000];
        return { sku: `sku-${index}`, name: 'Mug', category: 'all', unitPriceMinor, quantity };
      });
      let total = 0;
      return {
        operations: PRICED_LINES,
        call() {
          for (const line of lines) total += pricing(line, ada);
        },
        verify: (calls) => expectCount('total', total, calls * PRICED_LINES * mean),
      };
    },
  };
}

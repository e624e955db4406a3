import type { Fault } from '../fault.ts';

const PRICING = 'test/rules/shop/pricing.test.ts';
const OWN_PRICING = 'test/rules/badInput/ownPricing.test.ts';
const TOTALS = 'test/rules/shop/totals.test.ts';

/** Prices, discounts and totals. */
export const MONEY: readonly Fault[] = [
  {
    rule: 'bestOf looks at all of its strategies',
    file: 'src/pricing/pricing.ts',
    from: '...strategies.map((strategy) => priceLine',
    to: '...strategies.slice(0, 2).map((strategy) => priceLine',
    tests: [TOTALS],
  },
  {
    rule: 'the best of several strategies is the lowest price',
    file: 'src/pricing/pricing.ts',
    from: 'Math.min(...strategies',
    to: 'Math.max(...strategies',
    tests: [PRICING],
  },
  {
    rule: 'a line whose list total is above 2^53 - 1 is refused, also with a discount below that',
    file: 'src/pricing/pricing.ts',
    from: 'if (!Number.isSafeInteger(totalMinor)) return totalMinor;',
    to: '',
    tests: [TOTALS],
  },
  {
    rule: 'a discount is rounded half up',
    file: 'src/pricing/pricing.ts',
    from: ' + ALL_BASIS_POINTS / 2n',
    to: '',
    tests: [PRICING],
  },
  {
    rule: 'the total of a strategy is rounded half up',
    file: 'src/pricing/pricing.ts',
    from: 'Math.round(price) + 0',
    to: 'Math.floor(price) + 0',
    tests: [PRICING],
  },
  {
    rule: 'bulk pricing applies from its quantity on',
    file: 'src/pricing/pricing.ts',
    from: 'line.quantity >= minQuantity',
    to: 'line.quantity > minQuantity',
    tests: [PRICING],
  },
  {
    rule: 'a strategy of the user gets copies, so that it changes nothing',
    file: 'src/pricing/pricing.ts',
    from: 'pricing({ ...line }, { ...user })',
    to: 'pricing(line, user)',
    tests: [OWN_PRICING, 'test/rules/badInput/aliasing.test.ts'],
  },
  {
    rule: 'a strategy that returns a negative price is refused',
    file: 'src/pricing/pricing.ts',
    from: "typeof price === 'number' && price >= 0",
    to: "typeof price === 'number'",
    tests: [OWN_PRICING],
  },
  {
    rule: 'a percentage has at most two decimals',
    file: 'src/pricing/pricing.ts',
    from: '> 1e-6',
    to: '> 1e6',
    tests: ['test/rules/badInput/reads.test.ts'],
  },
  {
    rule: 'the total of an order is the sum of its lines',
    file: 'src/checkout/priceCart.ts',
    from: 'totalMinor += lineTotalMinor',
    to: 'totalMinor = lineTotalMinor',
    tests: [PRICING],
  },
  {
    rule: 'an order whose total is above 2^53 - 1 is refused',
    file: 'src/checkout/priceCart.ts',
    from: '!Number.isSafeInteger(totalMinor)',
    to: 'totalMinor < 0',
    tests: [OWN_PRICING],
  },
  {
    rule: 'an add that takes the total of the cart above 2^53 - 1 is refused',
    file: 'src/carts/cartCommands.ts',
    from: 'if (Number.isSafeInteger(after) ||',
    to: 'if (after > 0 ||',
    tests: [TOTALS],
  },
  {
    rule: 'the total of a cart counts the quantity that is added',
    file: 'src/carts/cartCommands.ts',
    from: 'before + priceMinor * (after - inCart)',
    to: 'before + priceMinor',
    tests: [TOTALS],
  },
  {
    rule: 'the total of a cart counts the quantities of the lines that are there',
    file: 'src/carts/cartView.ts',
    from: '(items[index]?.priceMinor ?? 0) * quantity',
    to: '(items[index]?.priceMinor ?? 0) * Math.min(quantity, 1)',
    tests: [TOTALS],
  },
  {
    rule: 'a cart whose total is above 2^53 - 1 by a new price can still be changed',
    file: 'src/carts/cartCommands.ts',
    from: ' || !Number.isSafeInteger(before)) return;',
    to: ') return;',
    tests: ['test/rules/badInput/size.test.ts'],
  },
  {
    rule: 'a checkout is charged with the strategy that it was given',
    file: 'src/checkout/checkout.ts',
    from: 'pricing ?? terms.pricing',
    to: 'terms.pricing ?? pricing',
    tests: [PRICING],
  },
];

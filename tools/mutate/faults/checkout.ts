import type { Fault } from '../fault.ts';

const KEYS = 'test/rules/shop/idempotency.test.ts';
const QUOTE = 'test/rules/shop/quote.test.ts';
const TOTAL = 'test/rules/shop/expectedTotal.test.ts';
const FINGERPRINT = 'test/properties/requestFingerprint.test.ts';

/** Checkouts with a key, with an expected total, and quotes. */
export const CHECKOUT_FAULTS: readonly Fault[] = [
  {
    rule: 'an empty cart repeats only a checkout that has become an order',
    file: 'machines/rules/idempotency.ts',
    from: 'hasOrder && second.lines === NO_LINES',
    to: 'second.lines === NO_LINES',
    tests: [KEYS],
  },
  {
    rule: 'other options with a used key are refused',
    file: 'machines/rules/idempotency.ts',
    from: 'if (first.options !== second.options) return false;',
    to: '',
    tests: [KEYS],
  },
  {
    rule: 'everything repeats a checkout that an earlier version has stored',
    file: 'machines/rules/idempotency.ts',
    from: 'if (first.options === UNKNOWN_REQUEST) return true;',
    to: '',
    tests: [KEYS],
  },
  {
    rule: 'a changed request is refused while the first one is still running',
    file: 'src/checkout/idempotency.ts',
    from: 'if (!isRepeat(first, true, again)) return this.#refuseMismatch(again);',
    to: '',
    tests: [KEYS],
  },
  {
    rule: 'a repeat with an empty cart is refused if the running first one is refused',
    file: 'src/checkout/idempotency.ts',
    from: 'if (!isRepeat(first, answer.ok, again)) return this.#refuseMismatch(again);',
    to: '',
    tests: [KEYS],
  },
  {
    rule: 'an answer that is given again says so',
    file: 'src/checkout/idempotency.ts',
    from: '{ ...structuredClone(answer), replayed: true }',
    to: 'structuredClone(answer)',
    tests: [KEYS],
  },
  {
    rule: 'a repeat of a checkout whose order is in quarantine is refused',
    file: 'src/checkout/idempotency.ts',
    from: 'if (refusal !== undefined) return refused(refusal);',
    to: '',
    tests: [KEYS, 'test/rules/shop/quarantine.test.ts'],
  },
  {
    rule: 'the quantity of a line counts for what a checkout asks for',
    file: 'src/checkout/requestFingerprint.ts',
    from: 'hashText(sku, SEED) ^ units',
    to: 'hashText(sku, SEED)',
    tests: [KEYS, FINGERPRINT],
  },
  {
    rule: 'units above 2^32 count for what a checkout asks for',
    file: 'src/checkout/requestFingerprint.ts',
    from: 'quantity ^ Math.imul(quantity / 2 ** 32, 0x9e3779b1)',
    to: 'quantity',
    tests: [KEYS, FINGERPRINT],
  },
  {
    rule: 'an expected total of zero counts for what a checkout asks for',
    file: 'src/checkout/requestFingerprint.ts',
    from: "expectedTotalMinor ?? ''",
    to: "expectedTotalMinor || ''",
    tests: [KEYS, FINGERPRINT],
  },
  {
    rule: 'a quote is by the pricing that it was given',
    file: 'src/checkout/quote.ts',
    from: 'const pricing = given ?? terms.pricing;',
    to: 'const pricing = terms.pricing;',
    tests: [QUOTE],
  },
  {
    rule: 'a quote names the products that are short',
    file: 'src/checkout/quote.ts',
    from: 'if (shortages.length > 0) quote.shortages = shortages;',
    to: '',
    tests: [QUOTE],
  },
  {
    rule: 'a cart in quarantine gets no quote',
    file: 'src/checkout/quote.ts',
    from: 'if (refusal !== undefined) return refused(refusal);',
    to: '',
    tests: [QUOTE, 'test/rules/shop/quarantine.test.ts'],
  },
  {
    rule: 'a total that cannot be counted is the fault of a custom pricing',
    file: 'src/checkout/priceCart.ts',
    from: "throw isCustom(pricing) ? userCodeReturned('pricing', fault) : fault;",
    to: 'throw fault;',
    tests: [QUOTE, 'test/rules/badInput/ownPricing.test.ts'],
  },
  {
    rule: 'a checkout that would cost other than expected is refused',
    file: 'machines/cartSetup.ts',
    from: 'priceRefusal(event as Checkout) !== undefined',
    to: 'priceRefusal(event as Checkout) === null',
    tests: [TOTAL],
  },
];

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isRepeat, NO_LINES, UNKNOWN_REQUEST } from '../../machines/index.ts';
import { linesFingerprint, optionsFingerprint } from '../../src/checkout/requestFingerprint.ts';
import { runs } from './runs.ts';

const quantity = fc.oneof(
  fc.integer({ min: 1, max: 5 }),
  fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
);
const lines = fc.uniqueArray(
  fc.record({
    sku: fc.oneof(fc.constantFrom('a', 'b', 'ab'), fc.string({ minLength: 1 })),
    quantity,
  }),
  { selector: ({ sku }) => sku, maxLength: 6 },
);

/** What two carts have to have in common: their lines in any order. */
function textOf(cart: readonly { sku: string; quantity: number }[]): string {
  return JSON.stringify(cart.map(({ sku, quantity }) => [sku, quantity]).sort());
}

describe('the fingerprint of lines', () => {
  it('is the same for the same lines in any order, and another one for other lines', () => {
    const property = fc.property(lines, lines, (one, other) => {
      const fingerprint = linesFingerprint(one);
      expect(linesFingerprint([...one].reverse())).toBe(fingerprint);
      expect(fingerprint).toBeLessThan(2 ** 31);
      expect(fingerprint === NO_LINES).toBe(one.length === 0);
      expect(linesFingerprint(other) === fingerprint).toBe(textOf(one) === textOf(other));
    });
    fc.assert(property, { numRuns: runs(2000) });
  });

  it('tells apart a hundred thousand carts that differ in units only', () => {
    const seen = new Set<number>();
    for (let a = 1; a <= 300; a++) {
      for (let b = 1; b <= 333; b++) {
        seen.add(
          linesFingerprint([
            { sku: 'a', quantity: a },
            { sku: 'b', quantity: b },
          ]),
        );
      }
    }
    // Of 10^5 numbers of 31 bits, two or three pairs are the same by chance.
    expect(seen.size).toBeGreaterThan(300 * 333 - 20);
  });

  it('tells apart units above 2^32, also those that have the same lower 32 bits', () => {
    const units = [1, 2, 3, 2 ** 20].map((times) => 5 + times * 2 ** 32);
    const seen = [5, ...units].map((quantity) => linesFingerprint([{ sku: 'a', quantity }]));
    expect(new Set(seen).size).toBe(5);
  });

  it('does not depend on the process: it is stored', () => {
    expect(linesFingerprint([{ sku: 'mug', quantity: 2 }])).toBe(1_802_829_384);
    expect(optionsFingerprint({ pricing: undefined, expectedTotalMinor: 1800 })).toBe(558_195_764);
  });
});

interface Options {
  readonly name: string | undefined;
  readonly expectedTotalMinor: number | undefined;
}

describe('the fingerprint of options', () => {
  const strategy = (name: string) => Object.defineProperty(() => 0, 'name', { value: name });
  const options = fc.record({
    name: fc.option(fc.oneof(fc.constantFrom('', '1', 'bulk'), fc.string()), { nil: undefined }),
    expectedTotalMinor: fc.option(fc.oneof(fc.nat(2), fc.maxSafeNat()), { nil: undefined }),
  });

  it('is the same for the same total and the same name of the strategy, and only then', () => {
    const of = ({ name, expectedTotalMinor }: Options) =>
      optionsFingerprint({
        pricing: name === undefined ? undefined : strategy(name),
        expectedTotalMinor,
      });
    // A strategy without a name is called custom.
    const textOf = ({ name, expectedTotalMinor }: Options) =>
      JSON.stringify([name === '' ? 'custom' : name, expectedTotalMinor]);
    const property = fc.property(options, options, (one, other) => {
      expect(of(one) === of(other)).toBe(textOf(one) === textOf(other));
    });
    fc.assert(property, { numRuns: runs(2000) });
  });
});

describe('a second checkout with a key', () => {
  const request = { options: 1, lines: 2 };

  it('repeats the first one with the same options and lines, or an empty cart after an order', () => {
    for (const hasOrder of [true, false]) {
      expect(isRepeat(request, hasOrder, request)).toBe(true);
      expect(isRepeat(request, hasOrder, { ...request, lines: 3 })).toBe(false);
      expect(isRepeat(request, hasOrder, { ...request, options: 3 })).toBe(false);
      expect(isRepeat(request, hasOrder, { ...request, lines: NO_LINES })).toBe(hasOrder);
      expect(isRepeat(request, hasOrder, { options: 3, lines: NO_LINES })).toBe(false);
    }
  });

  it('repeats every first one of which it is unknown what it asked for', () => {
    const unknown = { options: UNKNOWN_REQUEST, lines: UNKNOWN_REQUEST };
    expect(isRepeat(unknown, true, request)).toBe(true);
    expect(isRepeat(unknown, false, { options: 0, lines: NO_LINES })).toBe(true);
  });
});

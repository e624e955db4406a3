import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ArgumentError } from '../../src/base/argumentError.ts';
import {
  DEFAULT_LIMITS,
  LIMIT_NAMES,
  resolveLimits,
  type ShopLimits,
} from '../../src/base/shopLimits.ts';
import { runs } from './runs.ts';

/** Of each pair, the first may not exceed the second. */
const ORDERED: readonly (readonly [keyof ShopLimits, keyof ShopLimits])[] = [
  ['sliceMs', 'shedAboveMs'],
  ['shedAboveMs', 'maxWaitMs'],
  ['sliceMs', 'maxWaitMs'],
  ['refusedIdempotencyWindowMs', 'idempotencyWindowMs'],
  ['maxIdempotencyKeysPerUser', 'maxIdempotencyKeys'],
];

const value = fc.constantFrom(
  1,
  4,
  5,
  6,
  100,
  999,
  1000,
  1001,
  5000,
  5001,
  10 ** 6,
  10 ** 8,
  10 ** 9,
);
const given = fc.record(
  Object.fromEntries(
    LIMIT_NAMES.map((name) => [name, name === 'maxTextLength' ? fc.constant(7) : value]),
  ),
  { requiredKeys: [] },
) as fc.Arbitrary<Partial<ShopLimits>>;

describe('the limits of a shop', () => {
  it('are those that are given, unless two of them contradict each other, which is misuse', () => {
    fc.assert(
      fc.property(given, (options) => {
        const contradiction = ORDERED.find(
          ([less, more]) => (options[less] ?? 0) > (options[more] ?? Number.POSITIVE_INFINITY),
        );
        if (contradiction !== undefined) {
          expect(() => resolveLimits(options)).toThrow(RangeError);
          expect(() => resolveLimits(options)).toThrow(ArgumentError);
          expect(() => resolveLimits(options)).toThrow(
            /^(\w+): expected at most \w+, which is \d+, got \d+$/,
          );
          return;
        }
        const limits = resolveLimits(options);
        expect(limits).toMatchObject(options);
        expect(Object.keys(limits)).toEqual(Object.keys(DEFAULT_LIMITS));
        for (const [less, more] of ORDERED) expect(limits[less]).toBeLessThanOrEqual(limits[more]);
      }),
      { numRuns: runs(2000) },
    );
  });

  it('have their defaults where nothing that is given contradicts these', () => {
    for (const name of LIMIT_NAMES) {
      const limits = resolveLimits({ [name]: DEFAULT_LIMITS[name] });
      expect(limits).toEqual(DEFAULT_LIMITS);
    }
    expect(resolveLimits({ maxWaitMs: 2 })).toMatchObject({ sliceMs: 2, shedAboveMs: 2 });
    expect(resolveLimits({ sliceMs: 9000 })).toMatchObject({ shedAboveMs: 9000, maxWaitMs: 9000 });
    expect(resolveLimits({ shedAboveMs: Number.POSITIVE_INFINITY })).toMatchObject({
      sliceMs: 5,
      maxWaitMs: Number.POSITIVE_INFINITY,
    });
  });

  it('contradict each other also across one that is left out', () => {
    expect(() => resolveLimits({ sliceMs: 10, maxWaitMs: 5 })).toThrow(
      'sliceMs: expected at most maxWaitMs, which is 5, got 10',
    );
  });
});

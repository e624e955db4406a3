import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  afterSample,
  type HealthFigures,
  type HealthReason,
  haveOtherReasons,
  NO_REASONS,
  reasonsOf,
} from '../../machines/rules/healthRules.ts';
import { runs } from './runs.ts';

const sample: fc.Arbitrary<HealthFigures> = fc.record({
  p99Ms: fc.constantFrom(0, 399, 450, 500, 501, 5000),
  checkouts: fc.constantFrom(9, 10, 5000),
  commands: fc.constant(10_000),
  errors: fc.constantFrom(0, 1, 80, 81, 100, 101, 10_000),
  refusedClasses: fc.constantFrom([], [], [], ['browse'], ['browse', 'buy']),
});

/** How bad a sample is for each reason: 2 begins it, 1 keeps it going, 0 is calm. */
const badness: Record<HealthReason, (figures: HealthFigures) => 0 | 1 | 2> = {
  latency: ({ p99Ms, checkouts }) => (checkouts < 10 || p99Ms <= 400 ? 0 : p99Ms <= 500 ? 1 : 2),
  errors: ({ errors }) => (errors <= 80 ? 0 : errors <= 100 ? 1 : 2),
  overload: ({ refusedClasses }) => (refusedClasses.length === 0 ? 0 : 2),
};

/** True when a bad sample has not been followed by five calm ones in a row. */
function holds(reason: HealthReason, samples: readonly HealthFigures[]): boolean {
  const levels = samples.map(badness[reason]).join('');
  return /2(?!.*00000)/.test(levels);
}

test('a reason holds from a bad sample on, until five calm ones in a row', () => {
  const property = fc.property(fc.array(sample, { maxLength: 60, size: 'max' }), (samples) => {
    let left = NO_REASONS;
    let changes = 0;
    for (const [index, figures] of samples.entries()) {
      const before = left;
      left = afterSample(before, figures);
      const past = samples.slice(0, index + 1);
      const expected = (['latency', 'errors', 'overload'] as const).filter((reason) =>
        holds(reason, past),
      );
      expect(reasonsOf(left)).toEqual(expected);
      if (haveOtherReasons(before, left)) changes++;
    }
    // Each of the three begins and ends at most once in six samples.
    expect(changes).toBeLessThanOrEqual(6 * (samples.length / 6 + 1));
  });
  fc.assert(property, { numRuns: runs(300) });
});

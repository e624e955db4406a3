import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../../runs.ts';
import type { Chart } from '../chart.ts';
import { engineCharts } from '../engineCharts.ts';
import { expectSame } from '../expectSame.ts';
import { anyAct } from './meddler.ts';
import { observeRestoredVisibly, observeVisibly } from './observeVisibly.ts';

const RUNS = runs(100);
const RESTORED_RUNS = runs(30);
const LENGTH = 12;

const acts = fc.array(anyAct, { maxLength: LENGTH + 1 });

describe.each(engineCharts)('$chart.rule that is hosted', ({ chart, step }) => {
  const steps = fc.array(step, { maxLength: LENGTH });

  test('takes every event unwatched, and does what XState does', () => {
    const property = fc.property(steps, fc.boolean(), (steps, isDecided) => {
      const lived: Chart = { ...chart, steps };
      const expected = observeVisibly(lived, { isHosted: false, isDecided });
      const actual = observeVisibly(lived, { isHosted: true, isDecided });
      expectSame(actual.moments, expected.moments, chart.rule);
      const isActive = actual.actor?.getSnapshot().status === 'active';
      const sent = steps.filter((it) => typeof it !== 'number').length;
      if (isActive) expect(actual.host?.unwatchedSteps).toBeGreaterThanOrEqual(sent);
    });
    fc.assert(property, { numRuns: RUNS });
  });

  test('shows observers that come and go what XState shows them', () => {
    const property = fc.property(steps, acts, fc.boolean(), (steps, acts, isDecided) => {
      const lived: Chart = { ...chart, steps };
      const given = { acts, isDecided };
      const expected = observeVisibly(lived, { isHosted: false, ...given });
      const actual = observeVisibly(lived, { isHosted: true, ...given });
      expectSame(actual.moments, expected.moments, JSON.stringify(acts));
    });
    fc.assert(property, { numRuns: RUNS });
  });

  test('leaves memory unwatched and comes back to XState, and the other way round', () => {
    const property = fc.property(steps, fc.nat(LENGTH), (steps, at) => {
      const lived: Chart = { ...chart, steps };
      const plain = { fromHosted: false, toHosted: false, at };
      const expected = observeRestoredVisibly(lived, plain);
      for (const way of [{ fromHosted: true }, { toHosted: true }] as const) {
        expectSame(observeRestoredVisibly(lived, { ...plain, ...way }), expected, chart.rule);
      }
    });
    fc.assert(property, { numRuns: RESTORED_RUNS });
  });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs } from '../../runs.ts';
import { expectSame } from '../expectSame.ts';
import { anyAct } from '../visible/meddler.ts';
import { observeRestoredVisibly, observeVisibly } from '../visible/observeVisibly.ts';
import { anyChart, anySteps, reportAsConfig, runSettings } from './anyChart.ts';

/** With two sequences of events each. */
const CHARTS = runs(300);
const RESTORED_CHARTS = runs(80);

const acts = fc.array(anyAct, { maxLength: 12 });

test('any chart without parallel and history states does the same in a hosted actor, watched or not', () => {
  let unwatchedSteps = 0;
  const property = fc.property(anyChart, anySteps, acts, (chart, steps, acts) => {
    const unwatched = observeVisibly(chart, { isHosted: true });
    unwatchedSteps += unwatched.host?.unwatchedSteps ?? 0;
    const plain = observeVisibly(chart, { isHosted: false });
    expectSame(unwatched.moments, plain.moments, 'unwatched');
    const meddled = observeVisibly(chart, { isHosted: true, steps, acts });
    const expected = observeVisibly(chart, { isHosted: false, steps, acts });
    expectSame(meddled.moments, expected.moments, 'watched now and then');
  });
  fc.assert(property, { numRuns: CHARTS, reporter: reportAsConfig, ...runSettings });
  expect(unwatchedSteps).toBeGreaterThan(CHARTS);
});

test('any chart goes on in a hosted actor from what XState persisted, and the other way round', () => {
  const property = fc.property(anyChart, fc.nat(8), (chart, at) => {
    const plain = { fromHosted: false, toHosted: false, at };
    const expected = observeRestoredVisibly(chart, plain);
    const thence = observeRestoredVisibly(chart, { ...plain, fromHosted: true });
    expectSame(thence, expected, 'persisted by the hosted one');
    const hither = observeRestoredVisibly(chart, { ...plain, toHosted: true });
    expectSame(hither, expected, 'restored by the hosted one');
  });
  fc.assert(property, { numRuns: RESTORED_CHARTS, reporter: reportAsConfig, ...runSettings });
});

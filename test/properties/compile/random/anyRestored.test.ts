import fc from 'fast-check';
import { test } from 'vitest';
import { compile } from '../../../../src/compile.ts';
import { runs } from '../../runs.ts';
import { asItIs } from '../chart.ts';
import { expectSame } from '../expectSame.ts';
import { observeRestored } from '../observe.ts';
import { pureRun } from '../pureRun.ts';
import { anyChart, reportAsConfig, runSettings } from './anyChart.ts';

const CHARTS = runs(100);

test('any chart goes on from what was persisted, compiled or not', () => {
  const property = fc.property(anyChart, fc.nat(8), (chart, at) => {
    const expected = observeRestored(chart, { persisted: asItIs, restored: asItIs, at });
    const thence = observeRestored(chart, { persisted: compile, restored: asItIs, at });
    expectSame(thence, expected, 'persisted by the compiled one');
    const hither = observeRestored(chart, { persisted: asItIs, restored: compile, at });
    expectSame(hither, expected, 'restored by the compiled one');
  });
  fc.assert(property, { numRuns: CHARTS, reporter: reportAsConfig, ...runSettings });
});

test("XState's pure functions answer the same for any chart, compiled or not", () => {
  const property = fc.property(anyChart, (chart) =>
    expectSame(pureRun(chart, compile), pureRun(chart, asItIs), 'pure functions'),
  );
  fc.assert(property, { numRuns: CHARTS, reporter: reportAsConfig, ...runSettings });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compilable, compile } from '../../../../src/compile.ts';
import { runs } from '../../runs.ts';
import { asItIs } from '../chart.ts';
import { expectSame } from '../expectSame.ts';
import { observe } from '../observe.ts';
import { Trace } from '../trace.ts';
import { anyChart, anySteps, reportAsConfig, runSettings } from './anyChart.ts';

/** With two sequences of events each. */
const CHARTS = runs(400);

test('any chart without parallel and history states does the same when it is compiled', () => {
  const property = fc.property(anyChart, anySteps, (chart, steps) => {
    expect(compilable(chart.build({ trace: new Trace(), make: asItIs }))).toEqual({ ok: true });
    for (const options of [{ as: 'child' }, { as: 'root', steps }] as const) {
      const expected = observe(chart, asItIs, options);
      expectSame(observe(chart, compile, options), expected, `as a ${options.as}`);
    }
  });
  fc.assert(property, { numRuns: CHARTS, reporter: reportAsConfig, ...runSettings });
});

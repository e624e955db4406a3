import fc from 'fast-check';
import { describe, test } from 'vitest';
import { compile } from '../../../src/compile.ts';
import { runs } from '../runs.ts';
import { asItIs, type Chart, eventsOf, type Step } from './chart.ts';
import { allCharts } from './corpus/allCharts.ts';
import { expectSame } from './expectSame.ts';
import { observe } from './observe.ts';
import { Trace } from './trace.ts';

const RUNS = runs(6);

/** The steps of the chart, and all other events that it names. */
function stepOf({ build, steps }: Chart): fc.Arbitrary<Step> {
  const machine = build({ trace: new Trace(), make: asItIs });
  return fc.constantFrom<Step>(...steps, ...eventsOf(machine, steps), 1, 10, 'xstate.stop');
}

describe('in any order of its events, compiled or not:', () => {
  test.each(allCharts.map((chart) => [chart.rule, chart] as const))('%s', (_rule, chart) => {
    const property = fc.property(fc.array(stepOf(chart), { maxLength: 8 }), (steps) =>
      expectSame(observe(chart, compile, { steps }), observe(chart, asItIs, { steps }), ''),
    );
    fc.assert(property, { numRuns: RUNS });
  });
});

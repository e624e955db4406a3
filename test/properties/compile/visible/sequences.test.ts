import fc from 'fast-check';
import { describe, test } from 'vitest';
import { runs } from '../../runs.ts';
import { asItIs, type Chart, eventsOf, type Step } from '../chart.ts';
import { allCharts } from '../corpus/allCharts.ts';
import { expectSame } from '../expectSame.ts';
import { Trace } from '../trace.ts';
import { anyAct } from './meddler.ts';
import { observeVisibly } from './observeVisibly.ts';

const RUNS = runs(6);
const LENGTH = 8;

/** The steps of the chart, and all other events that it names. */
function stepsOf({ build, steps }: Chart): fc.Arbitrary<Step[]> {
  const machine = build({ trace: new Trace(), make: asItIs });
  const step = fc.constantFrom<Step>(...steps, ...eventsOf(machine, steps), 1, 10, 'xstate.stop');
  return fc.array(step, { maxLength: LENGTH });
}

const acts = fc.array(anyAct, { maxLength: LENGTH + 1 });

describe('observers that come and go see of a hosted actor what they see of one of XState:', () => {
  test.each(allCharts.map((chart) => [chart.rule, chart] as const))('%s', (_rule, chart) => {
    const property = fc.property(stepsOf(chart), acts, (steps, acts) => {
      const given = { steps, acts };
      const expected = observeVisibly(chart, { isHosted: false, ...given });
      const actual = observeVisibly(chart, { isHosted: true, ...given });
      expectSame(actual.moments, expected.moments, JSON.stringify(acts));
    });
    fc.assert(property, { numRuns: RUNS });
  });
});

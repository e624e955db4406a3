import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compilable, compile } from '../../../src/compile.ts';
import { runs } from '../runs.ts';
import { asItIs, type Chart } from './chart.ts';
import { engineCharts } from './engineCharts.ts';
import { expectSame } from './expectSame.ts';
import { observe, observeRestored } from './observe.ts';

const RUNS = runs(120);
const RESTORED_RUNS = runs(30);

describe.each(engineCharts)('$chart.rule', ({ chart, step }) => {
  const steps = fc.array(step, { maxLength: 12 });

  test('can be compiled', () => {
    const machine = chart.build({ trace: undefined as never, make: asItIs });
    expect(compilable(machine)).toEqual({ ok: true });
    expect(compile(machine)).not.toBe(machine);
  });

  test('does the same when compiled, whatever happens to it', () => {
    const property = fc.property(steps, (steps) => {
      const lived: Chart = { ...chart, steps };
      expectSame(observe(lived, compile), observe(lived, asItIs), chart.rule);
    });
    fc.assert(property, { numRuns: RUNS });
  });

  test('leaves memory compiled and comes back plain, and the other way round', () => {
    const property = fc.property(steps, fc.nat(12), (steps, at) => {
      const lived: Chart = { ...chart, steps };
      const ways = [
        { persisted: compile, restored: asItIs, at },
        { persisted: asItIs, restored: compile, at },
      ];
      const expected = observeRestored(lived, { persisted: asItIs, restored: asItIs, at });
      for (const way of ways) expectSame(observeRestored(lived, way), expected, chart.rule);
    });
    fc.assert(property, { numRuns: RESTORED_RUNS });
  });
});

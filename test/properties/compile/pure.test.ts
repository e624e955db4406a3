import { describe, expect, test } from 'vitest';
import { type AnyMachineSnapshot, type AnyStateMachine, transition } from 'xstate';
import { getShortestPaths, toDirectedGraph } from 'xstate/graph';
import { compile } from '../../../src/compile.ts';
import { asItIs, type Chart, eventsOf, type Maker } from './chart.ts';
import { allCharts } from './corpus/allCharts.ts';
import { structureCharts } from './corpus/structureCharts.ts';
import { targetCharts } from './corpus/targetCharts.ts';
import { expectSame } from './expectSame.ts';
import { attempt, nodesBelow } from './look.ts';
import { Copier } from './plain.ts';
import { pureRun } from './pureRun.ts';
import { Trace } from './trace.ts';

describe("XState's pure functions answer the same for a compiled machine", () => {
  test.each(allCharts.map((chart) => [chart.rule, chart] as const))('%s', (_rule, chart) => {
    expectSame(pureRun(chart, compile), pureRun(chart, asItIs), chart.rule);
  });
});

describe('the graph of a compiled machine is that of the plain one:', () => {
  test.each([...structureCharts, ...targetCharts])('$rule', (chart) => {
    expect(paths(chart, compile)).toEqual(paths(chart, asItIs));
  });
});

/** The paths of XState's graph. */
function paths(chart: Chart, make: Maker) {
  const machine = make(chart.build({ trace: new Trace(), make }));
  const options = { events: eventsOf(machine, chart.steps), limit: 200 } as object;
  return new Copier().copy({
    shortest: attempt(() => getShortestPaths(machine, options)),
    graph: JSON.stringify(toDirectedGraph(machine)),
  });
}

describe("a plain and a compiled machine take each other's snapshots:", () => {
  test.each(allCharts.map((chart) => [chart.rule, chart] as const))('%s', (_rule, chart) => {
    const trace = new Trace();
    const plain = chart.build({ trace, make: asItIs });
    const compiled = compile(plain);
    for (const [of, to] of [
      [plain, compiled],
      [compiled, plain],
    ] as const) {
      for (const snapshot of snapshotsOf(plain, of)) {
        for (const event of eventsOf(plain, chart.steps)) {
          const next = (machine: AnyStateMachine) =>
            new Copier().copy(attempt(() => transition(machine, snapshot, event)[0]));
          expect(next(to), JSON.stringify([snapshot.value, event])).toEqual(next(of));
        }
      }
    }
  });
});

/** One snapshot for each leaf of the chart, as if it had just been entered. */
function snapshotsOf(machine: AnyStateMachine, of: AnyStateMachine): AnyMachineSnapshot[] {
  const { root } = machine;
  const leaves = [root, ...nodesBelow(root)].filter(({ type }) => type !== 'compound');
  const { context } = machine.config;
  return leaves.map(({ path }) =>
    of.resolveState({
      value: asValue(path) as never,
      context: typeof context === 'object' ? context : {},
    }),
  );
}

function asValue([key, ...rest]: readonly string[]): unknown {
  if (key === undefined) return {};
  return rest.length === 0 ? key : { [key]: asValue(rest) };
}

import { describe, expect, test } from 'vitest';
import { createActor } from 'xstate';
import { compile } from '../../../src/compile.ts';
import { asItIs, type Chart, eventOf } from './chart.ts';
import { allCharts } from './corpus/allCharts.ts';
import { expectSame } from './expectSame.ts';
import { observe, observeTwice } from './observe.ts';
import { Copier, type Plain } from './plain.ts';
import { VirtualClock } from './virtualClock.ts';

const TIMEOUT_MS = 60_000;

const charts = allCharts.map((chart) => [chart.rule, chart] as const);

describe('compiled or not:', () => {
  test.each(charts)('%s', (_rule, chart) => {
    for (const as of ['child', 'root'] as const) {
      expectSame(observe(chart, compile, { as }), observe(chart, asItIs, { as }), `as a ${as}`);
    }
  });
});

test(
  'a snapshot does not change after it has been seen',
  () => {
    for (const chart of allCharts) {
      const seen: { readonly snapshot: unknown; readonly portrait: Plain }[] = [];
      const see = (snapshot: unknown) => seen.push({ snapshot, portrait: portrayed(snapshot) });
      observe(watched(chart, see), compile);
      const now = seen.map(({ snapshot }) => portrayed(snapshot));
      expect(now, chart.rule).toEqual(seen.map(({ portrait }) => portrait));
    }
  },
  TIMEOUT_MS,
);

test(
  'compiling a machine leaves it as it was',
  () => {
    for (const { build, ...chart } of allCharts) {
      const touched: Chart = {
        ...chart,
        build: (kit) => {
          const machine = build(kit);
          compile(machine);
          return machine;
        },
      };
      expectSame(observe(touched, asItIs), observe({ build, ...chart }, asItIs), chart.rule);
    }
  },
  TIMEOUT_MS,
);

describe('actors of one machine do not affect each other:', () => {
  test.each(charts)('%s', (_rule, chart) => {
    expectSame(observeTwice(chart, compile), observeTwice(chart, asItIs), 'one after the other');
    const nested = interrupted(chart);
    expectSame(observe(nested, compile), observe(nested, asItIs), 'one within the other');
  });
});

/** The chart with another actor of the same machine that runs in the middle of every microstep. */
function interrupted(chart: Chart): Chart {
  const steps = chart.steps.filter((step) => typeof step !== 'number').slice(0, 2);
  return {
    ...chart,
    wire(actor, trace) {
      chart.wire?.(actor, trace);
      actor.system.inspect(({ type, actorRef }) => {
        if (type !== '@xstate.microstep' || actorRef !== actor) return;
        const options = { input: chart.input?.(), clock: new VirtualClock() };
        const other = createActor(actor.logic, options as never);
        other.subscribe({ error: () => {} });
        other.start();
        for (const step of steps) other.send(eventOf(step));
        trace.note({ meanwhile: other.getSnapshot() });
        other.stop();
      });
    },
  };
}

/** The chart with an inspector that sees every snapshot of every microstep. */
function watched(chart: Chart, see: (snapshot: unknown) => void): Chart {
  return {
    ...chart,
    wire(actor, trace) {
      chart.wire?.(actor, trace);
      actor.system.inspect((inspection) => {
        if ('snapshot' in inspection) see(inspection.snapshot);
      });
    },
  };
}

/** Keeps session ids as they are: the actors are the same. */
function portrayed(snapshot: unknown): Plain {
  return new Copier().copy(snapshot);
}

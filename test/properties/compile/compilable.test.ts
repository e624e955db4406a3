import { describe, expect, it, test } from 'vitest';
import {
  type AnyStateMachine,
  assign,
  enqueueActions,
  forwardTo,
  sendParent,
  stopChild,
} from 'xstate';
import { compilable, compile } from '../../../src/compile.ts';
import { asItIs, type Chart, type Kit, machineOf } from './chart.ts';
import { allCharts } from './corpus/allCharts.ts';
import { obstructed, spawn, withChild } from './corpus/obstructed.ts';
import { expectSame } from './expectSame.ts';
import { observe } from './observe.ts';
import { Trace } from './trace.ts';

describe('a machine with', () => {
  describe.each(Object.entries(obstructed))('%s', (rule, [machine, reasons]) => {
    it('lists where and why it cannot be compiled', () => {
      const features = reasons.map(([path, feature]) => ({ path, feature }));
      expect(compilable(machine)).toEqual({ ok: false, reasons: features });
    });

    it('is compiled to itself, and runs', () => {
      expect(compile(machine)).toBe(machine);
      const chart: Chart = { rule, build: () => machine, steps: ['go', 'out', 'back', 'both', 10] };
      expectSame(observe(chart, compile), observe(chart, asItIs), rule);
    });
  });
});

describe('nothing stands in the way of', () => {
  test.each(allCharts.map((chart) => [chart.rule, chart] as const))('%s', (_rule, { build }) => {
    expect(compilable(build({ trace: new Trace(), make: asItIs }))).toEqual({ ok: true });
  });

  test('actors that an assignment or a collection spawns when it runs, and stopped actors', () => {
    const machine = withChild({
      entry: [
        assign({
          child: ({ spawn }: { spawn: (src: string) => unknown }) => spawn('child'),
        } as never),
        enqueueActions(({ enqueue }) => void enqueue.spawnChild('child' as never)),
      ],
      exit: stopChild('child'),
    });
    expect(compilable(machine)).toEqual({ ok: true });
  });
});

describe('a machine within another one that cannot be compiled', () => {
  const worker = ({ trace, make }: Kit) =>
    make(
      machineOf({
        id: 'worker',
        context: ({ input }: { input: unknown }) => ({ input }),
        entry: [trace.act('begins'), sendParent({ type: 'begun' } as never)],
        exit: trace.act('ends'),
        initial: 'a',
        states: {
          a: { on: { finish: 'b', fail: { actions: () => JSON.parse('{') } } },
          b: { type: 'final' },
        },
        output: 'work',
      }),
    );
  const chart: Chart = {
    rule: 'invoked',
    build: (kit) =>
      machineOf(
        {
          initial: 'a',
          states: {
            a: {
              invoke: {
                src: 'worker',
                id: 'w',
                systemId: 'the worker',
                input: 7,
                onDone: { target: 'b', actions: kit.trace.act('done') },
                onError: { target: 'b', actions: kit.trace.act('failed') },
                onSnapshot: { actions: kit.trace.act('followed') },
              },
              on: { leave: 'b', '*': { actions: forwardTo('w') } },
            },
            b: { on: { back: 'a' } },
          },
        },
        { actors: { worker: worker(kit) } },
      ),
    steps: ['unknown', 'leave', 'back', 'fail', 'back', 'finish', 'back', 'xstate.stop'],
  };

  test('is compiled for itself and does the same there', () => {
    expectSame(observe(chart, compile), observe(chart, asItIs), 'invoked');
  });
});

describe('an action that is provided as', () => {
  /** Spawns a child by name, once the name has an implementation. */
  const hiring = (make: (machine: AnyStateMachine) => AnyStateMachine): Chart => ({
    rule: 'provided',
    build: ({ trace }) =>
      make(
        withChild({
          on: {
            go: { actions: ['hire', trace.act('hired')] },
            fire: { actions: stopChild('child') },
          },
        }),
      ).provide({ actions: { hire: spawn } } as never),
    steps: ['go', 'fire', 'go', 'xstate.stop'],
  });

  test('one that spawns, to a machine that was compiled before, spawns', () => {
    expectSame(observe(hiring(compile), asItIs), observe(hiring(asItIs), asItIs), 'provided');
  });
});

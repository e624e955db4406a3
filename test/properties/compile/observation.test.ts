import { describe, expect, test } from 'vitest';
import { assign, cancel, emit, log, raise, sendTo } from 'xstate';
import { asItIs, type Chart, machineOf } from './chart.ts';
import { allCharts } from './corpus/allCharts.ts';
import { expectSame } from './expectSame.ts';
import { observe } from './observe.ts';
import type { Args, Trace } from './trace.ts';

const TIMEOUT_MS = 60_000;

test(
  'two runs of one chart are equal: nothing in them is random',
  () => {
    for (const chart of allCharts) {
      expectSame(observe(chart, asItIs), observe(chart, asItIs), chart.rule);
    }
  },
  TIMEOUT_MS,
);

const probe = ({ system }: Args) => system.get('probe');
const ab = (a: object, b: object = {}) => machineOf({ initial: 'a', states: { a, b } });
const going = (...actions: unknown[]) => ab({ on: { go: { target: 'b', actions } } });

/** Pairs of machines with a single difference. */
const PAIRS: Readonly<
  Record<string, readonly [(trace: Trace) => unknown, (trace: Trace) => unknown]>
> = {
  'the order of actions': [
    (trace) => going(trace.act('1'), trace.act('2')),
    (trace) => going(trace.act('2'), trace.act('1')),
  ],
  'an emitted event': [() => going(emit({ type: 'a' })), () => going(emit({ type: 'b' }))],
  'what is sent to another actor': [
    () => going(sendTo(probe, { type: 'a' })),
    () => going(sendTo(probe, { type: 'b' })),
  ],
  'a delay': [
    () => going(raise({ type: 'a' }, { delay: 1, id: 'x' })),
    () => going(raise({ type: 'a' }, { delay: 2, id: 'x' })),
  ],
  'a cancelled id': [() => going(cancel('a')), () => going(cancel('b'))],
  'a log': [() => going(log('a')), () => going(log('a', 'label'))],
  'an assignment': [() => going(assign({ n: 1 })), () => going(assign({ n: 2 }))],
  'an assignment that changes nothing': [() => going(), () => going(assign({}))],
  'a missing action': [() => going('missing'), () => going('gone')],
  'params of a missing action': [
    () => going({ type: 'x', params: 1 }),
    () => going({ type: 'x', params: 2 }),
  ],
  'the order of tags': [() => ab({ tags: ['t', 'u'] }), () => ab({ tags: ['u', 't'] })],
  meta: [() => ab({ meta: 1 }), () => ab({ meta: 2 })],
  'a transition that does nothing': [
    () => ab({ on: { go: {} } }),
    () => ab({ on: { go: { reenter: true } } }),
  ],
  'an event that can be taken': [
    () => ab({ on: { other: { guard: () => true, target: 'b' } } }),
    () => ab({ on: { other: { guard: () => false, target: 'b' } } }),
  ],
  'how often a guard is asked': [
    (trace) => ab({ on: { go: { guard: trace.calls('g', () => true), target: 'b' } } }),
    () => ab({ on: { go: { guard: () => true, target: 'b' } } }),
  ],
  'the words of an error': [() => going(() => JSON.parse('{')), () => going(() => JSON.parse('['))],
  'an output': [
    () => ab({ on: { go: 'b' } }, { type: 'final' }),
    () =>
      machineOf({
        output: 1,
        initial: 'a',
        states: { a: { on: { go: 'b' } }, b: { type: 'final' } },
      }),
  ],
  'the order of keys in the context': [
    () => machineOf({ context: { a: 1, b: 2 } }),
    () => machineOf({ context: { b: 2, a: 1 } }),
  ],
};

describe('the comparison sees a difference in', () => {
  test.each(Object.entries(PAIRS))('%s', (_what, pair) => {
    const [one, other] = pair.map((make) => {
      const chart = {
        rule: '',
        build: ({ trace }: { trace: Trace }) => make(trace),
        steps: ['go'],
      };
      return observe(chart as Chart, asItIs);
    });
    expect(() => expectSame(one ?? [], other ?? [], '')).toThrow();
  });
});

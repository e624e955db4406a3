import { raise } from 'xstate';
import { type Chart, machineOf } from '../chart.ts';
import type { GuardArgs, Trace } from '../trace.ts';

const EVENTS = [
  'a',
  'a.b',
  'a.b.c',
  'a.bc',
  'ab',
  'b',
  '*',
  'a.*',
  '',
  'a.',
  'a..b',
  '.',
  'a.b.c.d',
];

/** One transition for each descriptor, which records that descriptor. */
function named(trace: Trace, descriptors: readonly string[], name = ''): object {
  return Object.fromEntries(
    descriptors.map((descriptor) => [descriptor, { actions: trace.act(`${name}${descriptor}`) }]),
  );
}

/** Descriptors: the transition that an event selects. */
export const descriptorCharts: readonly Chart[] = [
  ...[
    ['*'],
    ['a.*'],
    ['*', 'a.*', 'a.b.*', 'a.b'],
    ['a.b.c', 'a.b.*', 'a.*', 'a', '*'],
    ['a.b.*', 'a.b.c', '*', 'a.b'],
    ['a.*.c', 'a*', '*.b', 'a.b*', '**'],
    ['.*', 'a..*', '*.*', 'a.*.*'],
  ].map(
    (descriptors): Chart => ({
      rule: `the most exact of ${descriptors.join(' ')} is taken`,
      build: ({ trace }) => machineOf({ on: named(trace, descriptors) }),
      steps: EVENTS,
    }),
  ),
  {
    rule: 'an exact descriptor of an outer state gives way to a wildcard of an inner one',
    build: ({ trace }) =>
      machineOf({
        on: named(trace, ['a', 'a.b', 'b', '*'], 'root '),
        initial: 'x',
        states: {
          x: {
            on: named(trace, ['a.*'], 'x '),
            initial: 'y',
            states: {
              y: { on: { ...named(trace, ['b'], 'y '), stop: 'z' } },
              z: { on: { '*': {} } },
            },
          },
        },
      }),
    steps: [...EVENTS, 'stop', ...EVENTS],
  },
  {
    rule: 'when the exact transition is not enabled, the wildcards are tried, the longest first',
    build: ({ trace }) => {
      const guard = (name: string) =>
        trace.calls(name, ({ event }: GuardArgs) => event.by === name);
      const on = (name: string) => ({ guard: guard(name), actions: trace.act(name) });
      return machineOf({
        on: {
          '*': on('*'),
          'a.*': on('a.*'),
          'a.b': [on('a.b'), on('again')],
          'a.b.*': on('a.b.*'),
        },
      });
    },
    steps: ['*', 'a.*', 'a.b', 'again', 'a.b.*', 'none'].map((by) => ({ type: 'a.b', by })),
  },
  {
    rule: 'a forbidden wildcard forbids, and a forbidden exact event hides the wildcard',
    build: ({ trace }) =>
      machineOf({
        on: named(trace, ['*'], 'root '),
        initial: 'x',
        states: { x: { on: { 'a.*': {}, b: undefined, 'a.b.c': { actions: trace.act('x') } } } },
      }),
    steps: EVENTS,
  },
  {
    rule: 'a wildcard catches what XState itself sends and raises',
    build: ({ trace }) =>
      machineOf({
        id: 'm',
        initial: 'a',
        on: { '*': { actions: trace.act('any') } },
        states: {
          a: { after: { 10: { guard: () => false, target: 'b' } }, on: { go: 'b' } },
          b: { initial: 'x', states: { x: { type: 'final', entry: raise({ type: 'raised' }) } } },
        },
      }),
    steps: [10, 'go', 'xstate.done.state.m.b', 'xstate.error.actor.nobody'],
  },
  {
    rule: 'a prefix of what XState itself sends can be caught',
    build: ({ trace }) =>
      machineOf({
        id: 'm',
        on: named(trace, [
          'xstate.done.*',
          'xstate.after.*',
          'xstate.done.state.m.*',
          'xstate.error.*',
        ]),
        initial: 'a',
        states: {
          a: { after: { 10: { guard: () => false }, 20: 'b' } },
          b: { initial: 'x', states: { x: { type: 'final' } }, after: { 5: 'c' } },
          c: { initial: 'x', states: { x: { type: 'final' } }, onDone: { guard: () => false } },
        },
      }),
    steps: [10, 10, 5, { type: 'xstate.error.actor.x', error: new Error('none') }],
  },
  {
    rule: 'an error of an actor that no transition catches ends the machine with this error',
    build: ({ trace }) =>
      machineOf({ exit: trace.act('out'), on: { go: { actions: trace.act('go') } } }),
    steps: ['go', { type: 'xstate.error.actor.x', error: new Error('of x') }, 'go'],
  },
  {
    rule: 'an error of an actor may be forbidden',
    build: () =>
      machineOf({
        on: { 'xstate.error.actor.x': {}, 'xstate.error.actor.y': { guard: () => false } },
      }),
    steps: [
      { type: 'xstate.error.actor.x', error: 1 },
      { type: 'xstate.error.actor.y', error: 2 },
      { type: 'xstate.error.actor.x', error: 3 },
    ],
  },
  {
    rule: 'events that stand for themselves may be sent by hand',
    build: ({ trace }) =>
      machineOf({
        id: 'm',
        initial: 'a',
        states: {
          a: { after: { 100: { target: 'b', actions: trace.act('after') } } },
          b: {
            initial: 'x',
            states: { x: {}, y: { type: 'final' } },
            onDone: { target: 'a', actions: trace.act('done') },
          },
        },
      }),
    steps: [
      'xstate.after.100.m.a',
      { type: 'xstate.done.state.m.b', output: 7 },
      100,
      'xstate.stop',
      'xstate.stop',
    ],
  },
];

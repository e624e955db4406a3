import { and, assign, not, raise, stateIn } from 'xstate';
import { type Chart, machineOf } from '../chart.ts';
import type { Args, GuardArgs } from '../trace.ts';

const add = assign({ n: ({ context }: Args) => context.n + 1 });
const below =
  (limit: number) =>
  ({ context }: GuardArgs) =>
    context.n < limit;

/** Eventless transitions. */
export const eventlessCharts: readonly Chart[] = [
  {
    rule: 'an eventless transition is taken at once, and so is the next',
    build: ({ trace }) =>
      machineOf({
        initial: 'a',
        states: {
          a: { on: { go: 'b' } },
          b: { entry: trace.act('b'), always: { target: 'c', actions: trace.act('b to c') } },
          c: { exit: trace.act('out c'), always: 'd' },
          d: { entry: trace.act('d'), on: { go: 'a' } },
        },
      }),
    steps: ['go', 'go', 'go'],
  },
  {
    rule: 'an eventless transition is taken on the way into the first state',
    build: ({ trace }) =>
      machineOf({
        initial: 'a',
        states: {
          a: { entry: trace.act('in a'), exit: trace.act('out a'), always: { target: 'b.y' } },
          b: { initial: 'x', states: { x: {}, y: { entry: trace.act('in y') } } },
        },
      }),
    steps: ['unknown'],
  },
  {
    rule: 'the first eventless transition whose guard holds is taken, and guards see the event',
    build: ({ trace }) =>
      machineOf({
        context: { n: 0 },
        initial: 'a',
        states: {
          a: {
            on: { add: { actions: add } },
            always: [
              {
                guard: trace.calls('late', ({ event }: GuardArgs) => event.late === true),
                target: 'c',
              },
              {
                guard: trace.calls('three', ({ context }: GuardArgs) => context.n >= 3),
                target: 'b',
              },
            ],
          },
          b: { on: { back: { target: 'a', actions: assign({ n: 0 }) } } },
          c: {},
        },
      }),
    steps: [
      'add',
      'add',
      'add',
      'back',
      'add',
      { type: 'unknown', late: true },
      { type: 'add', late: true },
    ],
  },
  {
    rule: 'the eventless transitions of inner states come before those of outer ones',
    build: ({ trace }) =>
      machineOf({
        context: { n: 0 },
        always: { guard: below(2), actions: [add, trace.act('root')] },
        on: { reset: { actions: assign({ n: 0 }) }, go: '.a.y' },
        initial: 'a',
        states: {
          a: {
            always: [{ guard: ({ context }: GuardArgs) => context.n === 3, target: 'b' }],
            initial: 'x',
            states: {
              x: { always: { guard: below(1), actions: [add, trace.act('x')] } },
              y: { entry: [add] },
            },
          },
          b: {},
        },
      }),
    steps: ['reset', 'go', 'reset', 'go', 'go', 'reset'],
  },
  {
    rule: 'an eventless transition without a target repeats as long as the context changes',
    build: ({ trace }) =>
      machineOf({
        context: { n: 0 },
        initial: 'a',
        states: {
          a: {
            always: { guard: below(5), actions: [add, trace.act('counted')] },
            on: { reset: { actions: assign({ n: 2 }) } },
          },
        },
      }),
    steps: ['reset', 'unknown', 'reset'],
  },
  {
    rule: 'an eventless transition that changes nothing is taken once',
    build: ({ trace }) =>
      machineOf({
        initial: 'a',
        states: { a: { always: { actions: trace.act('once') }, on: { go: 'b', stay: {} } }, b: {} },
      }),
    steps: ['unknown', 'stay', 'go'],
  },
  {
    rule: 'an eventless transition that changes nothing gives way to a raised event',
    build: ({ trace }) =>
      machineOf({
        initial: 'a',
        states: {
          a: {
            always: { actions: trace.act('once') },
            on: {
              go: { actions: [raise({ type: 'ping' }), raise({ type: 'leave' })] },
              ping: {},
              leave: 'b',
            },
          },
          b: {},
        },
      }),
    steps: ['unknown', 'go', 'go'],
  },
  {
    rule: 'a circle of eventless transitions ends the actor at the limit of microsteps',
    build: ({ trace }) =>
      machineOf({
        options: { maxIterations: 7 },
        initial: 'rest',
        states: {
          rest: { on: { go: 'a' } },
          a: { entry: trace.act('a'), always: 'b' },
          b: { always: 'a' },
        },
      }),
    steps: ['unknown', 'go', 'go'],
  },
  {
    rule: 'a circle of raised events ends the actor at the limit of microsteps, also in the first state',
    build: () =>
      machineOf({
        id: 'dizzy',
        options: { maxIterations: 3 },
        entry: raise({ type: 'again' }),
        on: { again: { actions: raise({ type: 'again' }) } },
      }),
    steps: ['again'],
  },
  {
    rule: 'with a limit of no microsteps an actor fails at its start',
    build: () =>
      machineOf({
        options: { maxIterations: 0 },
        initial: 'a',
        states: { a: { on: { go: 'b' } }, b: {} },
      }),
    steps: ['go'],
  },
  {
    rule: 'exactly as many microsteps as the limit are allowed',
    build: () =>
      machineOf({
        context: { n: 0 },
        options: { maxIterations: 4 },
        initial: 'a',
        states: { a: { on: { go: { actions: assign({ n: ({ event }: Args) => event.from }) } } } },
        always: {
          guard: ({ context }: GuardArgs) => context.n > 0,
          actions: assign({ n: ({ context }: Args) => context.n - 1 }),
        },
      }),
    steps: [
      { type: 'go', from: 2 },
      { type: 'go', from: 3 },
      { type: 'go', from: 4 },
    ],
  },
  {
    rule: 'an eventless transition may reenter, target its own descendant, or leave for good',
    build: ({ trace }) =>
      machineOf({
        id: 'm',
        context: { n: 0 },
        initial: 'a',
        states: {
          a: {
            entry: [add, trace.act('in a')],
            exit: trace.act('out a'),
            initial: 'x',
            always: [
              { guard: and([below(3), stateIn({ a: 'x' })]), target: 'a', reenter: true },
              { guard: and([below(4), not(stateIn('#deep'))]), target: '.y', actions: add },
            ],
            states: { x: {}, y: { id: 'deep', on: { more: '#m.b' } } },
          },
          b: { type: 'final', entry: trace.act('in b') },
        },
      }),
    steps: ['more', 'more', 'more'],
  },
  {
    rule: 'a machine with two levels passes through them without an event',
    build: ({ trace }) =>
      machineOf({
        id: 'm',
        initial: 'a',
        states: {
          a: {
            initial: 'x',
            states: { x: { always: '#m.b.y', exit: trace.act('out x') } },
            exit: [trace.act('out a'), raise({ type: 'left' })],
          },
          b: {
            initial: 'y',
            states: { y: { entry: trace.act('in y') }, z: {} },
            on: { left: '.z' },
          },
        },
      }),
    steps: ['unknown'],
  },
];

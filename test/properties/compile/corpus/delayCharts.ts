import { assign, cancel, raise, sendTo } from 'xstate';
import { type Chart, machineOf } from '../chart.ts';
import type { Args, GuardArgs } from '../trace.ts';

/** Delayed transitions, and their cancellation. */
export const delayCharts: readonly Chart[] = [
  {
    rule: 'a state is left after its delay',
    build: ({ trace }) =>
      machineOf({
        id: 'm',
        initial: 'a',
        states: {
          a: {
            entry: trace.act('in a'),
            exit: trace.act('out a'),
            after: { 10: { target: 'b', actions: trace.act('time') } },
          },
          b: { after: { 20: 'c' }, on: { back: 'a' } },
          c: {},
        },
      }),
    steps: [9, 1, 19, 'back', 10, 20],
  },
  {
    rule: 'delays are numbers, or named with a number or an expression',
    build: ({ trace }) =>
      machineOf(
        {
          context: { ms: 30 },
          initial: 'a',
          states: {
            a: { after: { static: 'b' } },
            b: { after: { dynamic: 'c' } },
            c: { after: { dynamic: { target: 'd', actions: assign({ ms: 5 }) } } },
            d: { after: { dynamic: 'a', missing: { actions: trace.act('at once') } } },
          },
        },
        {
          delays: {
            static: 15,
            dynamic: trace.calls('dynamic', ({ context }: Args) => context.ms),
          },
        },
      ),
    steps: [15, 30, 29, 1, 5, 15],
  },
  {
    rule: 'several delays of one state run side by side, with guards and branches',
    build: ({ trace }) =>
      machineOf({
        context: { n: 0 },
        initial: 'a',
        states: {
          a: {
            after: {
              5: { actions: [assign({ n: 1 }), trace.act('five')] },
              10: [
                { guard: ({ context }: GuardArgs) => context.n > 1, target: 'b' },
                {
                  guard: trace.calls('one', ({ context }: GuardArgs) => context.n === 1),
                  actions: trace.act('ten'),
                },
              ],
              20: 'b',
              30: undefined,
            },
          },
          b: { after: { 0: { target: 'a', actions: trace.act('zero') } } },
        },
      }),
    steps: [5, 5, 5, 5, 0, 10],
  },
  {
    rule: 'reentering restarts the delay, and a transition without a target does not',
    build: ({ trace }) =>
      machineOf({
        initial: 'a',
        states: {
          a: {
            after: { 10: { target: 'b', actions: trace.act('time') } },
            on: {
              again: { target: 'a', reenter: true },
              self: 'a',
              touch: { actions: trace.act('touch') },
            },
          },
          b: {},
        },
      }),
    steps: [6, 'again', 6, 'self', 2, 'touch', 1, 1, 10],
  },
  {
    rule: 'leaving a state cancels its delay, and staying in it while children change does not',
    build: ({ trace }) =>
      machineOf({
        id: 'm',
        initial: 'a',
        states: {
          a: {
            after: { 10: { target: 'b', actions: trace.act('outer') } },
            initial: 'x',
            states: {
              x: { after: { 4: { target: 'y', actions: trace.act('inner') } } },
              y: { after: { 4: 'x', 20: '#m.b' } },
            },
            on: { leave: 'b' },
          },
          b: { after: { 3: 'a' }, on: { back: 'a' } },
        },
      }),
    steps: [3, 1, 4, 2, 3, 'leave', 1, 'back', 4, 6, 100],
  },
  {
    rule: 'the root may have a delay of its own',
    build: ({ trace }) =>
      machineOf({
        id: 'm',
        after: {
          10: { target: '.b', actions: trace.act('time') },
          25: { reenter: true, target: '.a' },
        },
        initial: 'a',
        states: { a: { on: { go: 'b' } }, b: {} },
      }),
    steps: [10, 15, 10, 15, 'go'],
  },
  {
    rule: 'the delay starts after the entry actions, and is cancelled after the exit actions of a state',
    build: ({ trace }) =>
      machineOf({
        initial: 'a',
        states: {
          a: {
            entry: [trace.act('in'), raise({ type: 'soon' }, { delay: 1, id: 'soon' })],
            exit: [trace.act('out'), cancel('soon')],
            after: { 10: 'b', 5: { guard: () => false, target: 'b' } },
          },
          b: {},
        },
      }),
    steps: [1, 4, 5],
  },
  {
    rule: 'a state that is left at once starts and cancels its delay in one step',
    build: () =>
      machineOf({
        initial: 'a',
        states: {
          a: { on: { go: 'b' } },
          b: { after: { 10: 'a' }, always: 'c' },
          c: { after: { 5: 'a' } },
        },
      }),
    steps: ['go', 5, 5, 'go', 10],
  },
  {
    rule: 'delays may be negative, infinite or no number',
    build: ({ trace }) =>
      machineOf(
        {
          initial: 'a',
          states: {
            a: { after: { '-5': 'b' } },
            b: { after: { 'not a number': 'c', infinite: 'd' } },
            c: {},
            d: {},
          },
        },
        {
          delays: {
            'not a number': Number.NaN,
            infinite: trace.calls('infinite', () => Number.POSITIVE_INFINITY),
          },
        },
      ),
    steps: [0, 1, 1],
  },
  {
    rule: 'a delay that throws ends the actor',
    build: () =>
      machineOf(
        { initial: 'a', states: { a: { on: { go: 'b' } }, b: { after: { wrong: 'a' } } } },
        {
          delays: {
            wrong: () => {
              throw new Error('no time');
            },
          },
        },
      ),
    steps: ['go', 1],
  },
  {
    rule: 'what is cancelled in time is not sent, whether raised or sent to another',
    build: ({ trace }) => {
      const probe = ({ system }: Args) => system.get('probe');
      return machineOf(
        {
          context: { last: 'made' },
          on: {
            go: {
              actions: [
                raise({ type: 'raised' }, { delay: 10, id: 'raise' }),
                sendTo(probe, { type: 'sent' }, { delay: 10, id: 'send' }),
                raise({ type: 'made' }, { delay: 20, id: 'made' }),
                raise({ type: 'named' }, { delay: 20, id: 'named' }),
              ],
            },
            stop: { actions: cancel('raise') },
            stopSend: { actions: [cancel('send'), cancel('unknown')] },
            stopMade: {
              actions: [
                cancel(trace.calls('id', ({ context }: Args) => context.last)),
                { type: 'stopNamed', params: { id: 'named' } },
              ],
            },
            '*': { actions: trace.act('any') },
          },
        },
        {
          actions: {
            stopNamed: cancel((_: Args, params: unknown) => (params as { id: string }).id),
          },
        },
      );
    },
    steps: ['go', 5, 'stop', 5, 'go', 'stopSend', 10, 'stopMade', 20, 'stop', 20],
  },
  {
    rule: 'cancelling and scheduling under one id in one step go by their order',
    build: ({ trace }) =>
      machineOf({
        on: {
          renew: { actions: [cancel('bell'), raise({ type: 'rung' }, { delay: 10, id: 'bell' })] },
          vain: { actions: [raise({ type: 'rung' }, { delay: 10, id: 'bell' }), cancel('bell')] },
          rung: { actions: trace.act('rung') },
        },
      }),
    steps: ['renew', 5, 'renew', 5, 5, 'vain', 10],
  },
];

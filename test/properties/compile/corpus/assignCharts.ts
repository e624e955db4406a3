import { assign } from 'xstate';
import { type Chart, machineOf } from '../chart.ts';
import type { Args } from '../trace.ts';

/** Assignments. */
export const assignCharts: readonly Chart[] = [
  {
    rule: 'an assignment is an object, an object with functions, or a function',
    build: ({ trace }) =>
      machineOf({
        context: { n: 0, text: '', list: [] },
        on: {
          object: { actions: assign({ n: 5, text: 'five' }) },
          mixed: {
            actions: assign({
              n: trace.calls('n', ({ context }: Args) => context.n + 1),
              text: 'more',
              list: trace.calls('list', ({ context, event }: Args) => [
                ...context.list,
                event.item,
              ]),
            }),
          },
          function: {
            actions: assign(
              trace.calls('function', ({ context, event }: Args) => ({ n: context.n + event.by })),
            ),
          },
          nothing: { actions: assign({}) },
          undefinedToo: { actions: assign({ n: undefined, fresh: 1 }) },
          returnsNothing: { actions: assign((() => undefined) as never) },
        },
      }),
    steps: [
      'object',
      { type: 'mixed', item: 1 },
      { type: 'mixed', item: 2 },
      { type: 'function', by: -3 },
      'nothing',
      'returnsNothing',
      'undefinedToo',
      'object',
    ],
  },
  {
    rule: 'assignments in a row see what those before them made, and custom actions see it too',
    build: ({ trace }) => {
      const double = assign({ n: ({ context }: Args) => context.n * 2 });
      const add = assign({ n: ({ context }: Args) => context.n + 1 });
      return machineOf({
        context: { n: 1 },
        entry: [add, trace.act('root'), double],
        exit: [add, trace.act('end')],
        initial: 'a',
        states: {
          a: {
            entry: [trace.act('in a'), add],
            exit: [double, trace.act('out a')],
            on: {
              go: { target: 'b', actions: [trace.act('before'), add, trace.act('after'), double] },
            },
          },
          b: { entry: [double, trace.act('in b')], type: 'final' },
        },
      });
    },
    steps: ['go'],
  },
  {
    rule: 'all parts of one assignment see the context before it',
    build: () =>
      machineOf({
        context: { a: 1, b: 2 },
        on: {
          swap: {
            actions: assign({
              a: ({ context }: Args) => context.b,
              b: ({ context }: Args) => context.a,
            }),
          },
        },
      }),
    steps: ['swap', 'swap'],
  },
  {
    rule: 'a named assignment gets its params',
    build: ({ trace }) =>
      machineOf(
        {
          context: { n: 0, who: '' },
          on: {
            add: { actions: { type: 'add', params: { by: 3 } } },
            dynamic: {
              actions: [
                {
                  type: 'add',
                  params: trace.calls('params', ({ context, event }: Args) => ({
                    by: context.n + event.by,
                  })),
                },
                { type: 'add', params: ({ context }: Args) => ({ by: context.n }) },
                { type: 'name', params: 'ada' },
              ],
            },
            bare: { actions: ['add', { type: 'name' }] },
          },
        },
        {
          actions: {
            add: assign(
              trace.calls('add', ({ context }: Args, params?: { by: number }) => ({
                n: context.n + (params?.by ?? 1),
              })),
            ),
            name: assign({ who: trace.calls('who', (_: Args, params: unknown) => params) }),
          },
        },
      ),
    steps: ['add', { type: 'dynamic', by: 2 }, 'bare', 'add'],
  },
  {
    rule: 'an assignment that throws ends the actor, and what came before it in the step is not kept',
    build: ({ trace }) =>
      machineOf({
        context: { n: 0 },
        initial: 'a',
        states: {
          a: {
            exit: trace.act('out'),
            on: {
              go: {
                target: 'b',
                actions: [
                  assign({ n: 1 }),
                  trace.act('before'),
                  assign({
                    n: () => {
                      throw new Error('no number');
                    },
                  }),
                  trace.act('never'),
                ],
              },
            },
          },
          b: {},
        },
      }),
    steps: ['go', 'go'],
  },
  {
    rule: 'an assignment that throws at the start ends the actor before it has begun',
    build: ({ trace }) =>
      machineOf({
        context: { n: 0 },
        entry: [
          trace.act('entry'),
          assign(() => {
            throw new Error('not even begun');
          }),
        ],
      }),
    steps: ['go'],
  },
  {
    rule: 'a machine that failed at the start gets states that do not belong together when it is sent events',
    build: () =>
      machineOf({
        id: 'm',
        entry: assign(() => {
          throw new Error('not even begun');
        }),
        initial: 'a',
        states: {
          a: {
            initial: 'a',
            on: { away: '#m.a.b' },
            states: {
              a: {
                initial: 'a',
                states: { a: { on: { again: { target: '#m.a.a.a', reenter: true } } } },
              },
              b: { initial: 'a', on: { away: {} }, states: { a: {} } },
            },
          },
        },
      }),
    steps: ['again', 'away'],
  },
  {
    rule: 'without a context it is an empty object that can be assigned to',
    build: () => machineOf({ on: { go: { actions: assign({ n: 1 }) } } }),
    steps: ['go'],
  },
  {
    rule: 'the context may hold anything, and stays the same object as long as nothing is assigned',
    build: () =>
      machineOf({
        context: {
          date: new Date(0),
          map: new Map([['a', 1]]),
          nothing: null,
          not: Number.NaN,
          deep: { er: [{}] },
        },
        on: { go: { actions: () => {} }, set: { actions: assign({ nothing: 0 }) } },
      }),
    steps: ['go', 'set', 'go'],
  },
];

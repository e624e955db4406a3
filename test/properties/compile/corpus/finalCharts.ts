import { assign, raise } from 'xstate';
import { type Chart, machineOf } from '../chart.ts';
import type { Args, GuardArgs } from '../trace.ts';

/** Final states. */
export const finalCharts: readonly Chart[] = [
  {
    rule: 'a final state at the top ends the machine: exits run from the inside out, and nothing follows',
    build: ({ trace }) =>
      machineOf({
        entry: trace.act('in root'),
        exit: trace.act('out root'),
        initial: 'a',
        on: { any: { actions: trace.act('any') } },
        states: {
          a: { exit: trace.act('out a'), on: { end: 'b' } },
          b: {
            type: 'final',
            entry: [trace.act('in b'), raise({ type: 'any' })],
            exit: trace.act('out b'),
            tags: 'over',
            meta: { over: true },
            always: 'a',
            on: { end: 'a' },
          },
        },
      }),
    steps: ['any', 'end', 'any', 'end'],
  },
  {
    rule: 'a nested final state ends its parent, which may go on',
    build: ({ trace }) =>
      machineOf({
        id: 'm',
        initial: 'a',
        states: {
          a: {
            initial: 'x',
            states: {
              x: { on: { next: 'y' } },
              y: {
                type: 'final',
                entry: trace.act('in y'),
                exit: trace.act('out y'),
                on: { back: 'x' },
              },
            },
            onDone: {
              target: 'b',
              guard: trace.calls('done', ({ event }: GuardArgs) => event.output === undefined),
              actions: trace.act('done'),
            },
          },
          b: {
            initial: 'x',
            states: { x: { on: { next: 'y' } }, y: { type: 'final', on: { back: 'x' } } },
            onDone: { guard: () => false, target: 'a' },
          },
        },
      }),
    steps: ['next', 'next', 'back', 'next', 'next'],
  },
  {
    rule: 'the done event of one level ends the next',
    build: ({ trace }) =>
      machineOf({
        id: 'm',
        initial: 'a',
        states: {
          a: {
            initial: 'b',
            states: {
              b: {
                initial: 'c',
                states: { c: { on: { go: 'd' } }, d: { type: 'final', output: 1 } },
                onDone: { target: 'e', actions: trace.act('b done') },
              },
              e: {
                type: 'final',
                output: ({ event }: Args) => ({ of: event.type, ...event }),
                exit: trace.act('out e'),
              },
            },
            onDone: { target: 'end', actions: trace.act('a done') },
          },
          end: { type: 'final', output: ({ event }: Args) => event },
        },
        output: trace.calls('root output', ({ event }: Args) => event),
      }),
    steps: ['go'],
  },
  {
    rule: 'done transitions have branches, and wait for nothing when none holds',
    build: ({ trace }) =>
      machineOf({
        context: { n: 0 },
        initial: 'a',
        states: {
          a: {
            entry: assign({ n: ({ context }: Args) => context.n + 1 }),
            initial: 'x',
            states: { x: { on: { go: 'y' } }, y: { type: 'final' } },
            onDone: [
              {
                guard: ({ context }: GuardArgs) => context.n === 1,
                target: 'a',
                reenter: true,
                actions: trace.act('again'),
              },
              {
                guard: ({ context }: GuardArgs) => context.n === 2,
                target: 'a',
                actions: trace.act('stay'),
              },
              { actions: trace.act('neither') },
            ],
            on: { again: { target: 'a', reenter: true } },
          },
        },
      }),
    steps: ['go', 'go', 'go', 'again', 'go'],
  },
  {
    rule: 'the first state may be final: the machine is done before it is started',
    build: ({ trace }) =>
      machineOf({
        entry: trace.act('in'),
        exit: trace.act('out'),
        initial: 'a',
        states: {
          a: { type: 'final', entry: trace.act('in a'), exit: trace.act('out a'), output: 1 },
        },
        output: ({ event }: Args) => ({ is: 'over', event }),
      }),
    steps: ['go'],
  },
  {
    rule: 'a machine may be done by the first eventless transition or raised event',
    build: ({ trace }) =>
      machineOf({
        initial: 'a',
        states: {
          a: { always: 'b', exit: trace.act('out a') },
          b: { entry: raise({ type: 'end' }), on: { end: 'c' } },
          c: { type: 'final', output: 'through' },
        },
        output: ({ event }: Args) => event.output,
      }),
    steps: ['end'],
  },
  {
    rule: 'the first nested state may be final, and is done at once',
    build: ({ trace }) =>
      machineOf({
        initial: 'a',
        states: {
          a: {
            initial: 'x',
            states: { x: { type: 'final', output: 'x' } },
            onDone: { target: 'b', actions: trace.act('done') },
          },
          b: { on: { back: 'a' } },
        },
      }),
    steps: ['back'],
  },
  {
    rule: 'the root itself may be final',
    build: ({ trace }) =>
      machineOf({
        type: 'final',
        entry: trace.act('in'),
        exit: trace.act('out'),
        output: trace.calls('output', ({ event }: Args) => event),
      }),
    steps: ['go'],
  },
  {
    rule: 'assignments in the exit of the end are kept, and what is raised there is not taken',
    build: ({ trace }) =>
      machineOf({
        context: { path: [] },
        exit: [
          assign({ path: ({ context }: Args) => [...context.path, 'root'] }),
          raise({ type: 'late' }),
        ],
        on: { late: { actions: trace.act('late') } },
        initial: 'a',
        states: {
          a: { on: { go: 'b' } },
          b: {
            type: 'final',
            exit: assign({ path: ({ context }: Args) => [...context.path, 'b'] }),
          },
        },
        after: { 10: { actions: trace.act('too late') } },
      }),
    steps: ['go', 10],
  },
];

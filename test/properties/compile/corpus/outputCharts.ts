import { assign } from 'xstate';
import { type Chart, machineOf } from '../chart.ts';
import type { Args } from '../trace.ts';

/** Output of states and machines that have ended. */
export const outputCharts: readonly Chart[] = [
  {
    rule: 'output of a nested final state comes with its done event: static, made, or none',
    build: ({ trace }) => {
      const family = (next: string, output: unknown) => ({
        initial: 'x',
        states: {
          x: { on: { go: 'y' } },
          y: { type: 'final', ...(output !== undefined && { output }) },
        },
        onDone: {
          target: next,
          actions: [
            trace.act('done'),
            assign({ last: ({ event }: Args) => event.output ?? 'nothing' }),
          ],
        },
      });
      return machineOf({
        context: { last: '' },
        initial: 'static',
        states: {
          static: family('made', { a: 1 }),
          made: family(
            'none',
            trace.calls('output', ({ context, event }: Args) => [context.last, event.type]),
          ),
          none: family('null', undefined),
          null: family('end', null),
          end: { type: 'final' },
        },
        output: ({ context }: Args) => context,
      });
    },
    steps: ['go', 'go', 'go', 'go'],
  },
  ...(
    [
      ['static', { a: 1 }],
      ['null', null],
      ['falsy', 0],
      ['undefined', undefined],
    ] as const
  ).map(
    ([kind, output]): Chart => ({
      rule: `the output of a machine may be ${kind}`,
      build: () =>
        machineOf({
          output,
          initial: 'a',
          states: { a: { on: { go: 'b' } }, b: { type: 'final', output: 'of b' } },
        }),
      steps: ['go'],
    }),
  ),
  {
    rule: 'the output of a machine sees the context of the end and the id of the final state',
    build: ({ trace }) =>
      machineOf({
        id: 'm',
        context: { n: 0 },
        initial: 'a',
        states: {
          a: { on: { go: { target: 'b', actions: assign({ n: 1 }) } } },
          b: {
            id: 'the end',
            type: 'final',
            entry: assign({ n: ({ context }: Args) => context.n + 1 }),
            exit: assign({ n: 100 }),
            output: trace.calls('inner', ({ context, event }: Args) => ({
              n: context.n,
              of: event.type,
            })),
          },
        },
        output: trace.calls('outer', ({ context, event, self }: Args) => ({
          n: context.n,
          event,
          self,
        })),
      }),
    steps: ['go'],
  },
  {
    rule: 'an output that throws ends the actor with an error',
    build: () => {
      const output = () => {
        throw new Error('no output');
      };
      return machineOf({
        initial: 'a',
        states: {
          a: {
            initial: 'x',
            states: { x: { on: { inner: 'y' } }, y: { type: 'final', output } },
            on: { outer: 'b' },
          },
          b: { type: 'final' },
        },
        output,
      });
    },
    steps: ['outer', 'inner'],
  },
  {
    rule: 'output of a state that is not final means nothing',
    build: () =>
      machineOf({
        initial: 'a',
        states: {
          a: { output: 1, on: { go: 'b' } },
          b: { initial: 'x', output: 2, states: { x: { type: 'final' } } },
        },
      }),
    steps: ['go'],
  },
];

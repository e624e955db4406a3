import { assign, raise } from 'xstate';
import { type Chart, machineOf } from '../chart.ts';
import type { Args } from '../trace.ts';

/** Events that a machine sends to itself. */
export const raiseCharts: readonly Chart[] = [
  {
    rule: 'raised events are taken in the order in which they were raised, before anything else',
    build: ({ trace }) =>
      machineOf({
        on: {
          go: {
            actions: [
              raise({ type: 'one' }),
              trace.act('between'),
              raise({ type: 'two', by: 1 } as { type: string }),
            ],
          },
          one: { actions: [trace.act('one'), raise({ type: 'three' })] },
          two: { actions: [trace.act('two')] },
          three: { actions: [trace.act('three')] },
        },
      }),
    steps: ['go', 'two', 'one'],
  },
  {
    rule: 'a raised event may be made of context, event and params',
    build: ({ trace }) =>
      machineOf(
        {
          context: { n: 4 },
          on: {
            go: {
              actions: [
                raise(
                  trace.calls('expression', ({ context, event }: Args) => ({
                    type: 'made',
                    sum: context.n + event.by,
                  })),
                ),
                { type: 'tell', params: { word: 'static' } },
                { type: 'tell', params: ({ event }: Args) => ({ word: `by ${event.by}` }) },
              ],
            },
            '*': { actions: trace.act('any') },
          },
        },
        {
          actions: {
            tell: raise(
              trace.calls('tell', (_: Args, params: { word: string }) => ({
                type: 'told',
                ...params,
              })),
            ),
          },
        },
      ),
    steps: [{ type: 'go', by: 3 }],
  },
  {
    rule: 'an event raised in the entry of the first state is taken at once',
    build: ({ trace }) =>
      machineOf({
        initial: 'a',
        states: {
          a: {
            entry: [raise({ type: 'go' }), trace.act('in a')],
            exit: trace.act('out a'),
            on: { go: 'b' },
          },
          b: { entry: raise({ type: 'unheard' }), on: { go: 'a' } },
        },
      }),
    steps: ['go'],
  },
  {
    rule: 'eventless transitions come before raised events, also when they raise more',
    build: ({ trace }) =>
      machineOf({
        context: { n: 0 },
        initial: 'a',
        states: {
          a: { on: { go: { target: 'b', actions: raise({ type: 'first' }) } } },
          b: {
            entry: raise({ type: 'second' }),
            always: { target: 'c', actions: [raise({ type: 'third' }), trace.act('b to c')] },
            on: { '*': { actions: trace.act('too early') } },
          },
          c: {
            on: {
              '*': { actions: trace.act('any') },
              second: { actions: [assign({ n: 1 }), raise({ type: 'fourth' })] },
            },
            always: {
              guard: ({ context }: Args) => context.n === 1,
              target: 'd',
              actions: trace.act('c to d'),
            },
          },
          d: { on: { '*': { actions: trace.act('in d') } } },
        },
      }),
    steps: ['go', 'go'],
  },
  {
    rule: 'the exit, the transition and the entry raise in this order',
    build: ({ trace }) =>
      machineOf({
        initial: 'a',
        on: { '*': { actions: trace.act('any') } },
        states: {
          a: {
            exit: raise({ type: 'exit' }),
            on: { go: { target: 'b', actions: raise({ type: 'way' }) } },
          },
          b: {
            entry: raise({ type: 'entry' }),
            initial: 'x',
            states: { x: { entry: raise({ type: 'inner' }) } },
          },
        },
      }),
    steps: ['go'],
  },
  {
    rule: 'what is raised after the last step of a machine is not taken',
    build: ({ trace }) =>
      machineOf({
        initial: 'a',
        on: { '*': { actions: trace.act('any') } },
        states: {
          a: { on: { go: { target: 'end', actions: raise({ type: 'late' }) } } },
          end: { type: 'final', entry: raise({ type: 'later' }) },
        },
        exit: raise({ type: 'last' }),
      }),
    steps: ['go', 'go'],
  },
  {
    rule: 'an event that is a text ends the actor: events are objects',
    build: () => machineOf({ id: 'm', on: { go: { actions: raise('text' as never) } } }),
    steps: ['go'],
  },
  {
    rule: 'a delayed event waits, and several wait side by side',
    build: ({ trace }) =>
      machineOf(
        {
          context: { ms: 30 },
          on: {
            go: {
              actions: [
                raise({ type: 'number' }, { delay: 10, id: 'number' }),
                raise({ type: 'named' }, { delay: 'twenty', id: 'named' } as never),
                raise(
                  { type: 'made' },
                  {
                    delay: trace.calls(
                      'delay',
                      ({ context, event }: Args) => context.ms + event.more,
                    ),
                    id: 'made',
                  },
                ),
                raise({ type: 'named expression' }, { delay: 'dynamic', id: 'dynamic' } as never),
                raise({ type: 'zero' }, { delay: 0, id: 'zero' }),
              ],
            },
            '*': { actions: trace.act('any') },
          },
        },
        {
          delays: { twenty: 20, dynamic: trace.calls('dynamic', ({ event }: Args) => event.more) },
        },
      ),
    steps: [{ type: 'go', more: 5 }, 0, 5, 5, 10, 15, 5],
  },
  {
    rule: 'a delay without an implementation does not wait, and neither does one that is not a number',
    build: ({ trace }) =>
      machineOf({
        on: {
          go: {
            actions: [
              raise({ type: 'missing' }, { delay: 'missing' } as never),
              raise({ type: 'text' }, { delay: (() => '10') as never }),
              raise({ type: 'undefined' }, { delay: (() => undefined) as never }),
            ],
          },
          '*': { actions: trace.act('any') },
        },
      }),
    steps: ['go', 10],
  },
  {
    rule: 'two delayed events of one id are both sent, though only the later can be cancelled',
    build: ({ trace }) =>
      machineOf({
        on: {
          go: { actions: raise({ type: 'rung' }, { delay: 10, id: 'bell' }) },
          rung: { actions: trace.act('rung') },
        },
      }),
    steps: ['go', 5, 'go', 5, 5],
  },
  {
    rule: 'params given by name reach the event and the delay of a raise',
    build: ({ trace }) =>
      machineOf(
        {
          on: {
            go: { actions: { type: 'ring', params: { ms: 15 } } },
            rung: { actions: trace.act('rung') },
          },
        },
        {
          actions: {
            ring: raise(({ event }: Args) => ({ type: 'rung', by: event.type }), {
              id: 'ring',
              delay: trace.calls(
                'delay',
                (_: Args, params: unknown) => (params as { ms: number }).ms,
              ),
            }),
          },
        },
      ),
    steps: ['go', 10, 5],
  },
  {
    rule: 'the delayed events of an actor that ends are cancelled',
    build: ({ trace }) =>
      machineOf({
        initial: 'a',
        states: {
          a: {
            entry: raise({ type: 'rung' }, { delay: 10, id: 'bell' }),
            on: { end: 'b', rung: { actions: trace.act('rung') } },
          },
          b: { type: 'final', entry: raise({ type: 'rung' }, { delay: 1, id: 'last' }) },
        },
      }),
    steps: [5, 'end', 5, 5],
  },
];

import { assign, setup } from 'xstate';
import { type Chart, machineOf } from '../chart.ts';
import type { Args } from '../trace.ts';

/** Initial contexts. */
export const contextCharts: readonly Chart[] = [
  {
    rule: 'a context that is an object is the same object in every actor',
    build: () =>
      machineOf({
        context: { n: 0, deep: { list: [1] } },
        on: { go: { actions: assign({ n: 1 }) } },
      }),
    steps: ['go'],
  },
  {
    rule: 'a context may be made of the input',
    build: ({ trace }) =>
      machineOf({
        context: ({ input, ...others }: { input: { n: number } }) => {
          trace.note({ context: Object.keys(others), input });
          return { n: input.n * 2 };
        },
        entry: [
          trace.act('in'),
          assign({ n: ({ context, event }: Args) => context.n + event.input.n }),
        ],
      }),
    input: () => ({ n: 21 }),
    steps: ['go'],
  },
  {
    rule: 'a context that cannot be made ends the actor before it is started',
    build: ({ trace }) =>
      machineOf({
        entry: trace.act('in'),
        context: () => {
          throw new Error('no context');
        },
        initial: 'a',
        states: { a: {} },
      }),
    steps: ['go'],
  },
  {
    rule: 'a context made without its input ends the actor',
    build: () => machineOf({ context: ({ input }: { input: { n: number } }) => ({ n: input.n }) }),
    steps: [],
  },
  {
    rule: 'a factory that makes nothing makes an empty context',
    build: () => machineOf({ context: () => undefined, on: { go: { actions: assign({ n: 1 }) } } }),
    steps: ['go'],
  },
  {
    rule: 'a context may know its actor and have spawned others',
    build: ({ trace, make }) =>
      machineOf(
        {
          context: ({
            spawn,
            self,
          }: {
            spawn: (src: unknown, options?: object) => unknown;
            self: unknown;
          }) => ({
            self,
            named: spawn('child', { id: 'named', input: 5 }),
            inline: spawn(make(machineOf({ id: 'inline' })), { id: 'inline', systemId: 'inline' }),
          }),
          on: { 'xstate.done.actor.named': { actions: trace.act('done') } },
        },
        {
          actors: {
            child: make(machineOf({ context: ({ input }: { input: number }) => ({ input }) })),
          },
        },
      ),
    steps: ['go'],
  },
  {
    rule: 'a context that spawns what is not there ends the actor',
    build: () =>
      machineOf({
        id: 'm',
        context: ({ spawn }: { spawn: (src: string) => unknown }) => ({ child: spawn('missing') }),
      }),
    steps: ['go'],
  },
  {
    rule: 'a guard of the first eventless transition sees the input in the event',
    build: ({ trace }) =>
      machineOf({
        initial: 'a',
        states: {
          a: {
            always: {
              guard: trace.calls('first', ({ event }) => event.input?.ready === true),
              target: 'b',
            },
          },
          b: {},
        },
      }),
    input: () => ({ ready: true }),
    steps: ['go'],
  },
  {
    rule: 'a machine made by setup is like any other',
    build: ({ trace }) =>
      setup({
        types: { context: {} as { n: number }, events: {} as { type: 'go'; by: number } },
        actions: {
          add: assign(({ context, event }) => ({ n: context.n + event.by })),
          given: (_, params: { word: string }) => trace.note({ given: params }),
        },
        guards: { isSmall: ({ context }) => context.n < 5 },
        delays: { soon: ({ context }) => context.n },
      }).createMachine({
        context: { n: 0 },
        initial: 'a',
        states: {
          a: {
            on: {
              go: {
                guard: 'isSmall',
                target: 'b',
                actions: ['add', { type: 'given', params: { word: 'x' } }],
              },
            },
          },
          b: { after: { soon: 'a' } },
        },
      }),
    steps: [{ type: 'go', by: 2 }, 2, { type: 'go', by: 4 }, 6, { type: 'go', by: 1 }],
  },
  {
    rule: 'implementations that were provided later count',
    build: ({ trace }) =>
      machineOf(
        {
          initial: 'a',
          entry: 'act',
          states: {
            a: { on: { go: { guard: 'may', target: 'b', actions: 'act' } } },
            b: { after: { soon: 'a' } },
          },
        },
        {
          actions: { act: trace.act('old') },
          guards: { may: () => false },
          delays: { soon: 1000 },
        },
      ).provide({
        actions: { act: trace.act('new') },
        guards: { may: () => true },
        delays: { soon: 5 },
      } as never),
    steps: ['go', 5, 'go'],
  },
];

import { assign, emit, log, raise } from 'xstate';
import { type Chart, machineOf } from '../chart.ts';
import type { Args } from '../trace.ts';

const broken = (name: string) => () => {
  throw new Error(`${name} broke`);
};

/** An action that throws, between two others. */
function throwing(rule: string, place: (actions: readonly unknown[]) => object): Chart {
  return {
    rule,
    build: ({ trace }) =>
      machineOf({
        id: 'm',
        context: { n: 0 },
        ...place([
          assign({ n: 1 }),
          trace.act('before'),
          emit({ type: 'told' }),
          broken('it'),
          trace.act('after'),
        ]),
      }),
    steps: ['go', 'go', 5],
  };
}

/** Functions and names as actions. */
export const customActionCharts: readonly Chart[] = [
  throwing('an action that throws in the entry of a state ends the actor', (entry) => ({
    initial: 'a',
    states: { a: { on: { go: 'b' } }, b: { entry } },
  })),
  throwing('an action that throws in the exit of a state ends the actor', (exit) => ({
    initial: 'a',
    states: { a: { exit, on: { go: 'b' } }, b: {} },
  })),
  throwing('an action that throws on the way ends the actor', (actions) => ({
    initial: 'a',
    states: { a: { on: { go: { target: 'b', actions } } }, b: {} },
  })),
  throwing('an action that throws at the start ends the actor when it is started', (entry) => ({
    entry,
    initial: 'a',
    states: { a: { entry: log('not any more'), on: { go: 'b' } }, b: {} },
  })),
  throwing('an action that throws in an initial transition ends the actor', (actions) => ({
    initial: 'a',
    states: { a: { on: { go: 'b' } }, b: { initial: { target: 'x', actions }, states: { x: {} } } },
  })),
  throwing('an action that throws in an eventless transition ends the actor', (actions) => ({
    initial: 'a',
    states: { a: { on: { go: 'b' } }, b: { always: { target: 'c', actions } }, c: {} },
  })),
  throwing('an action that throws when the machine is done leaves it failed', (exit) => ({
    exit,
    initial: 'a',
    states: { a: { on: { go: 'b' } }, b: { type: 'final' } },
  })),
  throwing('an action that throws after some time ends the actor', (actions) => ({
    initial: 'a',
    states: { a: { after: { 5: { actions } } } },
  })),
  {
    rule: 'a named action may be missing: inspectors see it, and nothing happens',
    build: ({ trace }) =>
      machineOf({
        entry: ['missing', { type: 'missing too', params: { n: 1 } }],
        on: {
          go: {
            actions: [
              'missing',
              trace.act('go'),
              { type: 'gone', params: ({ event }: Args) => event.type },
            ],
          },
        },
      }),
    steps: ['go'],
  },
  {
    rule: 'a named action gets its params, static or made of context and event',
    build: ({ trace }) =>
      machineOf(
        {
          context: { n: 1 },
          on: {
            go: {
              actions: [
                'bare',
                { type: 'given', params: { a: 1 } },
                {
                  type: 'given',
                  params: trace.calls('params', ({ context, event }: Args) => [
                    context.n,
                    event.type,
                  ]),
                },
                assign({ n: 2 }),
                { type: 'given', params: ({ context }: Args) => context.n },
                { type: 'given', params: undefined },
                { type: 'given' },
              ],
            },
          },
        },
        { actions: { bare: trace.act('bare'), given: trace.act('given') } },
      ),
    steps: ['go'],
  },
  {
    rule: 'params that throw end the actor',
    build: ({ trace }) =>
      machineOf(
        { on: { go: { actions: { type: 'act', params: broken('params') } } } },
        { actions: { act: trace.act('act') } },
      ),
    steps: ['go'],
  },
  {
    rule: 'one action may stand in many places, and one name too',
    build: ({ trace }) => {
      const same = trace.act('same');
      const add = assign({ n: ({ context }: Args) => context.n + 1 });
      return machineOf(
        {
          context: { n: 0 },
          entry: [same, 'add', same],
          exit: [same, add],
          initial: 'a',
          states: {
            a: {
              entry: ['add', same],
              exit: same,
              on: { go: { target: 'b', actions: [same, add, 'add'] } },
            },
            b: { entry: [same, raise({ type: 'end' })], on: { end: 'c' } },
            c: { type: 'final', entry: 'add' },
          },
        },
        { actions: { add } },
      );
    },
    steps: ['go'],
  },
  {
    rule: 'an action may have a name of a member of every object',
    build: ({ trace }) => machineOf({ on: { go: { actions: ['toString', trace.act('then')] } } }),
    steps: ['go'],
  },
  {
    rule: 'named actions and functions are told to inspectors by their names',
    build: () =>
      machineOf(
        {
          entry: [
            'named',
            function spoken() {},
            () => {},
            { type: 'object' },
            Object.assign(() => {}, { type: 'typed' }),
          ],
        },
        { actions: { named: function other() {}, object: () => {} } },
      ),
    steps: [],
  },
];

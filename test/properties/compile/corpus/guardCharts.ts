import { and, not, or, stateIn } from 'xstate';
import { type Chart, machineOf } from '../chart.ts';
import type { GuardArgs, Trace } from '../trace.ts';

const isBig = ({ event }: GuardArgs) => event.size > 10;
const above = (_: GuardArgs, { limit }: { limit: number }) => _.event.size > limit;

/** The first branch whose guard holds records its name; the last one has no guard. */
function ladder(trace: Trace, guards: readonly unknown[], implementations: object): object[] {
  const steps = guards.map((guard, index) => ({ guard, actions: trace.act(`branch ${index}`) }));
  return [
    { initial: 'a', states: { a: { on: { go: [...steps, { actions: trace.act('none') }] } } } },
    implementations,
  ];
}

function guarded(
  rule: string,
  build: (trace: Trace) => { guards: readonly unknown[]; named?: object },
): Chart {
  return {
    rule,
    build: ({ trace }) => {
      const { guards, named = {} } = build(trace);
      const [config = {}, implementations] = ladder(trace, guards, { guards: named });
      return machineOf({ id: 'ladder', ...config }, implementations);
    },
    steps: [3, 7, 12, 20].map((size) => ({ type: 'go', size })),
  };
}

/** Guards of transitions. */
export const guardCharts: readonly Chart[] = [
  guarded('guards are asked in order until one holds', (trace) => ({
    guards: [
      trace.calls('inline', ({ event }: GuardArgs) => event.size < 5),
      'isBig',
      trace.calls('never', () => false),
    ],
    named: { isBig: trace.calls('isBig', isBig) },
  })),
  guarded('a guard gets its params, static or made of context and event', (trace) => ({
    guards: [
      { type: 'above', params: { limit: 15 } },
      {
        type: 'above',
        params: trace.calls('params', ({ event }: GuardArgs) => ({ limit: 14 - event.size })),
      },
      { type: 'bare' },
    ],
    named: { above: trace.calls('above', above), bare: trace.calls('bare', isBig) },
  })),
  guarded('guards are combined by and, or and not, and stop as soon as it is clear', (trace) => {
    const even = trace.calls('even', ({ event }: GuardArgs) => event.size % 2 === 0);
    const big = trace.calls('big', isBig);
    return {
      guards: [
        and([even, 'big', or(['small', 'twenty'])]),
        not(or([not('big'), and([even, not(even)])])),
        and([]),
        or([]),
      ],
      named: {
        big,
        small: trace.calls('small', ({ event }: GuardArgs) => event.size < 5),
        twenty: trace.calls('twenty', ({ event }: GuardArgs) => event.size === 20),
      },
    };
  }),
  guarded('params reach guards within and, or and not', (trace) => ({
    guards: [
      and([{ type: 'above', params: { limit: 5 } }, not({ type: 'above', params: { limit: 10 } })]),
      or([
        { type: 'above', params: ({ event }: GuardArgs) => ({ limit: event.size - 1 }) } as never,
      ]),
    ],
    named: { above: trace.calls('above', above) },
  })),
  guarded(
    'a name may stand for another guard, by name, with params, or for a combination',
    (trace) => ({
      guards: ['huge', 'veryBig', { type: 'veryBig', params: { limit: 1 } }, 'combined'],
      named: {
        huge: { type: 'above', params: { limit: 15 } },
        veryBig: 'isBig',
        combined: and(['isBig', not('huge')]),
        isBig: trace.calls('isBig', isBig),
        above: trace.calls('above', above),
      },
    }),
  ),
  guarded('what a guard answers counts as true or false, whatever it is', (trace) => ({
    guards: [
      trace.calls('0', () => 0),
      trace.calls('null', () => null),
      trace.calls('text', ({ event }: GuardArgs) => (event.size > 10 ? 'yes' : '')),
      not(trace.calls('undefined', () => undefined) as never),
    ],
  })),
  guarded('a guard that is null or false or no name is no guard', () => ({ guards: [null] })),
  guarded('an empty name is no guard on an event', () => ({ guards: [''] })),
  guarded('a guard that throws ends the actor and is named', () => ({
    guards: [
      {
        type: 'fragile',
        params: { at: 12 },
      },
    ],
    named: {
      fragile: ({ event }: GuardArgs, { at }: { at: number }) => {
        if (event.size >= at) throw new TypeError('it broke');
        return false;
      },
    },
  })),
  guarded('an inline guard that throws has no name', () => ({
    guards: [
      function nameless({ event }: GuardArgs) {
        if (event.size >= 7) throw new RangeError('it broke');
        return false;
      },
    ],
  })),
  guarded('a guard within not that throws is not named', () => ({
    guards: [not(() => JSON.parse('{') as boolean)],
  })),
  guarded('a guard that throws what is no error ends the actor all the same', () => ({
    guards: [
      () => {
        throw 'just a text';
      },
    ],
  })),
  guarded('a guard without an implementation ends the actor when it is asked', () => ({
    guards: [({ event }: GuardArgs) => event.size < 10, 'missing'],
  })),
  guarded('a guard of an object without an implementation is named', () => ({
    guards: [{ type: 'missing', params: {} }],
  })),
  guarded('params of a guard that throw end the actor', () => ({
    guards: [
      {
        type: 'fine',
        params: () => {
          throw new Error('no params');
        },
      },
    ],
    named: { fine: () => true },
  })),
  {
    rule: 'an eventless guard that throws ends the actor with what it threw',
    build: () =>
      machineOf(
        {
          initial: 'a',
          states: { a: { on: { go: 'b' } }, b: { always: { guard: 'fragile', target: 'a' } } },
        },
        {
          guards: {
            fragile: () => {
              throw new SyntaxError('it broke');
            },
          },
        },
      ),
    steps: ['unknown', 'go', 'go'],
  },
  {
    rule: 'an eventless guard without an implementation fails at the start',
    build: () =>
      machineOf({
        initial: 'a',
        states: { a: { always: { guard: 'missing', target: 'b' } }, b: {} },
      }),
    steps: ['go'],
  },
  {
    rule: 'stateIn knows states by text, by object and by id',
    build: ({ trace }) => {
      const branch = (name: string, guard: unknown) => ({ guard, actions: trace.act(name) });
      return machineOf(
        {
          id: 'm',
          initial: 'a',
          states: {
            a: {
              initial: 'x',
              states: { x: { on: { next: 'y' } }, y: { id: 'y', on: { next: '#m.b' } } },
            },
            b: { on: { next: 'a' } },
          },
          on: {
            text: [
              branch('b', stateIn('b')),
              branch('a.y', stateIn('a.y')),
              branch('a', stateIn('a')),
            ],
            object: [branch('a.y', stateIn({ a: 'y' })), branch('a', stateIn({ a: {} }))],
            id: [
              branch('#y', stateIn('#y')),
              branch('#m.a', stateIn('#m.a')),
              branch('#m', stateIn('#m')),
            ],
            named: [branch('inY', 'inY'), branch('not inB', not('inB'))],
            wrong: branch('#nowhere', stateIn('#nowhere')),
          },
        },
        { guards: { inY: stateIn('#y'), inB: stateIn('b') } },
      );
    },
    steps: [
      'text',
      'object',
      'id',
      'named',
      'next',
      'text',
      'object',
      'id',
      'named',
      'next',
      'text',
      'object',
      'id',
      'named',
      'wrong',
    ],
  },
  {
    rule: 'inner guards that do not hold leave the event to the outer states',
    build: ({ trace }) =>
      machineOf({
        initial: 'a',
        states: {
          a: {
            initial: 'x',
            states: {
              x: { on: { go: { guard: trace.calls('x', isBig), actions: trace.act('x') } } },
            },
            on: {
              go: {
                guard: trace.calls('a', ({ event }: GuardArgs) => event.size > 5),
                actions: trace.act('a'),
              },
            },
          },
        },
        on: { go: { actions: trace.act('root') } },
      }),
    steps: [3, 7, 12].map((size) => ({ type: 'go', size })),
  },
];

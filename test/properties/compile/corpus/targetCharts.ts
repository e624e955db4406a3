import { assign } from 'xstate';
import { type Chart, machineOf, type Step } from '../chart.ts';
import type { Args, Trace } from '../trace.ts';

/** Two families of states; each state records when it is entered and left. */
function families(trace: Trace, on: Readonly<Record<string, object>>) {
  const noted = (name: string) => ({
    id: name,
    entry: trace.act(`in ${name}`),
    exit: trace.act(`out ${name}`),
    ...(name in on && { on: on[name] }),
  });
  const family = (name: string) => ({
    ...noted(name),
    initial: 'one',
    states: {
      one: noted(`${name}1`),
      two: {
        ...noted(`${name}2`),
        initial: 'x',
        states: { x: noted(`${name}2x`), y: noted(`${name}2y`) },
      },
    },
  });
  return machineOf({
    ...noted('m'),
    initial: 'a',
    states: { a: family('a'), b: family('b') },
  });
}

/** One transition, plain and reentering, from a named state to a target. */
function arrows(
  rule: string,
  source: string,
  target: string | undefined,
  way: readonly Step[] = [],
): Chart {
  return {
    rule,
    build: ({ trace }) => {
      const actions = trace.act('on the way');
      const both = {
        go: { target, actions },
        again: { target, actions, reenter: true },
      };
      const visits = { 'to a2y': '#a2y', 'to a2': '#a2', 'to b1': '#b1', 'to b2y': '#b2y' };
      const on = { m: visits };
      return families(trace, { ...on, [source]: source === 'm' ? { ...visits, ...both } : both });
    },
    steps: [...way, 'go', ...way, 'again', ...way, 'again', 'go'],
  };
}

/** Targets of transitions, and the states that are left and entered. */
export const targetCharts: readonly Chart[] = [
  arrows('a state that targets itself stays, or is left and entered again', 'a1', 'one'),
  arrows('a compound state that targets itself goes to its initial state', 'a', 'a', ['to a2y']),
  arrows('a target of one dot is the state itself', 'a', '.', ['to a2y']),
  arrows('a state reaches its ancestor', 'a2y', '#a', ['to a2y']),
  arrows('a state reaches the root by its id', 'a2y', '#m', ['to a2y']),
  arrows('the root reaches itself by its id', 'm', '#m', ['to a2y']),
  arrows('the root reaches a child', 'm', '.b', ['to a2y']),
  arrows('the root reaches a descendant', 'm', '.b.two.y', ['to a2']),
  arrows('the root reaches the child that is active already', 'm', '.a', ['to a2y']),
  arrows('a state reaches its sibling', 'a1', 'two', ['to a2', 'to b1']),
  arrows('a state reaches a child of its sibling', 'a1', 'two.y'),
  arrows('a state reaches its cousin by an id', 'a1', '#b2y'),
  arrows('a state reaches a child of its own', 'a', '.two', ['to a2y']),
  arrows('a state reaches a grandchild of its own', 'a', '.two.y', ['to a2y']),
  arrows('a state reaches its active grandchild by an id', 'a', '#a2y', ['to a2y']),
  arrows('a state reaches its uncle', 'a2y', '#b', ['to a2y']),
  arrows('a state reaches a state by the id of the machine and a path', 'a1', '#m.b.two', [
    'to b1',
  ]),
  arrows('without a target nothing is left', 'a2', undefined, ['to a2y']),
  arrows('the root without a target leaves nothing', 'm', undefined, ['to a2y']),
  {
    rule: 'a target may stand in an array of one',
    build: ({ trace }) =>
      families(trace, { a1: { go: { target: ['two'] } }, a2: { go: [{ target: ['#b2y'] }] } }),
    steps: ['go', 'go'],
  },
  {
    rule: 'a transition without target and actions hides those of the ancestors',
    build: ({ trace }) =>
      families(trace, {
        m: { one: '#b1', two: '#b1', three: '#b1', four: '#b1', five: '#b1' },
        a1: { one: {}, two: undefined, three: [], four: '', five: { target: [] } },
        b1: { one: { reenter: true }, two: [undefined, '#a1'] },
      }),
    steps: ['one', 'two', 'four', 'five', 'three', 'one', 'two', 'three'],
  },
  {
    rule: 'a transition that changes nothing leaves the same snapshot',
    build: () =>
      machineOf({
        context: { n: 0 },
        initial: 'a',
        states: { a: { on: { stay: {}, self: 'a', add: { actions: assign({ n: 1 }) } } } },
        on: {
          touch: { actions: () => {} },
          same: { actions: assign(({ context }: Args) => context) },
        },
      }),
    steps: ['stay', 'unknown', 'self', 'touch', 'same', 'add', 'add', 'stay'],
  },
  {
    rule: 'a transition may have meta, a description and members of its own',
    build: () =>
      machineOf({
        initial: 'a',
        states: {
          a: { on: { go: { target: 'b', meta: { why: 1 }, description: 'to b', extra: true } } },
          b: { always: { target: 'c', meta: 2, guard: () => false } },
          c: {},
        },
      }),
    steps: ['go', 'go'],
  },
];

import { inspect } from 'node:util';
import { type Chart, machineOf } from '../chart.ts';

/** A second state with a mistake in it, which is never entered. */
function unreached(rule: string, mistake: object): Chart {
  return {
    rule: `${rule} has no effect in a state that is never entered`,
    build: () => machineOf({ initial: 'a', states: { a: { on: { go: 'c' } }, b: mistake, c: {} } }),
    steps: ['go'],
  };
}

/** Mistakes in charts, which XState notices only when it reaches them. */
export const mistakeCharts: readonly Chart[] = [
  unreached('an initial state that is not there', { initial: 'missing', states: { x: {} } }),
  unreached('an initial state of a state without any', { initial: 'missing' }),
  unreached('an action that is null', { entry: [null] }),
  unreached('a guard that is a number', { on: { go: { guard: 5, target: 'a' } } }),
  {
    rule: 'an initial state that is not there ends the actor when it is entered',
    build: () =>
      machineOf({
        initial: 'a',
        states: { a: { on: { go: 'b' } }, b: { initial: 'missing', states: { x: {} } } },
      }),
    steps: ['go', 'go'],
  },
  {
    rule: 'an initial state of the root that is not there ends the actor at its start',
    build: () => machineOf({ initial: 'missing', states: { a: {} } }),
    steps: ['go'],
  },
  {
    rule: 'an initial state of a state without any is noticed when it is entered',
    build: () =>
      machineOf({ initial: 'a', states: { a: { on: { go: 'b' } }, b: { initial: 'missing' } } }),
    steps: ['go', 'go'],
  },
  ...[{}, 5, true, { params: {} }].map(
    (guard): Chart => ({
      rule: `a guard that is ${inspect(guard)} ends the actor when it is asked`,
      build: () => machineOf({ id: 'm', on: { go: { guard, actions: () => {} } } }),
      steps: ['go'],
    }),
  ),
  {
    rule: 'a state that is atomic by its type may have children, which are not entered with it',
    build: () =>
      machineOf({
        initial: 'a',
        states: {
          a: { type: 'atomic', states: { x: {} }, on: { go: 'b' } },
          b: { on: { go: 'a' } },
        },
      }),
    steps: ['go', 'go'],
  },
  {
    rule: 'a child of a state that is atomic by its type can be entered by a transition',
    build: ({ trace }) =>
      machineOf({
        id: 'm',
        initial: 'a',
        states: {
          a: {
            type: 'atomic',
            exit: trace.act('out a'),
            states: { x: { id: 'x', exit: trace.act('out x'), on: { go: '#m.b' } } },
          },
          b: { on: { go: '#x' } },
        },
      }),
    steps: ['go', 'go', 'go'],
  },
  {
    rule: 'a final state may have children, which are never entered',
    build: () =>
      machineOf({
        initial: 'a',
        states: { a: { on: { go: 'b' } }, b: { type: 'final', states: { x: {} }, initial: 'x' } },
      }),
    steps: ['go'],
  },
  ...[null, undefined, Number.NaN, -1].map(
    (maxIterations): Chart => ({
      rule: `a limit of microsteps that is ${maxIterations} is taken as XState takes it`,
      build: () =>
        machineOf({
          options: { maxIterations },
          initial: 'a',
          states: { a: { on: { go: 'b' } }, b: { always: 'c' }, c: {} },
        }),
      steps: ['go'],
    }),
  ),
  {
    rule: 'an eventless guard that is null is asked, and ends the actor',
    build: () =>
      machineOf({
        initial: 'a',
        states: { a: { on: { go: 'b' } }, b: { always: { guard: null, target: 'a' } } },
      }),
    steps: ['go', 'go'],
  },
  {
    rule: 'a guard that throws null ends the actor',
    build: () =>
      machineOf({
        on: {
          go: {
            guard: () => {
              throw null;
            },
          },
        },
      }),
    steps: ['go'],
  },
  ...[[null], 5, undefined, [undefined], [{}], [['a list']]].map(
    (actions): Chart => ({
      rule: `actions that are ${inspect(actions)} are noticed when it comes to them`,
      build: () => machineOf({ on: { go: { actions } } }),
      steps: ['go', 'go'],
    }),
  ),
  ...(
    [
      ['by name', 'real'],
      ['by an object', { type: 'real' }],
      ['by a list', ['real', 'real']],
    ] as const
  ).map(
    ([how, alias]): Chart => ({
      rule: `a name of an action stands for no other one ${how}`,
      build: ({ trace }) =>
        machineOf(
          { on: { go: { actions: 'alias' }, real: { actions: 'real' } } },
          { actions: { alias, real: trace.act('real') } },
        ),
      steps: ['real', 'go', 'real'],
    }),
  ),
];

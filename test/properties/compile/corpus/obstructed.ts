import { type AnyStateMachine, createMachine, fromPromise, spawnChild } from 'xstate';
import { machineOf } from '../chart.ts';

export const spawn = spawnChild('child', { id: 'child' });
const child = createMachine({ id: 'child', on: { go: {} } });
export const withChild = (config: object) => machineOf(config, { actors: { child } });
const leaf = { on: { go: {} } };

/** Machines that cannot be compiled, with all unsupported features by state. */
export const obstructed: Readonly<
  Record<string, readonly [AnyStateMachine, readonly (readonly [string, string])[]]>
> = {
  'a parallel root': [
    machineOf({ type: 'parallel', states: { a: leaf, b: leaf } }),
    [['', 'parallel']],
  ],
  'a parallel state somewhere below': [
    machineOf({
      initial: 'a',
      states: {
        a: { initial: 'b', states: { b: { type: 'parallel', states: { c: leaf, d: leaf } } } },
      },
    }),
    [['a.b', 'parallel']],
  ],
  'shallow and deep history': [
    machineOf({
      initial: 'a',
      states: {
        a: {
          initial: 'x',
          states: { x: { on: { go: 'y' } }, y: {}, past: { type: 'history' } },
          on: { out: 'b' },
        },
        b: {
          initial: 'x',
          states: { x: {}, past: { type: 'history', history: 'deep' } },
          on: { back: 'a.past' },
        },
      },
    }),
    [
      ['a.past', 'history'],
      ['b.past', 'history'],
    ],
  ],
  'an invoked actor, of the root and of a state': [
    machineOf({
      invoke: { src: fromPromise(() => new Promise(() => {})), id: 'forever' },
      initial: 'a',
      states: { a: { invoke: [{ src: child, id: 'child', onDone: 'b' }] }, b: {} },
    }),
    [
      ['', 'invoke'],
      ['a', 'invoke'],
    ],
  ],
  'an actor spawned in the entry': [
    withChild({ entry: spawn, initial: 'a', states: { a: { entry: ['missing', spawn] } } }),
    [
      ['', 'spawn'],
      ['a', 'spawn'],
    ],
  ],
  'an actor spawned in the exit': [
    withChild({ initial: 'a', states: { a: { exit: spawn } } }),
    [['a', 'spawn']],
  ],
  'an actor spawned on the way': [
    withChild({
      initial: 'a',
      states: { a: { on: { stay: {}, go: [{ guard: () => false }, { actions: spawn }] } } },
    }),
    [['a', 'spawn']],
  ],
  'an actor spawned by an initial transition': [
    withChild({ initial: { target: 'a', actions: spawn }, states: { a: {} } }),
    [['', 'spawn']],
  ],
  'an actor spawned by an eventless transition': [
    withChild({ initial: 'a', states: { a: { always: { target: 'b', actions: spawn } }, b: {} } }),
    [['a', 'spawn']],
  ],
  'an actor spawned after some time': [
    withChild({ initial: 'a', states: { a: { after: { 10: { actions: spawn } } } } }),
    [['a', 'spawn']],
  ],
  'an actor spawned when a state is done': [
    withChild({
      initial: 'a',
      states: { a: { initial: 'x', states: { x: { type: 'final' } }, onDone: { actions: spawn } } },
    }),
    [['a', 'spawn']],
  ],
  'an actor spawned by name': [
    machineOf(
      { on: { go: { actions: { type: 'hire' } } } },
      { actors: { child }, actions: { hire: spawn } },
    ),
    [['', 'spawn']],
  ],
  'several targets of one transition': [
    machineOf({
      initial: 'a',
      states: {
        a: { on: { go: { target: ['b', '#m.b'] } } },
        b: { always: { guard: () => false, target: ['a', 'b'] } },
        c: { after: { 10: { target: ['a', 'b'] } } },
      },
      id: 'm',
    }),
    [
      ['a', 'multiple targets'],
      ['b', 'multiple targets'],
      ['c', 'multiple targets'],
    ],
  ],
  'an initial state that is not there': [
    machineOf({
      initial: 'a',
      states: { a: leaf, b: { initial: 'missing', states: { c: leaf } } },
    }),
    [['b', 'malformed']],
  ],
  'an action that is none': [
    machineOf({ initial: 'a', states: { a: { on: { stay: { actions: [null] } } } } }),
    [['a', 'malformed']],
  ],
  'a guard that is none': [
    machineOf({ initial: 'a', states: { a: { on: { stay: { guard: 5, actions: () => {} } } } } }),
    [['a', 'malformed']],
  ],
  'an eventless guard that is null': [
    machineOf({ initial: 'a', states: { a: leaf, b: { always: { guard: null, target: 'a' } } } }),
    [['b', 'malformed']],
  ],
  'a name of an action that stands for another name': [
    machineOf(
      { on: { stay: { actions: 'alias' } } },
      { actions: { alias: 'real', real: () => {} } },
    ),
    [['', 'malformed']],
  ],
  'everything at once': [
    withChild({
      id: 'm',
      initial: 'a',
      states: {
        a: {
          type: 'parallel',
          invoke: { src: 'child', id: 'invoked' },
          entry: spawn,
          states: {
            b: { initial: 'x', states: { x: leaf, past: { type: 'history' } } },
            c: { initial: 'x', states: { x: leaf, y: leaf } },
          },
          on: { both: { target: ['.b.x', '.c.y'] } },
        },
      },
    }),
    [
      ['a', 'parallel'],
      ['a', 'invoke'],
      ['a', 'spawn'],
      ['a', 'multiple targets'],
      ['a.b.past', 'history'],
    ],
  ],
};

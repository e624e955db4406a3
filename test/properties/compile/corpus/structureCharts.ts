import { assign, raise } from 'xstate';
import { type Chart, machineOf } from '../chart.ts';
import type { Args } from '../trace.ts';

const deep = (entry: (name: string) => object) => ({
  id: 'deep',
  ...entry('root'),
  initial: 'a',
  states: {
    a: {
      ...entry('a'),
      initial: 'b',
      on: { up: 'z', again: { target: 'a', reenter: true } },
      states: {
        b: {
          ...entry('b'),
          initial: 'c',
          states: {
            c: {
              ...entry('c'),
              initial: 'd',
              on: { deeper: '.e' },
              states: { d: entry('d'), e: { ...entry('e'), on: { up: '#deep.a.b.f' } } },
            },
            f: { ...entry('f'), on: { deeper: 'c.e' } },
          },
        },
      },
    },
    z: { ...entry('z'), on: { deeper: 'a.b.c.e', again: 'a' } },
  },
});

/** Shapes of machines: levels, names, tags, initial states. */
export const structureCharts: readonly Chart[] = [
  {
    rule: 'a machine without states has an empty object for its value and handles events',
    build: ({ trace }) =>
      machineOf({
        context: { n: 0 },
        entry: trace.act('in'),
        exit: trace.act('out'),
        on: {
          go: { actions: assign({ n: ({ context }: Args) => context.n + 1 }) },
          again: { reenter: true, actions: trace.act('again') },
        },
      }),
    steps: ['go', 'go', 'again', 'unknown', 'xstate.stop'],
  },
  {
    rule: 'an empty object of states is the same as none',
    build: ({ trace }) =>
      machineOf({ id: 'none', states: {}, on: { go: { actions: trace.act('go') } } }),
    steps: ['go', 'unknown'],
  },
  {
    rule: 'entry runs from the outside in and exit from the inside out, over four levels',
    build: ({ trace }) =>
      machineOf(
        deep((name) => ({ entry: trace.act(`in ${name}`), exit: [trace.act(`out ${name}`)] })),
      ),
    steps: ['deeper', 'up', 'deeper', 'up', 'up', 'deeper', 'again', 'up', 'again', 'again'],
  },
  {
    rule: 'several entry and exit actions run in the order in which they stand',
    build: ({ trace }) =>
      machineOf({
        initial: 'a',
        entry: [trace.act('1'), trace.act('2')],
        states: {
          a: {
            entry: [trace.act('3'), trace.act('4')],
            exit: [trace.act('5'), trace.act('6')],
            on: { go: { target: 'b', actions: [trace.act('7'), trace.act('8')] } },
          },
          b: { entry: [trace.act('9'), trace.act('10')], on: { go: 'a' } },
        },
      }),
    steps: ['go', 'go', 'go'],
  },
  {
    rule: 'the actions of an initial transition run after the entry of its state and before the inner entry',
    build: ({ trace }) =>
      machineOf({
        id: 'm',
        context: { path: [] },
        entry: trace.act('in root'),
        initial: {
          target: 'a',
          actions: [trace.act('initial of root'), raise({ type: 'raised' })],
          meta: { of: 'root' },
          description: 'where it starts',
        },
        on: { raised: { actions: trace.act('raised') }, jump: '.a.inner', home: '.a' },
        states: {
          a: {
            entry: trace.act('in a'),
            initial: {
              target: 'inner',
              actions: assign({ path: ({ context }: Args) => [...context.path, 'initial of a'] }),
            },
            states: { inner: { entry: trace.act('in inner') }, other: {} },
            on: { other: '.other', leave: 'b' },
          },
          b: { on: { deep: '#m.a.other', back: 'a' } },
        },
      }),
    steps: ['other', 'home', 'leave', 'deep', 'leave', 'back', 'jump', 'leave', 'jump', 'home'],
  },
  {
    rule: 'tags come in the order of the active states, each once',
    build: () =>
      machineOf({
        tags: ['busy', 'root'],
        initial: 'a',
        states: {
          a: { tags: ['a', 'root'], initial: 'x', states: { x: { tags: 'busy' }, y: {} } },
          b: { tags: ['b', 'a'], initial: 'y', states: { x: {}, y: { tags: ['y', 'x'] } } },
        },
        on: { a: '.a', b: '.b', y: '.a.y' },
      }),
    steps: ['b', 'a', 'y', 'b', 'y', 'a'],
  },
  {
    rule: 'meta is gathered from the active states, whatever it is',
    build: () =>
      machineOf({
        id: 'm',
        meta: { level: 0 },
        description: 'A machine about meta.',
        version: '3.1.4',
        initial: 'a',
        states: {
          a: {
            meta: null,
            id: 'named',
            initial: 'x',
            states: { x: { meta: 'text' } },
            on: { go: 'b' },
          },
          b: { description: 'Without meta.', on: { go: 'c' } },
          c: { meta: { nested: { deep: [1, 2] } } },
        },
      }),
    steps: ['go', 'go'],
  },
  {
    rule: 'states and events may have the names of members of every object',
    build: ({ trace }) =>
      machineOf({
        initial: 'constructor',
        states: {
          constructor: {
            on: { toString: 'valueOf', hasOwnProperty: { actions: trace.act('own') } },
          },
          valueOf: {
            initial: 'toString',
            states: { toString: { tags: 'constructor', on: { constructor: 'has' } }, has: {} },
            on: { valueOf: 'constructor' },
          },
        },
      }),
    steps: ['hasOwnProperty', 'isPrototypeOf', 'toString', 'toString', 'constructor', 'valueOf'],
  },
  {
    rule: 'state keys may have dots and spaces',
    build: () =>
      machineOf({
        id: 'dotted',
        initial: 'a.b',
        states: {
          'a.b': { on: { go: 'c d', out: 'e\\.f.g h' } },
          'c d': { on: { go: '#dotted.a\\.b' } },
          'e.f': {
            initial: 'x',
            states: { x: {}, 'g h': { on: { go: 'x' } } },
            on: { out: 'c d' },
          },
        },
      }),
    steps: ['go', 'go', 'out', 'go', 'out', 'go'],
  },
  {
    rule: 'children with numbers for keys come in the order of the numbers',
    build: ({ trace }) =>
      machineOf({
        initial: 'b',
        states: {
          b: { exit: trace.act('b'), on: { 2: '2', 10: '10' } },
          10: {
            entry: trace.act('10'),
            exit: trace.act('out 10'),
            on: { go: '2' },
            after: { 5: 'b' },
          },
          2: { entry: trace.act('2'), exit: trace.act('out 2'), on: { go: '10' } },
        },
      }),
    steps: ['10', 'go', 'go', 5, '2', 'go', 5],
  },
];

import { inspect } from 'node:util';
import { assign, cancel, emit, raise, stopChild } from 'xstate';
import { type Chart, machineOf } from '../chart.ts';

/** Unexpected values: XState does not document what it does with them, but always does the same. */
export const oddValueCharts: readonly Chart[] = [
  ...[{}, { type: undefined }, { type: null }, { type: 1 }, { type: {} }].map(
    (event): Chart => ({
      rule: `the event ${inspect(event)} ends the actor`,
      build: ({ trace }) =>
        machineOf({ on: { go: { actions: trace.act('go') }, undefined: {}, 1: {} } }),
      steps: ['go', event as never, 'go'],
    }),
  ),
  {
    rule: 'an event without a type ends the actor before it meets a wildcard',
    build: ({ trace }) => machineOf({ on: { '*': { actions: trace.act('any') }, 'a.*': {} } }),
    steps: [{} as never, 'go'],
  },
  {
    rule: 'the event that begins a machine means nothing when it is sent to it',
    build: ({ trace }) =>
      machineOf({
        initial: 'a',
        states: { a: { always: { guard: () => false, target: 'b' } }, b: {} },
        on: { 'xstate.init': { actions: trace.act('begun') }, '*': { actions: trace.act('any') } },
      }),
    steps: ['xstate.init', 'go', 'xstate.init'],
  },
  ...[undefined, null, 'text', 5].map(
    (assignment): Chart => ({
      rule: `an assignment of ${inspect(assignment)} is taken as XState takes it`,
      build: () =>
        machineOf({
          context: { n: 0 },
          on: {
            go: { actions: assign(assignment as never) },
            made: { actions: assign((() => assignment) as never) },
          },
        }),
      steps: ['made', 'go', 'go'],
    }),
  ),
  ...[null, 0, '', 'text', [1, 2]].map(
    (context): Chart => ({
      rule: `a context that is ${inspect(context)} is taken as XState takes it`,
      build: () =>
        machineOf({
          context,
          on: { go: { actions: assign({ n: 1 }) }, touch: { actions: () => {} } },
        }),
      steps: ['touch', 'go', 'go'],
    }),
  ),
  ...[null, 'text', [1, 2], new Date(0)].map(
    (context): Chart => ({
      rule: `a factory that makes ${inspect(context)} makes the context that XState makes of it`,
      build: () => machineOf({ context: () => context, on: { go: { actions: assign({ n: 1 }) } } }),
      steps: ['go'],
    }),
  ),
  {
    rule: 'an expression of an event may make none',
    build: ({ trace }) =>
      machineOf({
        on: {
          raise: { actions: raise((() => undefined) as never) },
          emit: { actions: [emit((() => undefined) as never), trace.act('after')] },
          cancel: { actions: [cancel(undefined as never), trace.act('after')] },
          stop: { actions: [stopChild(undefined as never), trace.act('after')] },
        },
      }),
    steps: ['cancel', 'stop', 'raise', 'emit'],
  },
  {
    rule: 'an assignment may name members that every object has, and new ones before old ones',
    build: () =>
      machineOf({
        context: { n: 0, m: 1 },
        on: {
          inherited: { actions: assign({ toString: 'text', constructor: 5 }) },
          order: { actions: assign({ z: 1, m: 2, a: 3, n: 4 }) },
          instance: {
            actions: assign(() =>
              Object.create({ inherited: 1 }, { own: { value: 2, enumerable: true } }),
            ),
          },
        },
      }),
    steps: ['order', 'inherited', 'instance', 'order'],
  },
  {
    rule: 'a factory may make an instance, of which the own members are the context',
    build: () =>
      machineOf({
        context: () =>
          Object.create(
            { inherited: 1 },
            { own: { value: 2, enumerable: true }, hidden: { value: 3 } },
          ),
        on: { go: { actions: assign({ n: 1 }) } },
      }),
    steps: ['go'],
  },
  {
    rule: 'an assigned member that is named __proto__ becomes the prototype',
    build: () =>
      machineOf({
        context: { n: 0 },
        on: { go: { actions: assign(() => JSON.parse('{"__proto__": {"x": 1}, "n": 7}')) } },
      }),
    steps: ['go', 'go'],
  },
];

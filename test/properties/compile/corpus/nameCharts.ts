import { assign, cancel, emit, enqueueActions, raise, sendTo, stateIn } from 'xstate';
import { type Chart, machineOf } from '../chart.ts';
import type { GuardArgs } from '../trace.ts';
import { isStateKey, NAMES, shown } from './awkwardNames.ts';

/** A chart in which everything has one name. */
function chartOf(name: string): Chart {
  // XState reads a target as a path, with backslashes that escape.
  const target = (key: string) => key.replaceAll('\\', '\\\\');
  const key = isStateKey(name) ? name : `state ${NAMES.indexOf(name)}`;
  return {
    rule: `everything may be named ${shown(name)}`,
    build({ trace }) {
      const holds = trace.calls('guard', ({ event }: GuardArgs) => event.no !== true);
      const act = trace.act('by name');
      const named = { type: name, params: { [name]: name } };
      return machineOf(
        {
          id: `machine ${name}`,
          context: () => Object.fromEntries([[name, 0]]),
          initial: 'start',
          states: {
            start: {
              tags: [name],
              meta: { [name]: name },
              on: {
                [name]: { guard: name, target: target(key), actions: [name, named] },
                [`${name}.*`]: { guard: { type: name, params: { [name]: 1 } }, actions: named },
                in: { guard: stateIn({ [key]: 'x' }), actions: trace.act('never') },
              },
            },
            [key]: {
              entry: [
                name,
                assign({ [name]: trace.calls('assigns', () => name) }),
                raise({ type: `raised ${name}` }),
                emit({ type: name, [name]: 1 } as never),
                sendTo(({ system }) => system.get('probe'), { type: name }),
                raise({ type: 'late' }, { id: name, delay: 50 }),
                enqueueActions(({ enqueue, check }) => {
                  if (!check(name as never)) return;
                  enqueue(name as never);
                  enqueue({ type: name, params: name } as never);
                  enqueue.emit({ type: `enqueued ${name}` } as never);
                }),
              ],
              exit: named,
              on: {
                [`raised ${name}`]: { actions: trace.act('raised') },
                late: { actions: trace.act('late') },
                cancel: { actions: cancel(name) },
                [name]: { target: 'start' },
                again: { target: target(key), reenter: true },
              },
              after: { [name]: { target: 'done', actions: named } },
            },
            done: { type: 'final' },
          },
          output: { [name]: name },
        },
        {
          guards: { [name]: holds },
          actions: { [name]: act },
          delays: { [name]: trace.calls('delay', () => 100) },
        },
      );
    },
    steps: [
      { type: name, no: true },
      `${name}.x`,
      'in',
      name,
      10,
      'cancel',
      'again',
      name,
      name,
      60,
      'unknown',
      100,
    ],
  };
}

/** Names in charts: they are data, whatever they contain. */
export const nameCharts: readonly Chart[] = [
  ...NAMES.map(chartOf),
  {
    rule: 'names that every object has, and that have no implementation, are looked up as in XState',
    build: ({ trace }) =>
      machineOf({
        on: Object.fromEntries(
          ['constructor', 'toString', 'valueOf', 'missing'].map((name) => [
            name,
            { actions: [name, { type: name, params: { of: name } }, trace.act(`after ${name}`)] },
          ]),
        ),
      }),
    steps: ['missing', 'valueOf', 'toString', 'constructor', '__proto__', 'hasOwnProperty'],
  },
  ...['missing', 'constructor', '__proto__'].map(
    (name): Chart => ({
      rule: `a guard named ${name} that has no implementation does what it does in XState`,
      build: ({ trace }) =>
        machineOf({ on: { go: [{ guard: name, actions: trace.act(name) }, {}] } }),
      steps: ['go', 'go'],
    }),
  ),
  {
    rule: 'one state may know all names',
    build: ({ trace }) =>
      machineOf(
        {
          initial: 'a',
          on: { '*': { actions: trace.act('any') } },
          states: {
            a: {
              on: Object.fromEntries(
                NAMES.map((name) => [name, { guard: name, actions: [name, trace.act('after')] }]),
              ),
            },
          },
        },
        {
          guards: Object.fromEntries(
            NAMES.map((name) => [name, ({ event }: GuardArgs) => event.type === name]),
          ),
          actions: Object.fromEntries(
            NAMES.map((name, index) => [name, trace.act(`action ${index}`)]),
          ),
        },
      ),
    steps: [...NAMES, 'isPrototypeOf', '__defineGetter__'],
  },
];

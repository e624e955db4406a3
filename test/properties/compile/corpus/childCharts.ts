import {
  type AnyActorLogic,
  assign,
  emit,
  enqueueActions,
  fromCallback,
  fromTransition,
  raise,
  sendTo,
  stopChild,
} from 'xstate';
import { type Chart, machineOf } from '../chart.ts';
import type { Args } from '../trace.ts';
import { type SpawnArgs, spawning, tell, worker } from './worker.ts';

/** Spawned actors. */
export const childCharts: readonly Chart[] = [
  {
    rule: 'a child that is spawned may report, finish, and be spawned again',
    build: (kit) =>
      machineOf(
        {
          initial: 'idle',
          states: {
            idle: { on: { hire: { target: 'busy', actions: spawning({ id: 'w', input: 7 }) } } },
            busy: {
              on: {
                count: tell('count'),
                finish: tell('finish'),
                counted: { actions: kit.trace.act('counted') },
                'xstate.done.actor.w': { target: 'idle', actions: kit.trace.act('done') },
              },
            },
          },
        },
        { actors: { worker: worker(kit) } },
      ),
    steps: ['hire', 'count', 'count', 'finish', 'hire', 20, 'count'],
  },
  {
    rule: 'children may be spawned by a collection, with and without a fixed id',
    build: (kit) =>
      machineOf(
        {
          context: { n: 0 },
          on: {
            hire: {
              actions: [
                assign({ n: ({ context }: Args) => context.n + 1 }),
                enqueueActions(({ context, enqueue }) => {
                  enqueue.spawnChild('worker', {
                    id: `w${context.n}`,
                    input: ({ context }: Args) => context.n,
                  } as never);
                  enqueue.sendTo(`w${context.n}`, { type: 'count' });
                  enqueue(kit.trace.act('hired'));
                }),
              ],
            },
            fire: {
              actions: enqueueActions(({ enqueue, context }) => enqueue.stopChild(`w${context.n}`)),
            },
            missing: {
              actions: enqueueActions(({ enqueue }) =>
                enqueue.spawnChild('missing' as never, { id: 'm' } as never),
              ),
            },
            '*': { actions: kit.trace.act('any') },
          },
        },
        { actors: { worker: worker(kit) } },
      ),
    steps: ['hire', 'hire', 'fire', 20, 'missing'],
  },
  {
    rule: 'a child without an id has the one of its session, and its events carry it',
    build: (kit) =>
      machineOf(
        {
          context: {},
          on: {
            hire: {
              actions: assign({ worker: ({ spawn }: SpawnArgs) => spawn('worker') } as never),
            },
            finish: {
              guard: ({ context }: Args) => context.worker !== undefined,
              actions: sendTo(({ context }: Args) => context.worker, { type: 'finish' }),
            },
            'xstate.done.actor.*': { actions: kit.trace.act('done') },
          },
        },
        { actors: { worker: worker(kit) } },
      ),
    steps: ['hire', 'finish', 'hire', 'finish'],
  },
  {
    rule: 'a child may answer in the step in which it is spawned',
    build: (kit) =>
      machineOf(
        {
          initial: 'a',
          states: {
            a: { on: { go: { target: 'b', actions: spawning({ id: 'w' }) } } },
            b: {
              entry: sendTo('w', { type: 'count' }),
              on: { counted: { target: 'c', actions: kit.trace.act('counted') } },
            },
            c: { entry: sendTo(({ context }: Args) => context.worker, { type: 'finish' }) },
          },
          on: { 'xstate.done.*': { actions: kit.trace.act('done') } },
        },
        { actors: { worker: worker(kit) } },
      ),
    steps: ['go'],
  },
  {
    rule: 'the snapshots of a child may be followed',
    build: (kit) =>
      machineOf(
        {
          on: {
            hire: { actions: spawning({ id: 'w', syncSnapshot: true }) },
            count: tell('count'),
            'xstate.snapshot.w': { actions: kit.trace.act('followed') },
            '*': { actions: kit.trace.act('any') },
          },
        },
        { actors: { worker: worker(kit) } },
      ),
    steps: ['hire', 'count', 20],
  },
  {
    rule: 'children may be callbacks and transitions',
    build: ({ trace }) =>
      machineOf(
        {
          entry: [
            assign({
              echo: ({ spawn }: SpawnArgs) =>
                spawn('echo', { id: 'echo', input: { word: 'hello' } }),
              sum: ({ spawn }: SpawnArgs) => spawn('sum', { id: 'sum' }),
            } as never),
            sendTo('echo', { type: 'early' }),
          ],
          on: {
            ask: {
              actions: [
                sendTo('echo', ({ event }: Args) => event),
                sendTo('sum', { type: 'add', by: 2 }),
              ],
            },
            'answer.*': {
              actions: [trace.act('answer'), raise({ type: 'thanks' }), emit({ type: 'answered' })],
            },
            stop: { actions: stopChild('echo') },
          },
        },
        {
          actors: {
            echo: fromCallback(({ sendBack, receive, input }) => {
              sendBack({ type: 'answer.begun', input });
              receive((event) => sendBack({ type: `answer.${event.type}`, of: event }));
              return () => trace.note({ disposed: true });
            }),
            sum: fromTransition(
              (sum: number, event: { type: string; by: number }) => sum + event.by,
              0,
            ) as AnyActorLogic,
          },
        },
      ),
    steps: ['ask', 'ask', 'stop', 'ask'],
  },
  {
    rule: 'a child that is done before it is started tells it when it is',
    build: ({ trace, make }) =>
      machineOf({
        on: {
          hire: {
            actions: assign({
              brief: ({ spawn }: SpawnArgs) =>
                spawn(make(machineOf({ type: 'final', output: 'brief' })), { id: 'brief' }),
            } as never),
          },
          'xstate.done.actor.brief': { actions: trace.act('done') },
        },
      }),
    steps: ['hire', 'hire'],
  },
];

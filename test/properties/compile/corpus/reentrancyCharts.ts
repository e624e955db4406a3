import { assign, createActor, emit, enqueueActions, raise, sendTo } from 'xstate';
import { type Chart, machineOf } from '../chart.ts';
import type { Args, GuardArgs } from '../trace.ts';

/** Events that are sent during a step. */
export const reentrancyCharts: readonly Chart[] = [
  {
    rule: 'an event that an action sends to its own actor waits for the step to end',
    build: ({ trace }) =>
      machineOf({
        context: { n: 0 },
        initial: 'a',
        states: {
          a: {
            on: {
              go: {
                target: 'b',
                actions: [
                  ({ self }: Args) => self.send({ type: 'mine' }),
                  trace.act('go'),
                  raise({ type: 'raised' }),
                ],
              },
            },
          },
          b: { on: { raised: 'c', mine: { actions: trace.act('too early') } } },
          c: { on: { mine: { target: 'a', actions: trace.act('mine') } } },
        },
      }),
    steps: ['go', 'go'],
  },
  {
    rule: 'an event that an action sends at the start is taken after it',
    build: ({ trace }) =>
      machineOf({
        initial: 'a',
        states: {
          a: {
            entry: ({ self }: Args) => self.send({ type: 'go' }),
            always: { guard: () => false, target: 'b' },
            on: { go: 'b' },
          },
          b: { entry: trace.act('b') },
        },
      }),
    steps: [],
  },
  {
    rule: 'an observer may send, and what it sends comes next',
    build: ({ trace }) =>
      machineOf({
        context: { n: 0 },
        on: {
          go: { actions: [assign({ n: ({ context }: Args) => context.n + 1 }), trace.act('go')] },
          more: {
            actions: [assign({ n: ({ context }: Args) => context.n * 10 }), trace.act('more')],
          },
        },
      }),
    wire: (actor, trace) => {
      actor.subscribe((snapshot) => {
        trace.note({ observed: snapshot.context.n });
        if (snapshot.context.n === 1 || snapshot.context.n === 11) actor.send({ type: 'more' });
      });
    },
    steps: ['go', 'go', 'go'],
  },
  {
    rule: 'a listener may send, and sees its actor as it was before or after as XState has it',
    build: ({ trace }) =>
      machineOf({
        initial: 'a',
        states: {
          a: { on: { go: { target: 'b', actions: emit({ type: 'told' }) } } },
          b: { on: { back: { target: 'a', actions: trace.act('back') } } },
        },
      }),
    wire: (actor, trace) => {
      actor.on('told' as never, () => {
        trace.note({ seen: actor.getSnapshot() });
        actor.send({ type: 'back' });
      });
    },
    steps: ['go', 'go'],
  },
  {
    rule: 'an observer that throws is reported and does not affect the others',
    build: () =>
      machineOf({ initial: 'a', states: { a: { on: { go: 'b' } }, b: { type: 'final' } } }),
    wire: (actor) => {
      actor.subscribe({
        next: () => {
          throw new Error('next broke');
        },
        complete: () => {
          throw new Error('complete broke');
        },
      });
    },
    steps: ['go'],
  },
  {
    rule: 'an error that an observer does not take is reported',
    build: () =>
      machineOf({
        on: {
          go: {
            actions: () => {
              throw new Error('nobody wants it');
            },
          },
        },
      }),
    wire: (actor) => void actor.subscribe(() => {}),
    steps: ['go'],
  },
  {
    rule: 'an actor that sends to itself goes on in turns of its own',
    build: ({ trace }) =>
      machineOf({
        context: { n: 3 },
        on: {
          go: [
            {
              guard: ({ context }: Args) => context.n > 0,
              actions: [
                assign({ n: ({ context }: Args) => context.n - 1 }),
                trace.act('again'),
                sendTo(({ self }: Args) => self, { type: 'go' }),
              ],
            },
            { actions: trace.act('enough') },
          ],
        },
      }),
    steps: ['go', 'go'],
  },
  {
    rule: 'an action may look at its own actor, which is still as it was before the step',
    build: ({ trace }) =>
      machineOf({
        context: { n: 0 },
        initial: 'a',
        states: {
          a: {
            on: {
              go: {
                target: 'b',
                actions: [
                  assign({ n: 1 }),
                  ({ self }: Args) =>
                    trace.note({
                      can: self.getSnapshot().can({ type: 'go' }),
                      at: self.getSnapshot().value,
                    }),
                ],
              },
            },
          },
          b: { always: { guard: ({ context }: Args) => context.n === 1, target: 'c' } },
          c: {},
        },
      }),
    steps: ['go'],
  },
  {
    rule: 'an actor may be stopped by its own observer in the middle of events',
    build: ({ trace }) =>
      machineOf({
        context: { n: 0 },
        entry: trace.act('in'),
        on: {
          go: {
            guard: ({ context }: Args) => context.n < 9,
            actions: [
              assign({ n: ({ context }: Args) => context.n + 1 }),
              trace.act('go'),
              ({ self }: Args) => self.send({ type: 'go' }),
            ],
          },
        },
      }),
    wire: (actor) => {
      let seen = 0;
      actor.subscribe(() => {
        seen += 1;
        if (seen === 3) actor.send({ type: 'xstate.stop' });
      });
    },
    steps: ['go', 'go'],
  },
  {
    rule: 'a guard may send to its own actor, and what it sends waits',
    build: ({ trace }) => {
      const actors: { send(event: { type: string }): void }[] = [];
      let sent = 0;
      return machineOf({
        entry: ({ self }: Args) => actors.push(self),
        on: {
          go: {
            guard: ({ event }: GuardArgs) => {
              sent += 1;
              if (sent <= 5) actors[0]?.send({ type: 'from the guard' });
              return event.type === 'go';
            },
            actions: trace.act('go'),
          },
          'from the guard': { actions: trace.act('sent') },
        },
      });
    },
    steps: ['go'],
  },
  {
    rule: 'a guard may run another actor of the same chart meanwhile',
    build: ({ trace }) => {
      const inner = machineOf({
        context: { n: 0 },
        on: {
          ask: {
            actions: enqueueActions(({ enqueue }) => {
              enqueue.assign({ n: ({ context }: Args) => context.n + 1 });
              enqueue(trace.act('inner'));
            }),
          },
        },
      });
      return machineOf({
        context: { n: 0 },
        on: {
          go: {
            actions: enqueueActions(({ enqueue }) => {
              enqueue(trace.act('before'));
              const other = createActor(inner).start();
              other.send({ type: 'ask' });
              trace.note({ other: other.getSnapshot().context });
              enqueue(trace.act('after'));
              enqueue.assign({ n: 1 });
            }),
          },
        },
      });
    },
    steps: ['go', 'go'],
  },
];

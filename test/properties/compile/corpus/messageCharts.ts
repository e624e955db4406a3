import { emit, forwardTo, log, sendParent, sendTo } from 'xstate';
import { type Chart, machineOf } from '../chart.ts';
import type { Args } from '../trace.ts';

/** Without a receiver the event would go to the sender, in an endless loop. */
const probe = ({ system }: Args) => system.get('probe') ?? 'nobody';

/** Sent and emitted events, and logs. */
export const messageCharts: readonly Chart[] = [
  {
    rule: 'events go to an actor of the system, to oneself and to the parent, in their order',
    build: ({ trace }) =>
      machineOf({
        context: { n: 1 },
        on: {
          go: {
            actions: [
              sendTo(probe, { type: 'static' }),
              trace.act('between'),
              sendTo(
                ({ self }: Args) => self,
                trace.calls('event', ({ context }: Args) => ({ type: 'mine', n: context.n })),
              ),
              sendParent(() => ({ type: 'up' }) as never),
              sendParent({ type: 'static up' } as never),
              sendParent(({ event }: Args) => ({ type: 'up too', of: event.type }) as never),
            ],
          },
          mine: {
            actions: [trace.act('mine'), sendTo('#_internal', { type: 'internal' })],
          },
          internal: { actions: trace.act('internal') },
          none: { actions: sendTo(({ system }: Args) => system.get('nobody'), { type: 'mine' }) },
        },
      }),
    steps: ['go', 'none'],
  },
  {
    rule: 'an event for an actor that is unknown ends the sender',
    build: ({ trace }) =>
      machineOf({
        id: 'm',
        on: { go: { actions: [trace.act('before'), sendTo('nobody', { type: 'x' })] } },
      }),
    steps: ['go', 'go'],
  },
  {
    rule: 'an event for an actor that is unknown at the start ends the sender there',
    build: () => machineOf({ id: 'm', entry: sendTo('#_nobody', { type: 'x' }) }),
    steps: ['go'],
  },
  {
    rule: 'an event that is a text is not sent',
    build: () => machineOf({ id: 'm', on: { go: { actions: sendTo(probe, 'text' as never) } } }),
    steps: ['go'],
  },
  {
    rule: 'an error may be sent to another actor as its own',
    build: () =>
      machineOf({
        id: 'm',
        on: {
          go: { actions: sendTo(probe, { type: 'xstate.error', data: 42 } as { type: string }) },
        },
      }),
    steps: ['go'],
  },
  {
    rule: 'an event is sent later by a number, a name or an expression',
    build: ({ trace }) =>
      machineOf(
        {
          on: {
            go: {
              actions: [
                sendTo(probe, { type: 'number' }, { delay: 10, id: 'number' }),
                sendTo(probe, { type: 'named' }, { delay: 'twenty', id: 'named' } as never),
                sendTo(
                  probe,
                  { type: 'made' },
                  { delay: trace.calls('delay', ({ event }: Args) => event.ms), id: 'made' },
                ),
                sendTo(({ self }: Args) => self, { type: 'later' }, { delay: 5, id: 'self' }),
                { type: 'tell', params: { word: 'hello' } },
              ],
            },
            later: { actions: trace.act('later') },
          },
        },
        {
          delays: { twenty: 20 },
          actions: {
            tell: sendTo(probe, (_: Args, params: unknown) => ({ type: 'told', params })),
          },
        },
      ),
    steps: [{ type: 'go', ms: 15 }, 5, 5, 5, 5],
  },
  {
    rule: 'an event may be forwarded as it is',
    build: () =>
      machineOf({
        on: {
          '*': { actions: forwardTo(probe) },
          late: { actions: forwardTo(probe, { delay: 5, id: 'late' }) },
        },
      }),
    steps: [{ type: 'a', n: 1 }, 'late', 5],
  },
  {
    rule: 'emitted events reach listeners after the actions of their step, in order',
    build: ({ trace }) =>
      machineOf(
        {
          context: { n: 0 },
          entry: emit({ type: 'begun' }),
          exit: emit({ type: 'ended' }),
          initial: 'a',
          states: {
            a: {
              exit: emit({ type: 'left' }),
              on: {
                go: {
                  target: 'b',
                  actions: [
                    emit({ type: 'static', list: [1, 2] }),
                    trace.act('after it'),
                    emit(
                      trace.calls('made', ({ context, event }: Args) => ({
                        type: 'made',
                        n: context.n,
                        of: event.type,
                      })),
                    ),
                    { type: 'tell', params: ({ event }: Args) => ({ of: event.type }) },
                  ],
                },
              },
            },
            b: { entry: emit({ type: 'entered' }), type: 'final' },
          },
        },
        {
          actions: {
            tell: emit((_: Args, params: unknown) => ({ type: 'told', ...(params as object) })),
          },
        },
      ),
    steps: ['go', 'go'],
  },
  {
    rule: 'an expression of an emitted event that throws ends the actor',
    build: ({ trace }) =>
      machineOf({
        on: {
          go: {
            actions: [
              emit({ type: 'first' }),
              trace.act('before'),
              emit(() => {
                throw new Error('nothing to say');
              }),
            ],
          },
        },
      }),
    steps: ['go'],
  },
  {
    rule: 'a listener that throws is reported and does not affect the others',
    build: ({ trace }) =>
      machineOf({ on: { go: { actions: [emit({ type: 'told' }), trace.act('go')] } } }),
    wire: (actor, trace) => {
      actor.on('told' as never, () => {
        throw new Error('the listener broke');
      });
      actor.on('told' as never, (event) => trace.note({ second: event }));
    },
    steps: ['go', 'go'],
  },
  {
    rule: 'a log says a text, an expression, or the context and the event',
    build: ({ trace }) =>
      machineOf(
        {
          context: { n: 1 },
          entry: log('begun'),
          on: {
            go: {
              actions: [
                log(),
                log('text', 'label'),
                log(
                  trace.calls('expression', ({ context }: Args) => context.n),
                  'n',
                ),
                log(undefined, 'default'),
                { type: 'say', params: 'this' },
              ],
            },
          },
        },
        { actions: { say: log((_: Args, params: unknown) => params) } },
      ),
    steps: ['go'],
  },
];

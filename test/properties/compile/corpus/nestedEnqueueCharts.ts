import { assign, enqueueActions } from 'xstate';
import { type Chart, machineOf } from '../chart.ts';
import type { Args } from '../trace.ts';

/** Collections of actions within others, and after their callback has returned. */
export const nestedEnqueueCharts: readonly Chart[] = [
  {
    rule: 'a named collection gets its params and may collect others',
    build: ({ trace }) =>
      machineOf(
        {
          context: { list: [] },
          on: {
            go: { actions: { type: 'outer', params: { word: 'static' } } },
            made: {
              actions: { type: 'outer', params: ({ event }: Args) => ({ word: event.word }) },
            },
          },
        },
        {
          actions: {
            outer: enqueueActions(({ enqueue }, params: { word: string }) => {
              enqueue({ type: 'push', params: { word: `${params.word} 1` } });
              enqueue({ type: 'inner', params: { word: params.word } });
              enqueue(trace.act('last'));
            }),
            inner: enqueueActions(({ enqueue, context }, params: { word: string }) => {
              trace.note({ inner: params, context });
              enqueue(
                enqueueActions(({ enqueue: deeper, context }) => {
                  trace.note({ deepest: context });
                  deeper({ type: 'push', params: { word: `${params.word} 2` } });
                }) as never,
              );
              enqueue({ type: 'push', params: { word: `${params.word} 3` } });
            }),
            push: assign({
              list: ({ context }: Args, params: unknown) => [
                ...context.list,
                (params as { word: string }).word,
              ],
            }),
          },
        },
      ),
    steps: ['go', { type: 'made', word: 'dynamic' }],
  },
  {
    rule: 'what is enqueued for an outer collection while an inner one is made comes last',
    build: ({ trace }) =>
      machineOf({
        context: { list: [] },
        on: {
          go: {
            actions: [
              enqueueActions(({ enqueue: outer }) => {
                outer(trace.act('first'));
                outer(
                  enqueueActions(({ enqueue: inner }) => {
                    outer(trace.act('outer, late'));
                    inner(trace.act('inner'));
                    outer.assign({ list: ({ context }: Args) => [...context.list, 'late'] });
                    inner.assign({ list: ({ context }: Args) => [...context.list, 'inner'] });
                  }) as never,
                );
                outer(trace.act('last'));
              }),
              trace.act('after all'),
            ],
          },
        },
      }),
    steps: ['go', 'go'],
  },
  {
    rule: 'an enqueued action may enqueue more, which is done before the actions that follow',
    build: ({ trace }) =>
      machineOf({
        context: { n: 0 },
        on: {
          go: {
            actions: [
              enqueueActions(({ enqueue }) => {
                enqueue(() => {
                  enqueue(trace.act('more'));
                  enqueue.assign({ n: ({ context }: Args) => context.n + 1 });
                });
                enqueue(trace.act('first'));
              }),
              trace.act('after'),
            ],
          },
        },
      }),
    steps: ['go', 'go'],
  },
  {
    rule: 'what is enqueued after the time of its collection is lost',
    build: ({ trace }) => {
      const kept: ((action: unknown) => void)[] = [];
      return machineOf({
        on: {
          keep: { actions: enqueueActions(({ enqueue }) => void kept.push(enqueue as never)) },
          later: {
            actions: enqueueActions(({ enqueue }) => {
              for (const late of kept) late(trace.act('too late'));
              enqueue(trace.act('in time'));
            }),
          },
          outside: { actions: () => kept.forEach((late) => void late(trace.act('outside'))) },
        },
      });
    },
    steps: ['keep', 'outside', 'later', 'outside', 'later'],
  },
];

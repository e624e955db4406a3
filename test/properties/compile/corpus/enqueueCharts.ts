import { and, assign, cancel, emit, enqueueActions, raise, sendTo, stateIn } from 'xstate';
import { type Chart, machineOf } from '../chart.ts';
import type { Args, GuardArgs } from '../trace.ts';

const probe = ({ system }: Args) => system.get('probe');

/** Actions that `enqueueActions` selects at run time. */
export const enqueueCharts: readonly Chart[] = [
  {
    rule: 'a kept check goes on to ask about the moment of the collection, and a kept enqueue does nothing',
    build: ({ trace }) => {
      const kept: (() => void)[] = [];
      const guard = (name: string) =>
        trace.calls(name, ({ context, event }: GuardArgs) => context.n === 0 && event.type !== 'x');
      return machineOf(
        {
          context: { n: 0 },
          initial: 'a',
          states: {
            a: {
              on: {
                go: {
                  target: 'b',
                  actions: [
                    enqueueActions(({ enqueue, check }) => {
                      kept.push(() => {
                        for (const name of ['named', 'given'] as const) {
                          trace.note({ [name]: check(guard(name)) });
                        }
                        trace.note({ byName: check('isNone'), state: check(stateIn('a')) });
                        enqueue(trace.act('never'));
                        enqueue.assign({ n: 9 });
                        enqueue.raise({ type: 'later' });
                      });
                      kept[0]?.();
                      enqueue.assign({ n: 1 });
                      enqueue(() => kept[0]?.());
                    }),
                    () => kept[0]?.(),
                    assign({ n: 2 }),
                    () => kept[0]?.(),
                  ],
                },
              },
            },
            b: { entry: () => kept[0]?.() },
          },
          on: {
            x: { actions: [() => kept[0]?.(), trace.act('x')] },
            later: { actions: trace.act('later') },
          },
        },
        { guards: { isNone: guard('isNone') } },
      );
    },
    steps: ['go', 'x', 'go', 'x'],
  },
  {
    rule: 'enqueued actions of all kinds run in their order, and see what those before them made',
    build: ({ trace }) =>
      machineOf(
        {
          context: { n: 0 },
          on: {
            go: {
              actions: [
                assign({ n: 1 }),
                enqueueActions(({ context, enqueue }) => {
                  trace.note({ collecting: context });
                  enqueue.assign({ n: ({ context }: Args) => context.n + 1 });
                  enqueue(trace.act('inline'));
                  enqueue('named');
                  enqueue({ type: 'given', params: { a: 1 } });
                  enqueue({ type: 'given', params: ({ context }: Args) => context.n } as never);
                  enqueue.raise({ type: 'raised' });
                  enqueue.emit({ type: 'emitted' });
                  enqueue.sendTo(probe as never, () => ({ type: 'sent' }) as never);
                  enqueue.sendTo(
                    probe as never,
                    { type: 'sentLater' } as never,
                    { delay: 10, id: 'sentLater' } as never,
                  );
                  enqueue.sendParent(() => ({ type: 'up' }));
                  enqueue.raise({ type: 'later' }, { delay: 10, id: 'later' });
                  enqueue.raise({ type: 'never' }, { delay: 5, id: 'never' });
                  enqueue.cancel('never');
                }),
                trace.act('after'),
              ],
            },
            raised: { actions: trace.act('raised') },
            later: { actions: trace.act('later') },
            never: { actions: trace.act('never') },
          },
        },
        { actions: { named: trace.act('named'), given: trace.act('given') } },
      ),
    steps: ['go', 5, 5],
  },
  {
    rule: 'what is enqueued sees the context at the time when it is collected',
    build: ({ trace }) =>
      machineOf({
        context: { n: 0 },
        entry: [
          enqueueActions(({ context, enqueue, event, self, system }) => {
            enqueue.assign({ n: 5 });
            trace.note({ stale: context, event, same: self.system === system });
            enqueue(trace.act('inner'));
          }),
          enqueueActions(({ context, enqueue }) => {
            trace.note({ fresh: context });
            if (context.n === 5) enqueue.emit({ type: 'five' });
          }),
        ],
        on: { go: {} },
      }),
    steps: ['go'],
  },
  {
    rule: 'check asks guards of every kind about the context of the moment',
    build: ({ trace }) =>
      machineOf(
        {
          id: 'm',
          context: { n: 0 },
          initial: 'a',
          states: { a: { id: 'a' }, b: {} },
          on: {
            go: {
              actions: [
                assign({ n: ({ event }: Args) => event.n }),
                enqueueActions(({ check, enqueue }) => {
                  if (check('isBig' as never)) enqueue.emit({ type: 'big' });
                  if (check({ type: 'above', params: { limit: 2 } } as never))
                    enqueue.emit({ type: 'above' });
                  if (check(({ context }: GuardArgs) => context.n === 3))
                    enqueue.emit({ type: 'three' });
                  if (check(and([stateIn('#a'), 'isBig'] as never))) enqueue.emit({ type: 'both' });
                  enqueue.assign({ n: 100 });
                  if (check('isBig' as never)) enqueue.emit({ type: 'not before it is assigned' });
                }),
              ],
            },
            wrong: { actions: enqueueActions(({ check }) => void check('missing' as never)) },
          },
        },
        {
          guards: {
            isBig: trace.calls('isBig', ({ context }: GuardArgs) => context.n > 5),
            above: trace.calls(
              'above',
              ({ context }: GuardArgs, { limit }: { limit: number }) => context.n > limit,
            ),
          },
        },
      ),
    steps: [1, 3, 9].map((n) => ({ type: 'go', n }) as { type: string }).concat({ type: 'wrong' }),
  },
  {
    rule: 'a collection may be empty, and may throw',
    build: ({ trace }) =>
      machineOf({
        context: { n: 0 },
        on: {
          go: { actions: enqueueActions(() => {}) },
          wrong: {
            actions: [
              assign({ n: 1 }),
              enqueueActions(({ enqueue }) => {
                enqueue(trace.act('never'));
                throw new Error('no collection');
              }),
            ],
          },
          inner: {
            actions: enqueueActions(({ enqueue }) => {
              enqueue(trace.act('before'));
              enqueue.assign({
                n: () => {
                  throw new Error('no number');
                },
              });
            }),
          },
        },
      }),
    steps: ['go', 'inner', 'wrong'],
  },
  {
    rule: 'ready-made actions may be enqueued as they are',
    build: ({ trace }) =>
      machineOf({
        context: { n: 0 },
        entry: enqueueActions(({ enqueue }) => {
          enqueue(assign({ n: 1 }) as never);
          enqueue(raise({ type: 'raised' }) as never);
          enqueue(emit({ type: 'emitted' }) as never);
          enqueue(sendTo(probe, { type: 'sent' }) as never);
          enqueue(cancel('nothing') as never);
          enqueue('missing' as never);
        }),
        on: { raised: { actions: trace.act('raised') } },
      }),
    steps: ['raised'],
  },
  {
    rule: 'collections stand in entry, exit, initial, eventless and delayed transitions and onDone',
    build: ({ trace }) => {
      const told = (name: string) =>
        enqueueActions(({ enqueue, event }) => {
          enqueue.assign({ last: name });
          enqueue.emit({ type: 'told', name, of: event.type } as { type: string });
          enqueue(trace.act(name));
        });
      return machineOf({
        context: { last: '' },
        entry: told('root'),
        exit: told('end'),
        initial: { target: 'a', actions: told('initial') },
        states: {
          a: {
            entry: told('in a'),
            exit: told('out a'),
            after: { 10: { target: 'b', actions: told('after') } },
          },
          b: { always: { target: 'c', actions: told('always') } },
          c: {
            initial: 'x',
            states: { x: { on: { go: 'y' } }, y: { type: 'final', entry: told('y') } },
            onDone: { target: 'd', actions: told('onDone') },
          },
          d: { type: 'final' },
        },
      });
    },
    steps: [10, 'go'],
  },
];

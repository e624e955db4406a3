import { type AnyActorRef, assign, sendParent, sendTo } from 'xstate';
import { type Kit, machineOf } from '../chart.ts';
import type { Args } from '../trace.ts';

export interface SpawnArgs extends Args {
  readonly spawn: (src: unknown, options?: object) => AnyActorRef;
}

/** Ends, fails, reports or waits, depending on the event. */
export function worker({ trace, make }: Kit) {
  return make(
    machineOf({
      id: 'worker',
      context: ({ input }: { input: unknown }) => ({ input, n: 0 }),
      entry: trace.act('worker begins'),
      exit: trace.act('worker ends'),
      initial: 'busy',
      states: {
        busy: {
          on: {
            finish: 'finished',
            fail: {
              actions: () => {
                throw new Error('the worker failed');
              },
            },
            count: {
              actions: [
                assign({ n: ({ context }: Args) => context.n + 1 }),
                sendParent(({ context }: Args) => ({ type: 'counted', n: context.n })),
              ],
            },
          },
          after: { 20: 'finished' },
        },
        finished: { type: 'final' },
      },
      output: ({ context }: Args) => ({ n: context.n }),
    }),
  );
}

export const spawning = (options: object, key = 'worker') =>
  assign({ [key]: ({ spawn }: SpawnArgs) => spawn('worker', options) } as never);
export const tell = (type: string, id = 'w') => ({ actions: sendTo(id, { type }) });

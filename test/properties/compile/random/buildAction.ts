import { assign, sendParent, sendTo } from 'xstate';
import { machineOf } from '../chart.ts';
import type { Args, GuardArgs } from '../trace.ts';
import type { ActionSpec, Delay } from './chartSpec.ts';

export function namedAction({ named, params }: Extract<ActionSpec, { named: unknown }>): unknown {
  if (params === undefined) return named;
  const made = ({ context, event }: GuardArgs) => context.n + (event.v ?? 0);
  return { type: named, params: params === 'made' ? made : params };
}

export function sending(spec: Extract<ActionSpec, { send: unknown }>): unknown {
  const event = ({ context }: Args) => ({ type: spec.send, v: context.n });
  const options = timing(spec);
  if (spec.to === 'parent') return sendParent(event as never, options);
  const actors = {
    self: ({ self }: Args) => self,
    probe: ({ system }: Args) => system.get('probe'),
    child: ({ self, system }: Args) => self.getSnapshot()?.children.c1 ?? system.get('probe'),
    nobody: 'nobody',
  };
  // An event that is sent to itself without a delay would loop for ever.
  return sendTo(actors[spec.to], event, spec.to === 'self' ? { ...options, delay: 5 } : options);
}

export function timing({ delay, id }: { delay?: Delay; id?: string }): object {
  return {
    ...(id !== undefined && { id }),
    ...(delay !== undefined && {
      delay: delay === 'made' ? ({ context }: Args) => context.n : delay,
    }),
  };
}

/** Three at most: a child that makes its parent spawn another one would loop for ever. */
export function spawning(id: string): unknown {
  return assign(
    ({ spawn, context }: Args & { spawn: (src: string, options: object) => unknown }) => {
      if (context.spawned >= 3) return {};
      spawn('child', { id, input: context.n });
      return { spawned: context.spawned + 1 };
    },
  );
}

/** Reports at its start, and ends with its first event. */
export const shortLived = machineOf({
  id: 'short-lived',
  entry: sendParent((({ event }: Args) => ({ type: 'e2', v: event.input })) as never),
  initial: 'a',
  states: { a: { on: { '*': 'b' } }, b: { type: 'final' } },
});
